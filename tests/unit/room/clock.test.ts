import { expect, test } from "vitest";
import {
  compareClocks,
  follow,
  isDue,
  isTime,
  maxAheadMs,
  tick,
  zeroClock,
  type Clock,
} from "../../../src/room/clock.ts";
import { Chance } from "../../support/chance.ts";

const wall = Date.UTC(2026, 1, 21);

test("[RC3] each tick is after the one before, whatever the wall clock does", () => {
  const chance = new Chance(1);
  let last: Clock = zeroClock;
  for (let i = 0; i < 2000; i++) {
    const next = tick(last, wall + chance.between(-5000, 5000));
    expect(compareClocks(next, last)).toBeGreaterThan(0);
    last = next;
  }
});

test("[RC3] a tick is the wall time when that has moved on, else the next counter; a full counter carries", () => {
  expect(tick({ ms: 5, counter: 3 }, 6)).toEqual({ ms: 6, counter: 0 });
  expect(tick({ ms: 5, counter: 3 }, 5)).toEqual({ ms: 5, counter: 4 });
  expect(tick({ ms: 5, counter: 3 }, 1)).toEqual({ ms: 5, counter: 4 });
  expect(tick({ ms: 5, counter: 0xffff }, 1)).toEqual({ ms: 6, counter: 0 });
});

test("[RC3] clocks are compared as pairs: as one number they would not be exact", () => {
  const ms = Number.MAX_SAFE_INTEGER - 1;
  expect(compareClocks({ ms, counter: 1 }, { ms, counter: 0 })).toBeGreaterThan(0);
  expect(compareClocks({ ms, counter: 0xffff }, { ms: ms + 1, counter: 0 })).toBeLessThan(0);
  expect(compareClocks({ ms, counter: 7 }, { ms, counter: 7 })).toBe(0);
});

test("[RC3] what is seen is followed forwards, up to a day ahead of the wall", () => {
  const last: Clock = { ms: wall, counter: 2 };
  expect(follow(last, { ms: wall, counter: 3 }, wall)).toEqual({ ms: wall, counter: 3 });
  expect(follow(last, { ms: wall - 1, counter: 9 }, wall)).toBe(last);
  const furthest = { ms: wall + maxAheadMs, counter: 0 };
  const further = { ms: wall + maxAheadMs + 1, counter: 0 };
  expect(follow(last, furthest, wall)).toBe(furthest);
  expect(follow(last, further, wall)).toBe(last);
  expect([isDue(furthest, wall), isDue(further, wall)]).toEqual([true, false]);
});

test("[RC4] a time is what a Date can be: formatting anything else throws", () => {
  for (const ms of [0, wall, -1, 8.64e15, -8.64e15]) {
    expect(isTime(ms)).toBe(true);
    expect(() => new Date(ms).toISOString()).not.toThrow();
  }
  for (const ms of [8.64e15 + 1, -8.64e15 - 1, 0.5, Number.NaN, Infinity, Number.MAX_SAFE_INTEGER])
    expect(isTime(ms)).toBe(false);
});
