import { expect, test } from "vitest";
import type { AuthorId } from "../../../src/room/ids.ts";
import { Messages } from "../../../src/room/messages.ts";
import { ada, badal, dayMs, edited, erased, idOfWord, named, noon, reacted, said } from "./stories.ts";

const open = ({ at = noon, blocked = [] as AuthorId[] } = {}) => {
  const clock = { now: at };
  const messages = new Messages({ now: () => clock.now, blocked: new Set(blocked) });
  const texts = (): string[] => messages.list.map(({ text, erased }) => (erased ? "†" : text));
  return { messages, texts, clock };
};

test("[RC3] messages stand by clock, then counter, then id, wherever they came from", () => {
  const { messages, texts } = open();
  messages.add([said("c", ada, noon - 2), said("b", badal, noon - 2), said("z", ada, noon - 3)]);
  const late = { ...said("a", badal, noon - 2), clock: { ms: noon - 2, counter: 1 } };
  expect(messages.add([late, said("y", ada, noon - 1)]).map(({ id }) => id)).toEqual(["a", "y"]);
  expect(texts()).toEqual(["z", "b", "c", "a", "y"]);
  expect(messages.add([said("y", ada, noon - 1)])).toEqual([]);
});

test("[RC4] an edit counts only from the author, the last one by clock, also when it comes before its message", () => {
  const { messages, texts } = open();
  messages.add([edited("e2", ada, noon - 5, "m", "second"), edited("x", badal, noon - 4, "m", "forged")]);
  expect(texts()).toEqual([]);
  const [message] = messages.add([edited("e1", ada, noon - 6, "m", "first"), said("m", ada, noon - 9)]);
  expect([texts(), message?.edited]).toEqual([["second"], true]);
  expect(messages.editsOf(idOfWord("m"))).toEqual(["e2", "x", "e1"]);
});

test("[RC4] one who did not write it can do nothing to it, and its object stays what it was", () => {
  const { messages, texts } = open();
  const [message] = messages.add([said("m", ada, noon - 9)]);
  messages.add([edited("x", badal, noon - 4, "m", "forged"), named("n", badal, noon, "Badal")]);
  expect([texts(), messages.list[0] === message]).toEqual([["m"], true]);
});

test("[RC5] an erased message is a tombstone in its place, whichever came first, and takes edits and reactions along", () => {
  const message = said("m", ada, noon - 9, "secret");
  const all = [
    said("before", badal, noon - 10),
    message,
    said("after", badal, noon - 8, "after", "m"),
    edited("e", ada, noon - 7, "m", "secret too"),
    reacted("r", badal, noon - 6, "m", "👍"),
    erased("x", message, noon - 5),
  ];
  for (const order of [all, all.toReversed()]) {
    const { messages, texts } = open();
    for (const one of order) messages.add([one]);
    expect(texts()).toEqual(["before", "†", "after"]);
    expect(messages.list[1]).toMatchObject({ wall: message.wall, text: "", edited: false, reactions: [] });
    expect(JSON.stringify(messages.list)).not.toContain("secret");
  }
});

test("[RC5] an erase that tells another place, or calls the message none, leaves no text behind", () => {
  const message = said("m", ada, noon - 9, "secret");
  const { messages, texts } = open();
  messages.add([said("a", badal, noon - 10), message, said("b", badal, noon - 8)]);
  messages.add([erased("x2", message, noon - 4, { clock: { ms: noon - 1, counter: 0 } })]);
  expect(texts()).toEqual(["a", "b", "†"]);
  messages.add([erased("x1", message, noon - 5)]); // of two the first by clock counts, for everybody
  expect(texts()).toEqual(["a", "†", "b"]);

  const other = open();
  other.messages.add([message]);
  other.messages.add([erased("x", message, noon - 5, { wasMessage: false })]);
  expect(other.texts()).toEqual([]);
});

