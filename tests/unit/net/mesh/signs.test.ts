import { expect, test } from "vitest";
import { Signs } from "../../../../src/net/mesh/signs.ts";

const fault = (at: number) =>
  ({ at, what: "link", relayed: false, reason: "ice", cause: "ice-failed" }) as const;

test("the last 32 faults are kept, oldest first", () => {
  const signs = new Signs();
  for (let at = 0; at < 100; at++) signs.addFault(fault(at));
  expect(signs.faults.map(({ at }) => at)).toEqual(Array.from({ length: 32 }, (_, i) => 68 + i));
});

test("[SG6] kinds of addresses are those of the last four attempts, and of this network", () => {
  const signs = new Signs();
  expect(signs.addresses).toBeNull();
  signs.addAddresses(["host", "srflx"]);
  expect(signs.addresses).toEqual(new Set(["host", "srflx"]));
  for (let i = 0; i < 3; i++) signs.addAddresses(["host"]);
  expect(signs.addresses).toEqual(new Set(["host", "srflx"]));
  signs.addAddresses([]);
  expect(signs.addresses).toEqual(new Set(["host"]));
  signs.forgetAddresses();
  expect(signs.addresses).toBeNull();
  signs.addAddresses([]);
  expect(signs.addresses).toEqual(new Set());
});

/** Ticks every second with so many links. */
test("[PR2] that somebody has a newer version is news once", () => {
  const signs = new Signs();
  expect(signs.hasNewer).toBe(false);
  expect([1, 2, 3].map((at) => signs.add({ what: "newer" }, at))).toEqual([true, false, false]);
  expect(signs.hasNewer).toBe(true);
});

const ticks = (signs: Signs, from: number, count: number, links: number): void => {
  for (let i = 0; i < count; i++) signs.tick((from + i) * 1000, links);
};

test("a tick that comes half a minute late, and links lost then: the page was asleep", () => {
  const signs = new Signs();
  ticks(signs, 0, 10, 3);
  expect(signs.isWaking).toBe(false);
  ticks(signs, 50, 2, 3);
  expect(signs.isWaking).toBe(false); // nothing was lost so far
  ticks(signs, 52, 5, 1);
  expect(signs.isWaking).toBe(true);
  ticks(signs, 57, 1, 3);
  expect(signs.isWaking).toBe(false); // they are back
  ticks(signs, 58, 5, 1);
  ticks(signs, 63, 20, 1);
  expect(signs.isWaking).toBe(false); // something else is wrong
});

test("links lost by a page that is awake, or slowed a little, are not put down to sleep", () => {
  const signs = new Signs();
  ticks(signs, 0, 10, 3);
  ticks(signs, 39, 5, 0);
  expect(signs.isWaking).toBe(false);
});

test("[RC3] a clock that is set forth and back is not taken for a sleep that lasts as long", () => {
  const signs = new Signs();
  ticks(signs, 0, 10, 3);
  ticks(signs, 365 * 24 * 3600, 1, 3);
  ticks(signs, 10, 5, 1);
  expect(signs.isWaking).toBe(false);
});
