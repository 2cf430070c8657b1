// The bytes of what a record says. Bytes after a payload that is known are a later version's and are ignored (RC9).
// message: flags(1) ‖ [reply: id(16) ‖ epoch(varuint) ‖ clock] ‖ text ‖ attachments ‖ mentions
// edit: target(16) ‖ text ‖ mentions            reaction: target(16) ‖ on(1) ‖ emoji          name: text
// erase: target(16) ‖ SHA-256(32) ‖ clock ‖ wall(varint, ms after clock.ms) ‖ wasMessage(1)
// room: nonce(32) ‖ name ‖ shelf(1) ‖ hidden keys
// clock: ms(varuint) ‖ counter(varuint). text: bytes(varuint) ‖ UTF-8. attachments: count(varuint) ‖ each with its length
// before it (attachment.ts). mentions, hidden keys: count(varuint) ‖ 32 bytes each.

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { fromBase64url, fromUtf8, toBase64url, utf8 } from "../lib/bytes.ts";
import { isTime, type Clock } from "./clock.ts";
import { foldName, isNameWithinLimits, tidy } from "./fold.ts";
import type { AuthorKey, RecordId } from "./ids.ts";
import { codes, type Payload, type Reply } from "./payload.ts";
import { maxTextBytes } from "./text-size.ts";

const maxEmojiBytes = 64;
const maxMentions = 64;
const maxHidden = 256;
const keyBytes = 32;
const flag = { reply: 1, forwarded: 2 } as const;
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

const isPastEnd = ({ pos, arr }: decoding.Decoder): boolean => pos > arr.length;

const writeClock = (encoder: encoding.Encoder, { ms, counter }: Clock): void => {
  encoding.writeVarUint(encoder, ms);
  encoding.writeVarUint(encoder, counter);
};

const readClock = (decoder: decoding.Decoder): Clock | null => {
  const clock = { ms: decoding.readVarUint(decoder), counter: decoding.readVarUint(decoder) };
  return clock.counter <= 0xffff && isTime(clock.ms) ? clock : null;
};

const writeKeys = (encoder: encoding.Encoder, keys: readonly AuthorKey[]): void => {
  encoding.writeVarUint(encoder, keys.length);
  for (const key of keys) encoding.writeUint8Array(encoder, key);
};

const readKeys = (decoder: decoding.Decoder, most: number): readonly AuthorKey[] | null => {
  const count = decoding.readVarUint(decoder);
  if (count > most) return null;
  return Array.from({ length: count }, () => decoding.readUint8Array(decoder, keyBytes).slice() as AuthorKey);
};

const writeReply = (encoder: encoding.Encoder, { id, epoch, clock }: Reply): void => {
  writeId(encoder, id);
  encoding.writeVarUint(encoder, epoch);
  writeClock(encoder, clock);
};

const readReply = (decoder: decoding.Decoder): Reply | null => {
  const id = readId(decoder);
  const epoch = decoding.readVarUint(decoder);
  const clock = readClock(decoder);
  return clock && { id, epoch, clock };
};

/** All of one message (FL1). */
const maxAttachments = 10;
const maxAttachmentsBytes = 6 * 1024;

const writeAttachments = (encoder: encoding.Encoder, attachments: readonly Uint8Array[]): void => {
  encoding.writeVarUint(encoder, attachments.length);
  for (const attachment of attachments) encoding.writeVarUint8Array(encoder, attachment);
};

const readAttachments = (decoder: decoding.Decoder): readonly Uint8Array[] | null => {
  const count = decoding.readVarUint(decoder);
  if (count > maxAttachments) return null;
  const attachments = Array.from({ length: count }, () => decoding.readVarUint8Array(decoder).slice());
  return attachments.reduce((sum, { length }) => sum + length, 0) > maxAttachmentsBytes ? null : attachments;
};

const readText = (decoder: decoding.Decoder, maxBytes: number): string | null => {
  const bytes = decoding.readVarUint8Array(decoder);
  return bytes.length > maxBytes ? null : fromUtf8(bytes);
};

/** Writes the payload and gives its kind's code. */
export const writePayload = (encoder: encoding.Encoder, payload: Payload): number => {
  switch (payload.kind) {
    case "message":
      encoding.writeUint8(
        encoder,
        (payload.reply === null ? 0 : flag.reply) | (payload.forwarded ? flag.forwarded : 0),
      );
      if (payload.reply !== null) writeReply(encoder, payload.reply);
      writeText(encoder, payload.text);
      writeAttachments(encoder, payload.attachments);
      writeKeys(encoder, payload.mentions);
      return codes.message;
    case "edit":
      writeId(encoder, payload.target);
      writeText(encoder, payload.text);
      writeKeys(encoder, payload.mentions);
      return codes.edit;
    case "erase":
      writeId(encoder, payload.target);
      encoding.writeUint8Array(encoder, payload.hash);
      writeClock(encoder, payload.clock);
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
      encoding.writeUint8(encoder, payload.shelf);
      writeKeys(encoder, payload.hidden);
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
      const flags = decoding.readUint8(decoder);
      const isReply = (flags & flag.reply) !== 0;
      const reply = isReply ? readReply(decoder) : null;
      const text = readText(decoder, maxTextBytes);
      const attachments = readAttachments(decoder);
      const mentions = readKeys(decoder, maxMentions);
      if ((isReply && reply === null) || text === null || attachments === null || mentions === null)
        return null;
      if (text === "" && attachments.length === 0) return null;
      const forwarded = (flags & flag.forwarded) !== 0;
      return { kind: "message", text, reply, attachments, mentions, forwarded };
    }
    case codes.edit: {
      const target = readId(decoder);
      const text = readText(decoder, maxTextBytes);
      const mentions = readKeys(decoder, maxMentions);
      return text === null || text === "" || mentions === null
        ? null
        : { kind: "edit", target, text, mentions };
    }
    case codes.erase: {
      const target = readId(decoder);
      const hash = decoding.readUint8Array(decoder, 32).slice();
      const clock = readClock(decoder);
      const wallAfter = decoding.readVarInt(decoder);
      const wasMessage = readFlag(decoder);
      if (wasMessage === null || clock === null) return null;
      const wall = clock.ms + wallAfter;
      if (!isTime(wall)) return null;
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
      const shelf = decoding.readUint8(decoder);
      const hidden = readKeys(decoder, maxHidden);
      return name === null || hidden === null ? null : { kind: "room", nonce, name, shelf, hidden };
    }
    default:
      return { kind: "unknown", code };
  }
};

/** What the payload says; "unknown" for what is not understood, its own author's nonsense included. Never throws. */
export const parsePayload = (code: number, decoder: decoding.Decoder): Payload => {
  try {
    const payload = read(code, decoder);
    // lib0 reads a byte past the end as undefined, without throwing.
    return payload === null || isPastEnd(decoder) ? { kind: "unknown", code } : payload;
  } catch {
    return { kind: "unknown", code }; // truncated: lib0 throws
  }
};