test("[RC5] erasing an edit brings back what was before it, also when both come at once", () => {
  const message = said("m", ada, noon - 9, "first");
  const edit = edited("e", ada, noon - 8, "m", "oops");
  const erase = erased("x", edit, noon - 7);
  for (const order of [
    [message, edit, erase],
    [erase, edit, message],
    [edit, erase, message],
  ]) {
    const { messages, texts } = open();
    messages.add(order);
    expect([texts(), messages.list[0]?.edited]).toEqual([["first"], false]);
  }
  const { messages, texts } = open();
  messages.add([message, edit]);
  messages.remove(edit.id);
  expect(texts()).toEqual(["first"]);
  messages.remove(idOfWord("nothing"));
});

test("[RC5] an erase acts at once, even when its own clock is far ahead", () => {
  const message = said("m", ada, noon - 9, "secret");
  const { messages, texts } = open();
  messages.add([message]);
  messages.add([erased("x", message, noon + 400 * dayMs)]);
  expect(texts()).toEqual(["†"]);
});

test("[RC4] a reaction is on or off as each author last said; authors stand in the order they gave it", () => {
  const { messages } = open();
  const all = [
    said("m", ada, noon - 20),
    reacted("r1", ada, noon - 9, "m", "👍"),
    reacted("r2", badal, noon - 8, "m", "👍"),
    reacted("r3", ada, noon - 7, "m", "👍", false),
    reacted("r4", ada, noon - 6, "m", "❤️"),
  ];
  messages.add(all);
  const given = [
    { emoji: "👍", authors: [badal] },
    { emoji: "❤️", authors: [ada] },
  ];
  expect(messages.list[0]?.reactions).toEqual(given);
  const shown = messages.list[0];
  messages.add([reacted("r0", ada, noon - 10, "m", "👍", true)]); // older: nothing
  expect(messages.list[0]).toBe(shown);
  messages.add([reacted("r5", ada, noon - 5, "m", "👍")]);
  expect(messages.list[0]?.reactions[0]).toEqual({ emoji: "👍", authors: [badal, ada] });
  messages.add([
    reacted("r6", ada, noon - 4, "m", "👍", false),
    reacted("r7", ada, noon - 4, "m", "❤️", false),
    reacted("r8", badal, noon - 4, "m", "👍", false),
  ]);
  expect(messages.list[0]?.reactions).toEqual([]);
});

test("[UX13] who is blocked is not shown, neither messages nor tombstones nor reactions, until unblocked", () => {
  const { messages, texts } = open({ blocked: [badal] });
  const gone = said("g", badal, noon - 7);
  messages.add([said("m", ada, noon - 9), said("b", badal, noon - 8), gone, erased("x", gone, noon - 6)]);
  messages.add([reacted("r", badal, noon - 5, "m", "👎"), reacted("s", ada, noon - 5, "b", "👍")]);
  expect([texts(), messages.list[0]?.reactions]).toEqual([["m"], []]);
  expect(messages.get(idOfWord("b"))).toBeNull();
  messages.setBlocked(badal, false);
  expect([texts(), messages.list[0]?.reactions.length]).toEqual([["m", "b", "†"], 1]);
  const [first] = messages.list;
  messages.setBlocked(badal, true);
  messages.setBlocked(ada, true);
  expect(texts()).toEqual([]);
  messages.setBlocked(ada, false);
  expect([texts(), messages.list[0]?.reactions]).toEqual([["m"], []]);
  expect(first?.reactions.length).toBe(1); // what was handed out is never changed
});

test("[RC4] messages, edits and reactions of nothing visible count as none", () => {
  const blank = [
    "\u200b",
    "\u200e\u00ad",
    "\u3164",
    "\u2060",
    "\u200c\u200d",
    "\ufe0f",
    "\u202e",
    "\u0000",
    "\u2800 \n",
  ];
  for (const nothing of blank) {
    const { messages, texts } = open();
    expect(messages.add([said("b", badal, noon - 9, nothing)])).toEqual([]);
    messages.add([said("m", ada, noon - 8), edited("e", ada, noon - 7, "m", "seen")]);
    messages.add([edited("x", ada, noon - 6, "m", nothing), reacted("r", badal, noon - 5, "m", nothing)]);
    expect([texts(), messages.list[0]?.reactions]).toEqual([["seen"], []]);
    // Their bytes go with the message all the same.
    expect(messages.editsOf(idOfWord("m"))).toEqual(["e", "x"]);
  }
});
