import { expect, onTestFinished, test, vi } from "vitest";
import { eraseDelayMs, PendingErases } from "../../../src/app/pending-erases.ts";
import { toBase64url } from "../../../src/lib/bytes.ts";
import type { AuthorId, RecordId } from "../../../src/room/ids.ts";
import type { Message } from "../../../src/room/message.ts";

const messageOf = (n: number): Message => ({
  id: toBase64url(new Uint8Array(16).fill(n)) as RecordId,
  author: toBase64url(new Uint8Array(32)) as AuthorId,
  clock: { ms: n, counter: 0 },
  wall: n,
  text: `message ${n}`,
  replyTo: null,
  edited: false,
  erased: false,
  reactions: [],
});
const one = messageOf(1);
const two = messageOf(2);

const start = () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const erased: (readonly Message[])[] = [];
  return { erased, erases: new PendingErases((messages) => erased.push(messages)) };
};

test("[ux: undo] a deleted message waits five seconds, then it is erased, once", () => {
  const { erases, erased } = start();
  erases.add(one);
  vi.advanceTimersByTime(eraseDelayMs - 1);
  expect([[...erases.ids], erased]).toEqual([[one.id], []]);
  vi.advanceTimersByTime(1);
  expect([[...erases.ids], erased]).toEqual([[], [[one]]]);
  erases.flush();
  vi.runAllTimers();
  expect(erased).toHaveLength(1);
});

test("[ux: undo] taken back it stays, and can be deleted again, with its whole delay", () => {
  const { erases, erased } = start();
  erases.add(one);
  vi.advanceTimersByTime(eraseDelayMs - 1);
  expect(erases.drop(one.id)).toBe(true);
  expect(erases.drop(one.id)).toBe(false);
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
  expect([[...erases.ids], erased]).toEqual([[two.id], [[one]]]);
  vi.advanceTimersByTime(3000);
  expect(erased).toEqual([[one], [two]]);
});

test("[RC5] when the page goes, all that wait are erased at once, in one go, and no timer is left", () => {
  const { erases, erased } = start();
  expect(erases.flush()).toBe(false);
  erases.add(one);
  erases.add(two);
  erases.drop(one.id);
  erases.add(one);
  expect(erases.flush()).toBe(true);
  expect(erased).toEqual([[two, one]]);
  expect([erases.ids.size, vi.getTimerCount(), erases.flush()]).toEqual([0, 0, false]);
  vi.runAllTimers();
  expect(erased).toHaveLength(1);
});

test("a message is no longer waiting by the time it is erased: a listener that asks sees it gone", () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const seen: number[] = [];
  const erases: PendingErases = new PendingErases(() => seen.push(erases.ids.size));
  erases.add(one);
  erases.add(two);
  erases.flush();
  expect(seen).toEqual([0]);
});
