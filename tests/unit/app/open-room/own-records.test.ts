import { expect, test } from "vitest";
import { OwnRecords, type OwnRecordsOptions } from "../../../../src/app/open-room/own-records.ts";
import type { AuthorId, RecordId } from "../../../../src/room/ids.ts";
import type { Payload } from "../../../../src/room/payload.ts";
import { maxTextBytes } from "../../../../src/room/text-size.ts";

const target = "m" as RecordId;

const writing = () => {
  const written: Payload[] = [];
  const session = {
    say: () => {},
    write: (...payloads: Payload[]) => written.push(...payloads),
    store: null,
  };
  const own = new OwnRecords({
    me: "ada" as AuthorId,
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
