// What a record says, by kind (RC2). Every payload must be read to its last byte; an unknown kind is kept and ignored.

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { fromBase64url, fromUtf8, toBase64url, utf8 } from "../lib/bytes.ts";
import { isTime, type Clock } from "./clock.ts";
import { foldName, isNameWithinLimits, tidy } from "./fold.ts";
import type { RecordId } from "./ids.ts";
import { maxTextBytes } from "./text-size.ts";

export type Payload =
  | Readonly<{ kind: "message"; text: string; replyTo: RecordId | null }>
  | Readonly<{ kind: "edit"; target: RecordId; text: string }>
  /** `hash` is SHA-256(target record); clock and wall are the target's, so that a tombstone stands in its place (RC5). */
  | Readonly<{
      kind: "erase";
      target: RecordId;
      hash: Uint8Array;
      clock: Clock;
      wall: number;
      wasMessage: boolean;
    }>
  | Readonly<{ kind: "reaction"; target: RecordId; emoji: string; on: boolean }>
  | Readonly<{ kind: "name"; name: string }>
  /** By the creator, who proves it with the nonce (LK1). */
  | Readonly<{ kind: "room"; nonce: Uint8Array; name: string }>
  | Readonly<{ kind: "unknown"; code: number }>;

/** The kinds on the wire (RC2). */
export const codes = { message: 1, edit: 2, erase: 3, reaction: 4, name: 5, file: 6, room: 7 } as const;

const kinds = new Map<number, Payload["kind"]>([
  [codes.message, "message"],
  [codes.edit, "edit"],
  [codes.erase, "erase"],
  [codes.reaction, "reaction"],
  [codes.name, "name"],
  [codes.room, "room"],
]);

export const kindOf = (code: number): Payload["kind"] => kinds.get(code) ?? "unknown";

const maxEmojiBytes = 64;
/** Control characters, white space, and what turns the direction of the text around it: no emoji has any. */
// oxlint-disable-next-line no-control-regex
const notInEmoji = /[\u0000-\u0020\u007f-\u00a0\u2000-\u200b\u2028-\u202f\u205f\u2066-\u2069\u3000\ufeff]/u;

const writeId = (encoder: encoding.Encoder, id: RecordId): void => {
  const bytes = fromBase64url(id);
  if (bytes?.length !== 16) throw new TypeError(`not a record id: ${id}`);
  encoding.writeUint8Array(encoder, bytes);
};

const readId = (decoder: decoding.Decoder): RecordId =>
  toBase64url(decoding.readUint8Array(decoder, 16)) as RecordId;

const writeText = (encoder: encoding.Encoder, text: string): void =>
  encoding.writeVarUint8Array(encoder, utf8(text));

const readText = (decoder: decoding.Decoder, maxBytes: number): string | null => {
  const bytes = decoding.readVarUint8Array(decoder);
  return bytes.length > maxBytes ? null : fromUtf8(bytes);
};

/** Writes the payload and gives its kind's code. */
export const writePayload = (encoder: encoding.Encoder, payload: Payload): number => {
  switch (payload.kind) {
    case "message":
      encoding.writeUint8(encoder, payload.replyTo === null ? 0 : 1);
      if (payload.replyTo !== null) writeId(encoder, payload.replyTo);
      writeText(encoder, payload.text);
      return codes.message;
    case "edit":
      writeId(encoder, payload.target);
      writeText(encoder, payload.text);
      return codes.edit;
    case "erase":
      writeId(encoder, payload.target);
      encoding.writeUint8Array(encoder, payload.hash);
      encoding.writeVarUint(encoder, payload.clock.ms);
      encoding.writeVarUint(encoder, payload.clock.counter);
      encoding.writeVarInt(encoder, payload.wall - payload.clock.ms);
      encoding.writeUint8(encoder, payload.wasMessage ? 1 : 0);
      return codes.erase;
    case "reaction":
      writeId(encoder, payload.target);
      encoding.writeUint8(encoder, payload.on ? 1 : 0);
      writeText(encoder, payload.emoji);
      return codes.reaction;
    case "name":
      writeText(encoder, payload.name);
      return codes.name;
    case "room":
      encoding.writeUint8Array(encoder, payload.nonce);
      writeText(encoder, payload.name);
      return codes.room;
    case "unknown":
      return payload.code;
  }
};

const readFlag = (decoder: decoding.Decoder): boolean | null => {
  const flag = decoding.readUint8(decoder);
  return flag > 1 ? null : flag === 1;
};

/** Names reach every screen: only what `tidy` would leave as it is counts. */
const readName = (decoder: decoding.Decoder): string | null => {
  const name = readText(decoder, 160);
  return name !== null && isNameWithinLimits(name) && tidy(name) === name ? name : null;
};

const read = (code: number, decoder: decoding.Decoder): Payload | null => {
  switch (code) {
    case codes.message: {
      const isReply = readFlag(decoder);
      if (isReply === null) return null;
      const replyTo = isReply ? readId(decoder) : null;
      const text = readText(decoder, maxTextBytes);
      return text === null || text === "" ? null : { kind: "message", text, replyTo };
    }
    case codes.edit: {
      const target = readId(decoder);
      const text = readText(decoder, maxTextBytes);
      return text === null || text === "" ? null : { kind: "edit", target, text };
    }
    case codes.erase: {
      const target = readId(decoder);
      const hash = decoding.readUint8Array(decoder, 32).slice();
      const clock = { ms: decoding.readVarUint(decoder), counter: decoding.readVarUint(decoder) };
      const wall = clock.ms + decoding.readVarInt(decoder);
      const wasMessage = readFlag(decoder);
      if (wasMessage === null || clock.counter > 0xffff || !isTime(clock.ms) || !isTime(wall)) return null;
      return { kind: "erase", target, hash, clock, wall, wasMessage };
    }
    case codes.reaction: {
      const target = readId(decoder);
      const on = readFlag(decoder);
      const emoji = readText(decoder, maxEmojiBytes);
      return on === null || emoji === null || emoji === "" || notInEmoji.test(emoji)
        ? null
        : { kind: "reaction", target, emoji, on };
    }
    case codes.name: {
      const name = readName(decoder);
      // One made of nothing but ignorables would be a person without a name.
      return name === null || foldName(name) === "" ? null : { kind: "name", name };
    }
    case codes.room: {
      const nonce = decoding.readUint8Array(decoder, 32).slice();
      const name = readName(decoder);
      return name === null ? null : { kind: "room", nonce, name };
    }
    default:
      return { kind: "unknown", code };
  }
};

/** The payload, or null when it is malformed. Throws where lib0 does, at the end of truncated bytes. */
export const parsePayload = (code: number, decoder: decoding.Decoder): Payload | null => {
  const payload = read(code, decoder);
  if (payload?.kind === "unknown") return payload;
  return decoding.hasContent(decoder) ? null : payload;
};
