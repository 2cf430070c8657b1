import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { Listeners } from "../../../src/lib/listeners.ts";
import { waitUntil } from "../../../src/lib/wait-until.ts";

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
});

const wait = (isDone: () => boolean) => {
  const changes = new Listeners();
  const resolved = vi.fn();
  void waitUntil(isDone, { subscribe: (listener) => changes.add(listener), mostMs: 1000 }).then(resolved);
  const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
  return { changes, resolved, settle };
};

test("what is so already is not waited for, and nothing listens on", async () => {
  const { changes, resolved, settle } = wait(() => true);
  await settle();
  expect(resolved).toHaveBeenCalledOnce();
  expect([changes.size, vi.getTimerCount()]).toEqual([0, 0]);
});

test("it is asked after each change", async () => {
  let done = false;
  const { changes, resolved, settle } = wait(() => done);
  changes.emit();
  await settle();
  expect(resolved).not.toHaveBeenCalled();
  done = true;
  changes.emit();
  await settle();
  expect(resolved).toHaveBeenCalledOnce();
  expect([changes.size, vi.getTimerCount()]).toEqual([0, 0]);
});

test("at the latest it ends with the time", async () => {
  const { changes, resolved } = wait(() => false);
  await vi.advanceTimersByTimeAsync(999);
  expect(resolved).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(resolved).toHaveBeenCalledOnce();
  expect(changes.size).toBe(0);
});
