import { expect, test } from "vitest";
import { shortIdsFor } from "../../../../src/net/link/short-id.ts";
import { Chance } from "../../../support/chance.ts";

test("[MS1] a peer has the same short id for all in one frame, and another in the next", () => {
  const chance = new Chance(1);
  const [one, other] = [chance.bytes(100), chance.bytes(100)];
  const ids = Array.from({ length: 200 }, () => chance.hex(22));
  const first = ids.map(shortIdsFor(one));
  expect(ids.map(shortIdsFor(one.slice()))).toEqual(first);
  expect(new Set(first).size).toBe(200);
  const second = ids.map(shortIdsFor(other));
  expect(second.filter((id, i) => id === first[i])).toEqual([]);
  for (const id of [...first, ...second]) expect(id).toBe(id >>> 0);
});
