import { expect, onTestFinished, test, vi } from "vitest";
import { Reading } from "../../../../src/app/open-room/reading.ts";
import type { AuthorId, RecordId } from "../../../../src/room/ids.ts";
import type { Message } from "../../../../src/room/message.ts";

const [me, asha] = ["me" as AuthorId, "asha" as AuthorId];
const messageOf = (id: string, ms: number, author: AuthorId = asha): Message => ({
  id: id as RecordId,
  author,
  clock: { ms, counter: 0 },
  wall: ms,
  text: id,
  replyTo: null,
  edited: false,
  erased: false,
  reactions: [],
});
const read = messageOf("read", 100);

const reading = () => {
  const set = { draft: vi.fn(), readMarker: vi.fn(), anchor: vi.fn() };
  const kept = (name: keyof typeof set) => ({
    get: () => Promise.resolve(null),
    set: (value: unknown) => Promise.resolve(set[name](value) as boolean),
  });
  const preferences = {
    draft: kept("draft"),
    readMarker: kept("readMarker"),
    anchor: kept("anchor"),
  } as unknown as ConstructorParameters<typeof Reading>[0]["preferences"];
  const it = new Reading({ me, preferences, draft: "", unreadFrom: read.id, anchor: null });
  return { it, set };
};
const find = (id: RecordId): Message | null => (id === read.id ? read : null);

test("[RC3] late is what others wrote before the last that was read, once one's own history is here", () => {
  const { it } = reading();
  it.take([messageOf("own history", 10)], { message: find, loaded: false });
  it.take([messageOf("mine elsewhere", 20, me), messageOf("new", 200)], { message: find, loaded: true });
  expect([...it.late]).toEqual([]);
  it.take([messageOf("from apart", 30)], { message: find, loaded: true });
  expect([...it.late]).toEqual(["from apart"]);
});

test("[RC3] nothing is late while the last that was read is not here; what is read is late no more", () => {
  const { it, set } = reading();
  it.take([messageOf("early", 10)], { message: () => null, loaded: true });
  expect([...it.late]).toEqual([]);
  it.take([messageOf("from apart", 30)], { message: find, loaded: true });
  expect(it.mark(messageOf("newest", 300))).toBe(true);
  expect([...it.late]).toEqual([]);
  expect(it.mark(messageOf("newest", 300))).toBe(false);
  expect(set.readMarker.mock.calls).toEqual([["newest"]]);
});

test("the place in the list is kept after a moment, once for much scrolling, and at once when the page may go", () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { it, set } = reading();
  for (const id of ["a", "b", "c"]) it.setAnchor(id as RecordId);
  expect(set.anchor).not.toHaveBeenCalled();
  vi.advanceTimersByTime(500);
  expect(set.anchor.mock.calls).toEqual([["c"]]);
  it.setAnchor(null);
  it.keep();
  vi.advanceTimersByTime(5000);
  expect(set.anchor.mock.calls).toEqual([["c"], [null]]);
});
