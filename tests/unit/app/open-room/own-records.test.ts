import { expect, onTestFinished, test } from "vitest";
import { OwnRecords, type OwnRecordsOptions } from "../../../../src/app/open-room/own-records.ts";
import type { AuthorId, RecordId } from "../../../../src/room/ids.ts";
import type { Message } from "../../../../src/room/message.ts";
import type { Payload } from "../../../../src/room/payload.ts";
import { maxTextBytes } from "../../../../src/room/text-size.ts";

const me = "ada" as AuthorId;
const target = "m" as RecordId;

const writing = () => {
  const written: Payload[] = [];
  const session = {
    say: () => {},
    write: (payloads: readonly Payload[]) => written.push(...payloads),
    store: null,
  };
  const own = new OwnRecords({
    me,
    messages: { list: [], get: () => null, editsOf: () => [] },
    session,
    preferences: { erasing: { set: () => {} } },
    erasing: [],
    onChange: () => {},
  } as unknown as OwnRecordsOptions);
  const texts = (): string[] => written.map((payload) => ("text" in payload ? payload.text : ""));
  return { own, texts };
};

test("[RC7] a text of nothing visible is neither sent nor an edit", () => {
  const { own, texts } = writing();
  for (const text of [
    "",
    " \n\t",
    "\u200b",
    "\u200e\u00ad",
    "\u3164",
    "\u200c\u200d",
    "\ufe0f",
    "\u202e",
    "\u0000",
    "\u2800",
  ])
    expect([own.send(text, null), own.edit(target, text)]).toEqual(["empty", "empty"]);
  expect(texts()).toEqual([]);
});

test("[RC7] over the limit nothing is written", () => {
  const { own, texts } = writing();
  expect([own.send("x".repeat(maxTextBytes + 1), null), own.send("x".repeat(maxTextBytes), null)]).toEqual([
    "too-long",
    null,
  ]);
  expect(texts()).toHaveLength(1);
});

test("[RC7] pasted code keeps the indentation of its first line, new and edited; blank lines around it go", () => {
  const { own, texts } = writing();
  const code = "    if (a)\n      b();\n\n    c();";
  own.send(` \n\t\r\n${code}  \n\n`, null);
  own.edit(target, code);
  expect(texts()).toEqual([code, code]);
});

const id = "one" as RecordId;
const mine: Message = {
  id,
  author: me,
  clock: { ms: 1, counter: 0 },
  wall: 1,
  text: "as it stands",
  replyTo: null,
  edited: false,
  erased: false,
  reactions: [],
};

const start = (message: Message = mine) => {
  const written: Payload[] = [];
  const own = new OwnRecords({
    me,
    messages: { list: [message], get: (of) => (of === id ? message : null), editsOf: () => [] },
    session: {
      say: () => undefined,
      write: (payloads) => {
        written.push(...payloads);
        return [];
      },
      ledger: { bytesOf: () => null },
      store: null,
    },
    preferences: { erasing: { get: () => Promise.resolve([]), set: () => Promise.resolve(true) } },
    erasing: [],
    onChange: () => undefined,
  });
  onTestFinished(() => own.close());
  return { own, written };
};

test("[UX2] an edit that changes nothing writes nothing, white space around it counted as nothing", () => {
  const { own, written } = start();
  expect(own.edit(id, "as it stands")).toBeNull();
  expect(own.edit(id, "as it stands \n")).toBeNull();
  expect(written).toEqual([]);
  expect(own.edit(id, "as it stood")).toBeNull();
  expect(written).toEqual([{ kind: "edit", target: id, text: "as it stood", mentions: [] }]);
});

test("[UX2] it still takes a deletion back, and still refuses an empty text", () => {
  const { own, written } = start();
  own.erase(id);
  expect(own.edit(id, "as it stands")).toBeNull();
  expect([...own.erasing]).toEqual([]);
  expect(own.edit(id, " ")).toBe("empty");
  expect(written).toEqual([]);
});

test("[RC5] only what is one's own and still there can be deleted", () => {
  for (const message of [
    { ...mine, author: "bilal" as AuthorId },
    { ...mine, text: "", erased: true },
  ]) {
    const { own } = start(message);
    own.erase(id);
    own.erase("of nobody" as RecordId);
    expect([...own.erasing]).toEqual([]);
  }
});
