// Hybrid logical clock (Kulkarni et al. 2014): wall time that never goes back and follows what was seen.

/** `ms` since 1970, then `counter`. Compared as a pair: ms·65536 is no safe integer. */
export type Clock = Readonly<{ ms: number; counter: number }>;

export const zeroClock: Clock = { ms: 0, counter: 0 };

/** What is further ahead of the wall than this is followed by nothing, and set apart until it is due (RC3). */
export const maxAheadMs = 24 * 60 * 60 * 1000;
const maxCounter = 0xffff;

/** What a `Date` can be (ECMA-262, 21.4.1.1): formatting any other number throws. */
const maxTimeMs = 8.64e15;

export const isTime = (ms: number): boolean => Number.isSafeInteger(ms) && Math.abs(ms) <= maxTimeMs;

export const compareClocks = (a: Clock, b: Clock): number => a.ms - b.ms || a.counter - b.counter;

/** The clock for a new record, after `last` and not before `wallMs`. */
export const tick = (last: Clock, wallMs: number): Clock => {
  if (wallMs > last.ms) return { ms: wallMs, counter: 0 };
  return last.counter < maxCounter
    ? { ms: last.ms, counter: last.counter + 1 }
    : { ms: last.ms + 1, counter: 0 };
};

/** `last` moved up to a clock seen in another's record, unless that one is too far ahead to be followed. */
export const follow = (last: Clock, seen: Clock, wallMs: number): Clock =>
  isDue(seen, wallMs) && compareClocks(seen, last) > 0 ? seen : last;

/** False for what is dated further ahead than clocks follow. */
export const isDue = (clock: Clock, wallMs: number): boolean => clock.ms - wallMs <= maxAheadMs;
