import { expect, onTestFinished, test, vi } from "vitest";
import { Reading, type ReadingOptions } from "../../../../src/app/open-room/reading.ts";
import type { AuthorId, RecordId } from "../../../../src/room/ids.ts";
import type { Message } from "../../../../src/room/message.ts";
import type { Place } from "../../../../src/room/places.ts";

const me = "me" as AuthorId;
const wall = Date.UTC(2026, 1, 21);
const message = (ms: number, author = "other"): Message => ({
  id: `m${ms}` as RecordId,
  author: author as AuthorId,
  clock: { ms, counter: 0 },
  wall: ms,
  text: `${ms}`,
  replyTo: null,
  edited: false,
  erased: false,
  reactions: [],
});

/** What is on the disk, and a tab that opens the room from it. */
const disk = () => {
  let highest = "";
  const kept: { read: Place | null; late: readonly RecordId[] } = { read: null, late: [] };
  const anchors: (RecordId | null)[] = [];
  const preferences = {
    readMark: {
      get: () => Promise.resolve(kept.read),
      moveTo: (place: Place, rank: string) => {
        if (rank > highest) [highest, kept.read] = [rank, place];
        return Promise.resolve(true);
      },
    },
    late: {
      get: () => Promise.resolve(kept.late),
      set: (ids: readonly RecordId[]) => {
        kept.late = [...ids];
        return Promise.resolve(true);
      },
    },
    anchor: {
      get: () => Promise.resolve(null),
      set: (id: RecordId | null) => {
        anchors.push(id);
        return Promise.resolve(true);
      },
    },
  } satisfies ReadingOptions["preferences"];
  return {
    kept,
    anchors,
    open: () => new Reading({ ...kept, me, preferences, now: () => wall, anchor: null }),
  };
};

test("[RC3] late is what others wrote before the last that was read, once one's own history is here", () => {
  const it = disk().open();
  it.take([message(10)], { loaded: true });
  expect([...it.late]).toEqual([]); // nothing was read here
  it.mark([message(100)]);
  it.take([message(11)], { loaded: false });
  it.take([message(20, "me"), message(200)], { loaded: true });
  expect([...it.late]).toEqual([]);
  it.take([message(30)], { loaded: true });
  expect([...it.late]).toEqual(["m30"]);
  expect(it.mark([message(300)])).toBe(true);
  expect([...it.late]).toEqual([]);
  expect(it.mark([message(300)])).toBe(false);
});

test("[RM3] what came late is marked after a reload too, until it was on the screen", () => {
  const { kept, open } = disk();
  const first = open();
  first.mark([message(10)]);
  first.take([message(3), message(5), message(4, "me"), message(20)], { loaded: true });
  expect([...first.late]).toEqual(["m3", "m5"]);

  const second = open();
  expect([[...second.late], [...second.unseenLate]]).toEqual([
    ["m3", "m5"],
    ["m3", "m5"],
  ]);
  second.seeLate(["m3" as RecordId]);
  expect([[...second.late], kept.late]).toEqual([["m3", "m5"], ["m5"]]);

  const third = open();
  expect([...third.late]).toEqual(["m5"]);
  third.mark([message(20)]);
  expect([third.late.size, kept.late]).toEqual([0, []]);
});

test("[RM3] at most a thousand are kept; what a device loads itself is not late", () => {
  const { kept, open } = disk();
  const reading = open();
  reading.mark([message(5000)]);
  reading.take([message(1)], { loaded: false });
  expect(reading.late.size).toBe(0);
  reading.take(
    Array.from({ length: 1200 }, (_, i) => message(i)),
    { loaded: true },
  );
  expect([reading.late.size, kept.late.length]).toEqual([1200, 1000]);
});

test("[ST8] of two tabs the mark that is further on stays", () => {
  const { kept, open } = disk();
  const [one, two] = [open(), open()];
  two.mark([message(9)]);
  one.mark([message(7)]);
  expect([kept.read?.id, one.unreadFrom]).toEqual(["m9", "m7"]);
  const later = message(12);
  one.mark([later]);
  expect(kept.read).toEqual({ id: later.id, clock: later.clock });
});

test("the place in the list is kept after a moment, once for much scrolling, and at once when the page may go", () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { anchors, open } = disk();
  const it = open();
  for (const id of ["a", "b", "c"]) it.setAnchor(id as RecordId);
  expect(anchors).toEqual([]);
  vi.advanceTimersByTime(500);
  expect(anchors).toEqual(["c"]);
  it.setAnchor(null);
  it.keep();
  vi.advanceTimersByTime(5000);
  expect(anchors).toEqual(["c", null]);
});

test("[RC3] a mark that was set while this device's clock was a year ahead calls nothing late", () => {
  const it = disk().open();
  it.mark([message(wall + 365 * 24 * 3600_000)]);
  it.take([message(wall)], { loaded: true });
  expect([...it.late]).toEqual([]);
  it.mark([message(wall)]);
  it.take([message(wall - 1)], { loaded: true });
  expect(it.late.size).toBe(1);
});
