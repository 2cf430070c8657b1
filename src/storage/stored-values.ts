// Parsers for what comes back from storage: another version of this app, or a person with developer tools, may have
// written it. Each gives the value, or null.

import { isBlank } from "../lib/blank.ts";
import { fromBase64url } from "../lib/bytes.ts";
import { languages, sendKeys, themes, type Language, type SendKey, type Theme } from "../lib/choices.ts";
import type { Draft } from "../room/draft.ts";
import type { AuthorId, RecordId } from "../room/ids.ts";
import type { Place } from "../room/places.ts";
import type { SavedRoom } from "../room/saved-room.ts";

const seedBytes = 32;
const maxHrefLength = 2048;
const maxNameLength = 160;
/** A message is at most 16 KiB; a draft may grow past it before it is cut. */
const maxDraftLength = 64 * 1024;

const fields = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

const isTime = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const isIdOf = (bytes: number, value: unknown): value is string =>
  typeof value === "string" && fromBase64url(value)?.length === bytes;

export const parseSeed = (value: unknown): Uint8Array | null =>
  value instanceof Uint8Array && value.length === seedBytes ? value : null;

/** One of nothing visible, which earlier versions took, is none. */
export const parseName = (value: unknown): string | null =>
  typeof value === "string" && value.length <= maxNameLength ? (isBlank(value) ? "" : value) : null;

const parseText = (value: unknown): string | null =>
  typeof value === "string" && value.length <= maxDraftLength ? value : null;

export const parseLanguage = (value: unknown): Language | null =>
  languages.find((language) => language === value) ?? null;

export const parseTheme = (value: unknown): Theme | null => themes.find((theme) => theme === value) ?? null;

export const parseSendKey = (value: unknown): SendKey | null => sendKeys.find((key) => key === value) ?? null;

export const parseBytes = (value: unknown): Uint8Array | null => (value instanceof Uint8Array ? value : null);

export const parseRecordId = (value: unknown): RecordId | null =>
  isIdOf(16, value) ? (value as RecordId) : null;

export const parseAuthorId = (value: unknown): AuthorId | null =>
  isIdOf(32, value) ? (value as AuthorId) : null;

/** A draft as it is kept, with the time at which it was last typed in. */
export type KeptDraft = Draft & Readonly<{ at: number }>;

export const parseDraft = (value: unknown): KeptDraft | null => {
  const { text: written, replyTo, edit, at } = fields(value);
  const text = parseText(written);
  if (text === null || !isTime(at)) return null;
  const target = parseRecordId(fields(edit)["target"]);
  const edited = parseText(fields(edit)["text"]);
  return {
    text,
    replyTo: parseRecordId(replyTo),
    edit: target === null || edited === null ? null : { target, text: edited },
    at,
  };
};

export const parsePlace = (value: unknown): Place | null => {
  const { id: given, clock } = fields(value);
  const { ms, counter } = fields(clock);
  const id = parseRecordId(given);
  return id === null || !isTime(ms) || !isTime(counter) ? null : { id, clock: { ms, counter } };
};

export const parseSavedRoom = (value: unknown): SavedRoom | null => {
  const { href, kind, name, lastOpened } = fields(value);
  if (kind !== "private" && kind !== "public") return null;
  if (typeof href !== "string" || href.length > maxHrefLength) return null;
  if (!href.startsWith(kind === "private" ? "#/r/" : "#/p/")) return null;
  const parsedName = parseName(name);
  return parsedName === null || !isTime(lastOpened) ? null : { href, kind, name: parsedName, lastOpened };
};
