// Records, the room's truth (RC1, RC2): signature(64) ‖ body, where body is
// version(1) ‖ kind(1) ‖ author(32) ‖ clock.ms(varuint) ‖ clock.counter(varuint) ‖ wall(varint, ms after clock.ms) ‖ payload
// The signature covers "kothabarta/1/record\0" ‖ topic ‖ body: exact bytes, no replay into another room.

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { sha256 } from "@noble/hashes/sha2.js";
import { concat, toBase64url, utf8 } from "../lib/bytes.ts";
import { isTime, type Clock } from "./clock.ts";
import { authorIdOf, signatureBytes, type Identity } from "./identity.ts";
import type { AuthorId, RecordId, Topic } from "./ids.ts";
import { codes, kindOf, parsePayload, writePayload, type Payload } from "./payload.ts";

/** Over these the gate drops a record and the composer says so before (RC7). */
export const maxRecordBytes = 24 * 1024;

const version = 1;
const recordContext = utf8("kothabarta/1/record\0");
const idContext = utf8("kothabarta/1/id");
/** Erases stand under ids of their own kind, which no erase can make (RC5): what an erase did is never undone. */
const eraseContext = utf8("kothabarta/1/id/erase");
const idBytes = 16;
const authorAt = signatureBytes + 2;
const smallestRecord = authorAt + 32;

export type Body = Readonly<{
  author: AuthorId;
  clock: Clock;
  /** ms since 1970 */ wall: number;
  payload: Payload;
}>;

/** A record whose body could be read. Its signature may still be wrong. */
export type ParsedRecord = Body & Readonly<{ id: RecordId }>;

/** What decides when a record is verified: enough is read for that, and its contents not before it is good. */
export type RecordHead = Readonly<{ id: RecordId; clock: Clock; kind: Payload["kind"] }>;

const isRecordSize = (bytes: Uint8Array): boolean =>
  bytes.length >= smallestRecord && bytes.length <= maxRecordBytes;

/** SHA-256 of the whole record: what an erase cites. */
export const recordHash = (bytes: Uint8Array): Uint8Array => sha256(bytes);

const hashToId = (context: Uint8Array, author: Uint8Array, hash: Uint8Array): RecordId =>
  toBase64url(sha256(concat(context, author, hash)).subarray(0, idBytes)) as RecordId;

/** The id made of an author and a record's hash. An erase is valid only for the id its own author and its hash make (RC5). */
export const idOf = (author: Uint8Array, hash: Uint8Array): RecordId => hashToId(idContext, author, hash);

/** The id of bytes of the right size. */
const standingId = (bytes: Uint8Array): RecordId => {
  const isErase = bytes[signatureBytes] === version && bytes[signatureBytes + 1] === codes.erase;
  const author = bytes.subarray(authorAt, authorAt + 32);
  return hashToId(isErase ? eraseContext : idContext, author, recordHash(bytes));
};

/** The id these bytes must stand under, or null for what is no record of this or a later version within RC7. */
export const recordIdOf = (bytes: Uint8Array): RecordId | null =>
  isRecordSize(bytes) ? standingId(bytes) : null;

export const signedPart = (topic: Topic, body: Uint8Array): Uint8Array => concat(recordContext, topic, body);

/** What to verify: signature, message and key of a record. */
export const signatureOf = (
  topic: Topic,
  bytes: Uint8Array,
): Readonly<{ signature: Uint8Array; message: Uint8Array; key: Uint8Array }> => ({
  signature: bytes.subarray(0, signatureBytes),
  message: signedPart(topic, bytes.subarray(signatureBytes)),
  key: bytes.subarray(authorAt, authorAt + 32),
});

export const createRecord = (
  identity: Identity,
  topic: Topic,
  { clock, wall, payload }: Omit<Body, "author">,
): Readonly<{ id: RecordId; bytes: Uint8Array }> => {
  const encoder = encoding.createEncoder();
  const payloadEncoder = encoding.createEncoder();
  const code = writePayload(payloadEncoder, payload);
  encoding.writeUint8(encoder, version);
  encoding.writeUint8(encoder, code);
  encoding.writeUint8Array(encoder, identity.key);
  encoding.writeVarUint(encoder, clock.ms);
  encoding.writeVarUint(encoder, clock.counter);
  encoding.writeVarInt(encoder, wall - clock.ms);
  encoding.writeBinaryEncoder(encoder, payloadEncoder);
  const body = encoding.toUint8Array(encoder);
  const bytes = concat(identity.sign(signedPart(topic, body)), body);
  if (bytes.length > maxRecordBytes)
    throw new RangeError(`a record of ${bytes.length} bytes is over ${maxRecordBytes}`);
  return { id: standingId(bytes), bytes };
};

/** The record's head, or null for what `parseRecord` would refuse there. Its payload may still be malformed. */
export const readHead = (id: RecordId, bytes: Uint8Array): RecordHead | null => {
  if (!isRecordSize(bytes)) return null;
  try {
    const decoder = decoding.createDecoder(bytes);
    decoder.pos = signatureBytes;
    const spoken = decoding.readUint8(decoder);
    const code = decoding.readUint8(decoder);
    decoder.pos = smallestRecord;
    const clock = { ms: decoding.readVarUint(decoder), counter: decoding.readVarUint(decoder) };
    if (clock.counter > 0xffff || !isTime(clock.ms)) return null;
    return { id, clock, kind: spoken === version ? kindOf(code) : "unknown" };
  } catch {
    return null; // lib0 throws at the end of truncated bytes
  }
};

/** The record's contents, or null for anything malformed. `id` is the key it stands under, checked by the gate. */
export const parseRecord = (id: RecordId, bytes: Uint8Array): ParsedRecord | null => {
  if (!isRecordSize(bytes)) return null;
  try {
    const decoder = decoding.createDecoder(bytes.subarray(signatureBytes));
    const spoken = decoding.readUint8(decoder);
    const code = decoding.readUint8(decoder);
    const author = authorIdOf(decoding.readUint8Array(decoder, 32));
    const clock = { ms: decoding.readVarUint(decoder), counter: decoding.readVarUint(decoder) };
    const wall = clock.ms + decoding.readVarInt(decoder);
    if (clock.counter > 0xffff || !isTime(clock.ms) || !isTime(wall)) return null;
    // A later version is kept and ignored like an unknown kind (RC2).
    if (spoken !== version) return { id, author, clock, wall, payload: { kind: "unknown", code } };
    const payload = parsePayload(code, decoder);
    return payload && { id, author, clock, wall, payload };
  } catch {
    return null; // lib0 throws at the end of truncated bytes
  }
};
