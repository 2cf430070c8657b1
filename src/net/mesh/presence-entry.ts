// One entry of a presence message, and its signature (RC8, VR4).
// message: count(varuint) ‖ count × entry
// entry:   awareness id(varuint) ‖ counter(varuint) ‖ signature(64) ‖ text(varuint length, UTF-8): JSON of what is said
// signed:  "kothabarta/2/presence\0" ‖ topic ‖ awareness id(varuint) ‖ counter(varuint) ‖ text, exactly as it was sent: fields of
// later versions verify here, and are handed on as they came.

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { concat, fromBase64url, utf8 } from "../../lib/bytes.ts";
import type { AuthorId } from "../../room/ids.ts";
import type { RoomContext } from "../context.ts";

export type PresenceState = Readonly<{
  /** author */ a: AuthorId;
  /** peer id */ p: string;
  /** name asked for at the door */ q: string;
  /** typing */ t: boolean;
  /** inside */ i: boolean;
}>;

/** With its author's wall time, ms since 1970. */
export type SaidState = PresenceState & Readonly<{ w: number }>;

export type PresenceEntry = Readonly<{
  id: number;
  counter: number;
  signature: Uint8Array;
  text: Uint8Array;
}>;

const maxTextBytes = 1024;
const signatureBytes = 64;

/** Of one message. */
export const maxEntries = 256;

const context = utf8("kothabarta/2/presence\0");

/** The state, or null when it is malformed. */
export const asPresenceState = (value: unknown): PresenceState | null => {
  if (typeof value !== "object" || value === null) return null;
  const { a, p, q, t, i } = value as Record<string, unknown>;
  if (typeof a !== "string" || typeof p !== "string" || typeof q !== "string") return null;
  if (typeof t !== "boolean" || typeof i !== "boolean") return null;
  return { a: a as AuthorId, p, q, t, i };
};

/** What the entry says, or null when it is malformed. Its signature is not looked at. */
export const saidIn = ({ text }: PresenceEntry): SaidState | null => {
  if (text.length > maxTextBytes) return null;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(text));
    const state = asPresenceState(value);
    const { w } = (value ?? {}) as Record<string, unknown>;
    return state === null || typeof w !== "number" ? null : { ...state, w };
  } catch {
    return null; // not JSON
  }
};

/** The entries, or null when the message is malformed. */
export const parseEntries = (message: Uint8Array): readonly PresenceEntry[] | null => {
  try {
    const decoder = decoding.createDecoder(message);
    const count = decoding.readVarUint(decoder);
    if (count > maxEntries) return null;
    return Array.from({ length: count }, () => ({
      id: decoding.readVarUint(decoder),
      counter: decoding.readVarUint(decoder),
      signature: decoding.readUint8Array(decoder, signatureBytes),
      text: decoding.readVarUint8Array(decoder),
    }));
  } catch {
    return null; // truncated
  }
};

export const encodeEntries = (entries: readonly PresenceEntry[]): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, entries.length);
  for (const { id, counter, signature, text } of entries) {
    encoding.writeVarUint(encoder, id);
    encoding.writeVarUint(encoder, counter);
    encoding.writeUint8Array(encoder, signature);
    encoding.writeVarUint8Array(encoder, text);
  }
  return encoding.toUint8Array(encoder);
};

/** As y-protocols' Awareness takes it: awareness id ‖ counter ‖ state(varstring, JSON). */
export const toAwareness = (
  entries: readonly Readonly<{ entry: PresenceEntry; state: PresenceState }>[],
): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, entries.length);
  for (const { entry, state } of entries) {
    encoding.writeVarUint(encoder, entry.id);
    encoding.writeVarUint(encoder, entry.counter);
    encoding.writeVarString(encoder, JSON.stringify(state));
  }
  return encoding.toUint8Array(encoder);
};

const covered = (topic: Uint8Array, { id, counter, text }: Omit<PresenceEntry, "signature">): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, id);
  encoding.writeVarUint(encoder, counter);
  return concat(context, topic, encoding.toUint8Array(encoder), text);
};

export const signEntry = (
  { topic, sign }: Pick<RoomContext, "topic" | "sign">,
  id: number,
  counter: number,
  said: SaidState,
): PresenceEntry => {
  const entry = { id, counter, text: utf8(JSON.stringify(said)) };
  return { ...entry, signature: sign(covered(topic, entry)) };
};

export const isSigned = (
  { topic, verify }: Pick<RoomContext, "topic" | "verify">,
  entry: PresenceEntry,
  author: AuthorId,
): boolean => {
  const key = fromBase64url(author);
  return key !== null && verify(entry.signature, covered(topic, entry), key);
};
