import { expect, test } from "vitest";
import { compareClocks, isDue, maxAheadMs, type Clock } from "../../../src/room/clock.ts";
import { OwnClock } from "../../../src/room/own-clock.ts";
import { Chance } from "../../support/chance.ts";
import { dayMs, noon } from "./stories.ts";

const nothing = (): Clock[] => [];
const at = (ms: number, counter = 0): Clock => ({ ms, counter });

test("[RC3] a clock follows what is up to a day ahead, and what is further ahead once it is due", () => {
  const clock = new OwnClock();
  clock.see(at(noon + 3600_000), noon);
  expect(clock.next(noon, nothing)).toEqual(at(noon + 3600_000, 1));
  clock.see(at(noon + 3 * dayMs), noon);
  expect(clock.next(noon, nothing)).toEqual(at(noon + 3600_000, 2));
  // Now it stands at the end for everyone: what is written later stands after it.
  expect(clock.next(noon + 2 * dayMs, nothing)).toEqual(at(noon + 3 * dayMs, 1));
});

test("[RC3] a clock that was a year ahead and is set back goes on from what is due", () => {
  const clock = new OwnClock();
  const year = noon + 365 * dayMs;
  const mine = [clock.next(year, nothing), clock.next(year, nothing)];
  const others = [at(noon + 10_000, 4), at(noon - 5000)];
  for (const other of others) clock.see(other, year);
  expect(clock.next(noon, () => [...mine, ...others])).toEqual(at(noon + 10_000, 5));
  expect(clock.next(noon + 20_000, nothing)).toEqual(at(noon + 20_000));
});

test("[RC3] whatever is seen and however the wall jumps: each clock is due, and after all that was due when it was given", () => {
  for (let seed = 0; seed < 100; seed++) {
    const chance = new Chance(seed);
    const clock = new OwnClock();
    const all: Clock[] = [];
    let wall = noon;
    for (let step = 0; step < 60; step++) {
      if (chance.happens(0.1)) wall += chance.between(-400, 400) * dayMs;
      else wall += chance.below(3600_000);
      const seen = at(wall + chance.between(-2, 5) * (dayMs / 2), chance.below(3));
      if (chance.happens(0.5)) {
        all.push(seen);
        clock.see(seen, wall);
        continue;
      }
      const next = clock.next(wall, () => all);
      expect(next.ms - wall).toBeLessThanOrEqual(maxAheadMs);
      expect(all.filter((one) => isDue(one, wall) && compareClocks(next, one) <= 0)).toEqual([]);
      all.push(next);
    }
  }
});
