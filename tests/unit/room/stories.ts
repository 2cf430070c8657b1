// Records as they are once parsed and verified, told in a word, for what trusts signatures (messages, people).

import type { AuthorId, RecordId } from "../../../src/room/ids.ts";
import type { Clock } from "../../../src/room/clock.ts";
import { epochOf } from "../../../src/room/epoch.ts";
import { textMessage, type Payload } from "../../../src/room/payload.ts";
import type { ParsedRecord } from "../../../src/room/record.ts";

export const noon = Date.UTC(2026, 1, 21, 12);
export const dayMs = 24 * 60 * 60 * 1000;

export const ada = "ada" as AuthorId;
export const badal = "badal" as AuthorId;

export const idOfWord = (word: string): RecordId => word as RecordId;

export const record = (
  word: string,
  author: AuthorId,
  at: number,
  payload: Payload,
  { counter = 0, wall = at, about = null as Clock | null } = {},
): ParsedRecord => {
  const clock = { ms: at, counter };
  // What is about another is of that one's epoch: told only where the story is longer than one.
  return { id: idOfWord(word), author, epoch: epochOf(about ?? clock), clock, wall, payload };
};

export const said = (
  word: string,
  author: AuthorId,
  at: number,
  text = word,
  replyTo: string | null = null,
) => {
  const reply = replyTo === null ? null : { id: idOfWord(replyTo), epoch: 0, clock: { ms: 0, counter: 0 } };
  return record(word, author, at, textMessage(text, reply));
};

export const edited = (word: string, author: AuthorId, at: number, target: string, text: string) =>
  record(word, author, at, { kind: "edit", target: idOfWord(target), text, mentions: [] });

export const reacted = (
  word: string,
  author: AuthorId,
  at: number,
  target: string,
  emoji: string,
  on = true,
) => record(word, author, at, { kind: "reaction", target: idOfWord(target), emoji, on });

export const named = (word: string, author: AuthorId, at: number, name: string, wall = at) =>
  record(word, author, at, { kind: "name", name }, { wall });

/** `of` is what is erased; `clock` and `wall` may be told wrong. */
export const erased = (
  word: string,
  of: ParsedRecord,
  at: number,
  { clock = of.clock, wall = of.wall, wasMessage = of.payload.kind === "message" } = {},
) =>
  record(
    word,
    of.author,
    at,
    { kind: "erase", target: of.id, hash: new Uint8Array(32), clock, wall, wasMessage },
    { about: of.clock },
  );
