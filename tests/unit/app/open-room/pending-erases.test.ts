import { expect, onTestFinished, test, vi } from "vitest";
import { eraseDelayMs, PendingErases } from "../../../../src/app/open-room/pending-erases.ts";
import type { RecordId } from "../../../../src/room/ids.ts";

const one = "one" as RecordId;
const two = "two" as RecordId;

const start = (kept: readonly RecordId[] = []) => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const erased: (readonly RecordId[])[] = [];
  const disk = { kept };
  const stores: (() => void)[] = [];
  const erases = new PendingErases({
    kept,
    keep: (ids) => (disk.kept = ids),
    erase: (ids, stored) => {
      expect(ids.some((id) => erases.ids.has(id))).toBe(false); // who looks now sees it gone
      erased.push(ids);
      stores.push(stored);
    },
  });
  return { erases, erased, disk, store: () => stores.shift()?.() };
};

test("[UX3] a deleted message waits five seconds, then it is erased, once", () => {
  const { erases, erased } = start();
  erases.add(one);
  vi.advanceTimersByTime(eraseDelayMs - 1);
  expect([[...erases.ids], erased]).toEqual([[one], []]);
  vi.advanceTimersByTime(1);
  expect([[...erases.ids], erased]).toEqual([[], [[one]]]);
  erases.flush();
  vi.runAllTimers();
  expect(erased).toHaveLength(1);
});

test("[UX3] deleted twice it waits no longer, and taken back once it stays for good", () => {
  const { erases, erased } = start();
  erases.add(one);
  vi.advanceTimersByTime(1000);
  erases.add(one);
  erases.drop(one);
  vi.runAllTimers();
  expect([[...erases.ids], erased]).toEqual([[], []]);
});

test("[UX3] taken back it stays, and can be deleted again, with its whole delay", () => {
  const { erases, erased } = start();
  erases.add(one);
  vi.advanceTimersByTime(eraseDelayMs - 1);
  expect(erases.drop(one)).toBe(true);
  expect(erases.drop(one)).toBe(false);
  erases.add(one);
  vi.advanceTimersByTime(eraseDelayMs - 1);
  expect(erased).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(erased).toEqual([[one]]);
});

test("each waits for itself; deleting twice neither hurries nor delays", () => {
  const { erases, erased } = start();
  erases.add(one);
  vi.advanceTimersByTime(3000);
  erases.add(two);
  erases.add(one);
  vi.advanceTimersByTime(2000);
  expect([[...erases.ids], erased]).toEqual([[two], [[one]]]);
  vi.advanceTimersByTime(3000);
  expect(erased).toEqual([[one], [two]]);
});

test("[RC5] when the page goes, all that wait are erased at once, in one go, and no timer is left", () => {
  const { erases, erased } = start();
  expect(erases.flush()).toBe(false);
  erases.add(one);
  erases.add(two);
  erases.drop(one);
  erases.add(one);
  expect(erases.flush()).toBe(true);
  expect(erased).toEqual([[two, one]]);
  expect([erases.ids.size, vi.getTimerCount(), erases.flush()]).toEqual([0, 0, false]);
  vi.runAllTimers();
  expect(erased).toHaveLength(1);
});

test("[RC5] what was asked for is remembered until it is stored, or taken back", () => {
  const { erases, disk, store } = start();
  erases.add(one);
  erases.add(two);
  expect(disk.kept).toEqual([one, two]);
  erases.drop(two);
  expect(disk.kept).toEqual([one]);
  erases.flush();
  erases.add(two);
  expect(disk.kept).toEqual([two, one]);
  store();
  expect(disk.kept).toEqual([two]);
  erases.flush();
  store();
  expect(disk.kept).toEqual([]);
});

test("[RC5] what a session before did not store is done when the room is known, and cannot be taken back", () => {
  const { erases, erased, disk, store } = start([one]);
  expect([erases.ids.size, erases.drop(one), erases.flush()]).toEqual([0, false, false]);
  erases.add(two);
  expect(disk.kept).toEqual([two, one]); // a page that goes before that forgets nothing
  erases.resume();
  expect([erased, [...erases.ids]]).toEqual([[[one]], [two]]);
  store();
  expect(disk.kept).toEqual([two]);
  erases.resume();
  expect(erased).toHaveLength(1);
});
