import { describe, expect, it } from "vitest";
import { alponaOf } from "../../../src/ui/alpona.ts";

describe("[ID3] alpona", () => {
  it("is the same for a key on every screen, and many for many keys", () => {
    expect(alponaOf("a key")).toEqual(alponaOf("a key"));
    const flowers = new Set(Array.from({ length: 400 }, (_, n) => JSON.stringify(alponaOf(`key ${n}`))));
    expect(flowers.size).toBeGreaterThan(350);
  });

  it("stays within the shapes that are drawn", () => {
    for (let n = 0; n < 500; n++) {
      const { petals, outer, inner, heart, turn } = alponaOf(`key ${n}`);
      expect([
        petals >= 5 && petals <= 8,
        outer in [0, 1, 2, 3],
        inner in [0, 1, 2, 3],
        heart in [0, 1],
        turn < 60,
      ]).toEqual([true, true, true, true, true]);
    }
  });
});
