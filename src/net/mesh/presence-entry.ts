// One entry of a presence message, as y-protocols' Awareness encodes it, and its signature (RC8).
// message: count(varuint) ‖ count × entry       entry: awareness id(varuint) ‖ counter(varuint) ‖ state(varstring, JSON)
// signed: "kothabarta/1/presence\0" ‖ topic ‖ JSON of [awareness id, a, p, n, q, t, i]

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { concat, fromBase64url, toBase64url, utf8 } from "../../lib/bytes.ts";
import type { AuthorId } from "../../room/ids.ts";
import type { RoomContext } from "../context.ts";

export type PresenceState = Readonly<{
  /** author */ a: AuthorId;
  /** peer id */ p: string;
  /** counter, the entry's once more: Awareness counts on by itself */ n: number;
  /** name asked for at the door */ q: string;
  /** typing */ t: boolean;
  /** inside */ i: boolean;
  /** signature, base64url */ s: string;
}>;

export type PresenceEntry = Readonly<{ id: number; counter: number; json: string }>;

const maxStateLength = 1024;

/** Of one message. */
export const maxEntries = 256;

/** The state, or null when it is malformed. */
export const asPresenceState = (value: unknown): PresenceState | null => {
  if (typeof value !== "object" || value === null) return null;
  const { a, p, n, q, t, i, s } = value as Record<string, unknown>;
  if (typeof a !== "string" || typeof p !== "string" || typeof s !== "string" || typeof q !== "string")
    return null;
  if (!Number.isSafeInteger(n) || typeof t !== "boolean" || typeof i !== "boolean") return null;
  return { a: a as AuthorId, p, n: n as number, q, t, i, s };
};

/** The entry's state, or null when it is malformed. Its signature is not looked at. */
export const stateOf = ({ counter, json }: PresenceEntry): PresenceState | null => {
  if (json.length > maxStateLength) return null;
  try {
    const state = asPresenceState(JSON.parse(json));
    return state?.n === counter ? state : null;
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
      json: decoding.readVarString(decoder),
    }));
  } catch {
    return null; // truncated
  }
};

export const encodeEntries = (entries: readonly PresenceEntry[]): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, entries.length);
  for (const { id, counter, json } of entries) {
    encoding.writeVarUint(encoder, id);
    encoding.writeVarUint(encoder, counter);
    encoding.writeVarString(encoder, json);
  }
  return encoding.toUint8Array(encoder);
};

const covered = (topic: Uint8Array, id: number, { a, p, n, q, t, i }: Omit<PresenceState, "s">): Uint8Array =>
  concat(utf8("kothabarta/1/presence\0"), topic, utf8(JSON.stringify([id, a, p, n, q, t, i])));

export const signState = (
  { topic, sign }: Pick<RoomContext, "topic" | "sign">,
  id: number,
  state: Omit<PresenceState, "s">,
): PresenceState => ({ ...state, s: toBase64url(sign(covered(topic, id, state))) });

export const isSigned = (
  { topic, verify }: Pick<RoomContext, "topic" | "verify">,
  id: number,
  state: PresenceState,
): boolean => {
  const key = fromBase64url(state.a);
  const signature = fromBase64url(state.s);
  return key !== null && signature !== null && verify(signature, covered(topic, id, state), key);
};
