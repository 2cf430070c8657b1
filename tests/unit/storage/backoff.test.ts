import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Backoff } from "../../../src/storage/backoff.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Begins to wait; tells how long that took, once it is over. */
const waiting = (backoff: Backoff): (() => number | null) => {
  const since = performance.now();
  let took: number | null = null;
  void backoff.wait().then(() => (took = performance.now() - since));
  return () => took;
};
const wait = async (backoff: Backoff): Promise<number | null> => {
  const took = waiting(backoff);
  await vi.runAllTimersAsync();
  return took();
};

test("[ST1] each wait is twice the one before, up to a bound, and the first again once it worked", async () => {
  const backoff = new Backoff({ firstMs: 100, longestMs: 350 });
  const waits = [await wait(backoff), await wait(backoff), await wait(backoff), await wait(backoff)];
  expect(waits).toEqual([100, 200, 350, 350]);
  backoff.reset();
  expect(await wait(backoff)).toBe(100);
});

test("[ST1] a new reason shortens a long wait to the first, never a short one to nothing", async () => {
  const backoff = new Backoff({ firstMs: 100, longestMs: 10_000 });
  const short = waiting(backoff);
  await vi.advanceTimersByTimeAsync(90);
  backoff.hurry();
  await vi.advanceTimersByTimeAsync(10);
  expect(short()).toBe(100);
  await wait(backoff);
  await wait(backoff);
  const long = waiting(backoff);
  await vi.advanceTimersByTimeAsync(10);
  backoff.hurry();
  await vi.advanceTimersByTimeAsync(99);
  expect(long()).toBeNull();
  await vi.advanceTimersByTimeAsync(1);
  expect(long()).toBe(110);
  expect(await wait(backoff)).toBe(200);
});

test("[ST1] a wait can be ended at once", async () => {
  const backoff = new Backoff({ firstMs: 100, longestMs: 10_000 });
  const took = waiting(backoff);
  backoff.now();
  await vi.advanceTimersByTimeAsync(0);
  expect(took()).toBe(0);
});
