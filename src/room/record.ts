// Records, the room's truth (RC1, RC2): signature(64) ‖ body, where body is the head, the same for all versions (RC9),
//   version(1) ‖ kind(1) ‖ author(32) ‖ epoch(varuint) ‖ clock.ms(varuint) ‖ clock.counter(varuint) ‖ wall(varint, ms after clock.ms)
// ‖ payload. Head and signature alone decide what is kept, compared and handed on, whatever the payload says.
// The signature covers "kothabarta/1/record\0" ‖ topic ‖ body: exact bytes, no replay into another room.

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { sha256 } from "@noble/hashes/sha2.js";
import { concat, toBase64url, utf8 } from "../lib/bytes.ts";
import { isTime, type Clock } from "./clock.ts";
import { authorIdOf, signatureBytes, type Identity } from "./identity.ts";
import type { AuthorId, RecordId, Topic } from "./ids.ts";
import { epochOf, standingEpoch } from "./epoch.ts";
import type { VerifyMany } from "./verifier.ts";
import { firstLastingCode, kindOf, type Payload } from "./payload.ts";
import { parsePayload, writePayload } from "./payload-bytes.ts";

/** Over these the gate drops a record and the composer says so before (RC7). */
export const maxRecordBytes = 24 * 1024;

/** Of the records written here. An older one had another head; a newer one is kept, and not understood. */
const version = 2;
const recordContext = utf8("kothabarta/1/record\0");
const idContext = utf8("kothabarta/1/id");
/** Codes from 128 on, erases among them, stand under ids that no erase can make (RC5, RC9). */
const lastingContext = utf8("kothabarta/1/id/erase");
const idBytes = 16;
const authorAt = signatureBytes + 2;
const smallestRecord = authorAt + 32;

export type Body = Readonly<{
  author: AuthorId;
  epoch: number;
  clock: Clock;
  /** ms since 1970 */ wall: number;
  payload: Payload;
}>;

/** A record whose body could be read. Its signature may still be wrong. */
export type ParsedRecord = Body & Readonly<{ id: RecordId }>;

/** What decides whether and when a record is verified: its contents are not read before it is good. */
export type RecordHead = Readonly<{
  id: RecordId;
  version: number;
  code: number;
  kind: Payload["kind"];
  epoch: number;
  clock: Clock;
  wall: number;
}>;

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
  const isLasting = (bytes[signatureBytes + 1] ?? 0) >= firstLastingCode;
  const author = bytes.subarray(authorAt, authorAt + 32);
  return hashToId(isLasting ? lastingContext : idContext, author, recordHash(bytes));
};

/** The id these bytes must stand under, or null for what is no record of this or a later version within RC7. */
export const recordIdOf = (bytes: Uint8Array): RecordId | null =>
  isRecordSize(bytes) ? standingId(bytes) : null;

/** Whom it names; meaningful only for a record of the right size. */
export const authorOf = (bytes: Uint8Array): AuthorId => authorIdOf(bytes.subarray(authorAt, smallestRecord));

/** Whatever id it stands under. */
const hasHead = (bytes: Uint8Array): boolean => readHead("" as RecordId, bytes) !== null;

/** Whether these have a head and are signed by whom they name, in order. */
export const verifyRecords = async (
  topic: Topic,
  records: readonly Uint8Array[],
  verify: VerifyMany,
): Promise<readonly boolean[]> => {
  const verdicts = await verify(records.map((bytes) => signatureOf(topic, bytes)));
  return records.map((bytes, i) => verdicts[i] === true && hasHead(bytes));
};

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

/** `epoch`: that of the target for what is about another record; else it follows. */
export const createRecord = (
  identity: Identity,
  topic: Topic,
  {
    clock,
    wall,
    payload,
    epoch = payload.kind === "room" ? standingEpoch : epochOf(clock),
  }: Omit<Body, "author" | "epoch"> & { epoch?: number },
): Readonly<{ id: RecordId; bytes: Uint8Array }> => {
  const encoder = encoding.createEncoder();
  const payloadEncoder = encoding.createEncoder();
  const code = writePayload(payloadEncoder, payload);
  encoding.writeUint8(encoder, version);
  encoding.writeUint8(encoder, code);
  encoding.writeUint8Array(encoder, identity.key);
  encoding.writeVarUint(encoder, epoch);
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

const maxEpoch = 2 ** 32;

/** Reads to the payload. Null for what no version of the head allows. Throws where lib0 does. */
const readHeadFrom = (id: RecordId, decoder: decoding.Decoder): RecordHead | null => {
  decoder.pos = signatureBytes;
  const spoken = decoding.readUint8(decoder);
  const code = decoding.readUint8(decoder);
  decoder.pos = smallestRecord;
  const epoch = decoding.readVarUint(decoder);
  const clock = { ms: decoding.readVarUint(decoder), counter: decoding.readVarUint(decoder) };
  const wall = clock.ms + decoding.readVarInt(decoder);
  if (spoken < version || epoch > maxEpoch || clock.counter > 0xffff) return null;
  if (!isTime(clock.ms) || !isTime(wall)) return null;
  return {
    id,
    version: spoken,
    code,
    kind: spoken === version ? kindOf(code) : "unknown",
    epoch,
    clock,
    wall,
  };
};

/** The record's head, or null for what is no record. `id` is the key it stands under, checked by the gate. */
export const readHead = (id: RecordId, bytes: Uint8Array): RecordHead | null => {
  if (!isRecordSize(bytes)) return null;
  try {
    return readHeadFrom(id, decoding.createDecoder(bytes));
  } catch {
    return null; // lib0 throws at the end of truncated bytes
  }
};

/** The record with its contents, "unknown" where they are not understood (RC9); null for what is no record. */
export const parseRecord = (id: RecordId, bytes: Uint8Array): ParsedRecord | null => {
  if (!isRecordSize(bytes)) return null;
  try {
    const decoder = decoding.createDecoder(bytes);
    const head = readHeadFrom(id, decoder);
    if (head === null) return null;
    const { epoch, clock, wall, code } = head;
    const author = authorOf(bytes);
    const payload: Payload =
      head.version === version ? parsePayload(code, decoder) : { kind: "unknown", code };
    return { id, author, epoch, clock, wall, payload };
  } catch {
    return null; // lib0 throws at the end of truncated bytes
  }
};
