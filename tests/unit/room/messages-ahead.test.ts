import { expect, test } from "vitest";
import { isDue } from "../../../src/room/clock.ts";
import { Messages } from "../../../src/room/messages.ts";
import { textMessage } from "../../../src/room/payload.ts";
import { ada, badal, dayMs, edited, erased, noon, reacted, record, said } from "./stories.ts";

const open = () => {
  const clock = { now: noon };
  const messages = new Messages({ now: () => clock.now });
  const texts = (): string[] => messages.list.map(({ text, erased }) => (erased ? "†" : text));
  return { messages, texts, clock };
};

test("[RC3] what is over a day ahead shows at once, where it was received, and takes its own place when it is due", () => {
  const { messages, texts, clock } = open();
  const dueIn = 2 * dayMs;
  const future = said("f", badal, noon + dueIn, "from the future");
  messages.add([said("m", ada, noon - 9, "now"), said("day", ada, noon + dayMs, "a day ahead is followed")]);
  const fresh = messages.add([future, said("g", badal, noon + dueIn - 1, "a moment before")]);
  expect(fresh.map(({ text }) => text)).toEqual(["from the future", "a moment before"]);
  messages.add([
    said("n", ada, noon + dayMs - 1, "n"),
    record("o", ada, noon + dayMs, textMessage("o"), { counter: 1 }),
  ]);
  const placed = ["now", "n", "a day ahead is followed", "from the future", "a moment before", "o"];
  expect(texts()).toEqual(placed);
  expect(messages.list.map(({ ahead }) => ahead !== undefined)).toEqual([
    false,
    false,
    false,
    true,
    true,
    false,
  ]);
  for (const { clock: place } of messages.list) expect(isDue(place, noon)).toBe(true);
  clock.now = noon + dayMs - 2;
  expect([messages.recheck(), texts()]).toEqual([false, placed]);
  clock.now = noon + dayMs;
  expect(messages.recheck()).toBe(true);
  expect(texts()).toEqual(["now", "n", "a day ahead is followed", "o", "a moment before", "from the future"]);
  expect(messages.get(future.id)).toEqual({
    ...messages.get(future.id),
    clock: future.clock,
    ahead: undefined,
  });
  expect(messages.recheck()).toBe(false);
});

test("[RC3] what is done to a message from the future shows at once; erased, it leaves its tombstone where it stood", () => {
  const { messages, texts, clock } = open();
  const future = said("f", badal, noon + 2 * dayMs);
  messages.add([said("a", ada, noon - 2), future]);
  messages.add([edited("e", badal, noon + 2 * dayMs + 1, "f", "better"), reacted("r", ada, noon, "f", "👍")]);
  messages.add([said("b", ada, noon + 1)]);
  expect([texts(), messages.list[1]?.reactions.length]).toEqual([["a", "better", "b"], 1]);
  messages.add([erased("x", future, noon + 2)]);
  expect(texts()).toEqual(["a", "†", "b"]);
  expect(messages.list[1]?.ahead).toEqual(future.clock);
  clock.now = noon + 2 * dayMs;
  messages.recheck();
  expect(texts()).toEqual(["a", "b", "†"]);
  // A tombstone that comes alone, and one that tells another time than its target had.
  const other = open();
  other.messages.add([erased("x", future, noon), said("a", ada, noon)]);
  const lying = { ...future.clock, ms: future.clock.ms + 2 * dayMs };
  const third = open();
  third.messages.add([
    future,
    erased("x", future, noon, { clock: lying, wall: lying.ms }),
    said("a", ada, noon + 1),
  ]);
  for (const one of [other, third]) {
    expect(one.texts().sort()).toEqual(["a", "†"].sort());
    one.clock.now = noon + 6 * dayMs;
    one.messages.recheck();
    expect(one.texts()).toEqual(["a", "†"]);
    expect(one.messages.list.every(({ ahead }) => ahead === undefined)).toBe(true);
  }
});

test("[RC3] a wall that has fallen back: what was written a year ahead is set apart, and nothing written later is hidden", () => {
  const year = noon + 365 * dayMs;
  const { messages, texts, clock } = open();
  clock.now = year;
  messages.add([said("a", ada, noon - 1), said("y1", ada, year - 2), said("y2", ada, year - 1)]);
  messages.add([edited("e1", ada, year, "a", "with the wrong clock")]);
  clock.now = noon;
  messages.add([said("b", badal, noon + 1), edited("e2", ada, noon + 2, "a", "with the right clock")]);
  expect(texts()).toEqual(["with the right clock", "y1", "y2", "b"]);
  expect(messages.list.map(({ ahead }) => ahead?.ms)).toEqual([undefined, year - 2, year - 1, undefined]);
  messages.add([said("c", ada, noon + 3)]);
  expect(texts().at(-1)).toBe("c");
  clock.now = year;
  messages.recheck();
  expect(texts()).toEqual(["with the right clock", "b", "c", "y1", "y2"]);
});

test("[RC3] a wrong clock of yesterday hides nothing said since: an edit ahead does not count before its time", () => {
  const { messages, texts } = open();
  messages.add([said("m", ada, noon - 9), edited("e1", ada, noon + 3 * dayMs, "m", "wrong clock")]);
  messages.add([
    edited("e2", ada, noon - 5, "m", "right clock"),
    reacted("r1", ada, noon + 3 * dayMs, "m", "👍", false),
  ]);
  messages.add([reacted("r2", ada, noon - 4, "m", "👍")]);
  expect([texts(), messages.list[0]?.reactions.length]).toEqual([["right clock"], 1]);
});
