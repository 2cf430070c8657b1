import { encode } from "uqr";
import { describe, expect, it } from "vitest";
import { qrPath } from "../../../../src/ui/dialogs/qr-path.ts";

/** The modules a path covers, drawn back. */
const drawn = (path: string, size: number): boolean[][] => {
  const rows = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/gu))
    for (let i = 0; i < Number(width); i++) {
      const row = rows[Number(y)];
      if (row !== undefined) row[Number(x) + i] = true;
    }
  return rows;
};

describe("qr path", () => {
  it("covers exactly the dark modules", () => {
    expect(
      qrPath([
        [true, true, false, true],
        [false, false, false, false],
      ]),
    ).toBe("M0 0h2v1h-2zM3 0h1v1h-1z");
    const { data, size } = encode(
      "https://kotha.example/#/r/AAAAAAAAAAAAAAAAAAAAAA/%E0%A6%86%E0%A6%A1%E0%A7%8D%E0%A6%A1%E0%A6%BE",
      { ecc: "M", border: 4 },
    );
    expect(drawn(qrPath(data), size)).toEqual(data);
  });
});
