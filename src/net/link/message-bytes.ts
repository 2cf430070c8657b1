// The messages of a link as bytes. Everything is parsed here, at the edge; a message that does not parse is an offence of the peer
// that sent it (GT5).
//
// code(1) ‖ fields; numbers are varuints where no size stands, `bytes` has its length before it. What follows the fields is of a
// later version and not read, as is a message whose code is not known (VR2).
//    0 hello      all that is left (hello.ts)
//    1 ready
//    2 gossip     count ‖ count × holder(4, little endian) ‖ what(1) ‖ payload bytes
//    3 ask        request ‖ epoch ‖ state vector bytes
//    4 records    request ‖ count ‖ count × record bytes
//    5 slice      request ‖ epoch ‖ done ‖ total ‖ update bytes
//    6 done       request ‖ epoch
//    7 heartbeat  wall, ms ‖ digest(32) ‖ stored(1)
//    8 ping       nonce
//    9 pong       nonce
//   10 buckets    epoch ‖ count, 0 or 256 ‖ count × digest(16)
//   11 bucket     epoch ‖ index(1) ‖ reply(1) ‖ ids(16 each) bytes
//   12 held       ids(16 each) bytes
//   13 bye        reason
//   14 enough     request
//   15 credit     request ‖ how much of its answer is verified, in bytes of updates

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { byCode } from "../../lib/by-code.ts";
import { bucketDigestBytes, codes, gossipCodes, type LinkMessage, type Parsed } from "./message.ts";

const types = byCode(codes);
const gossips = byCode(gossipCodes);

const digestBytes = 32;
/** A gossip frame lists at most this many holders: the links of one peer, twice over. */
const maxHolders = 128;
const maxRecords = 4096;
/** No peer's document has more (sync/gate.ts), so no question names more: 6 to 12 bytes each. */
const maxStateVectorBytes = 64 * 1024;

const writeNumbers = (encoder: encoding.Encoder, ...numbers: readonly number[]): void => {
  for (const number of numbers) encoding.writeVarUint(encoder, number);
};

export const encodeMessage = (message: LinkMessage): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeUint8(encoder, codes[message.type]);
  switch (message.type) {
    case "hello":
      encoding.writeUint8Array(encoder, message.bytes);
      break;
    case "gossip": {
      const holders = message.holders.slice(0, maxHolders);
      writeNumbers(encoder, holders.length);
      for (const id of holders) encoding.writeUint32(encoder, id);
      encoding.writeUint8(encoder, gossipCodes[message.what]);
      encoding.writeVarUint8Array(encoder, message.payload);
      break;
    }
    case "ask":
      writeNumbers(encoder, message.request, message.epoch);
      encoding.writeVarUint8Array(encoder, message.stateVector);
      break;
    case "records":
      writeNumbers(encoder, message.request, message.records.length);
      for (const record of message.records) encoding.writeVarUint8Array(encoder, record);
      break;
    case "slice":
      writeNumbers(encoder, message.request, message.epoch, message.done, message.total);
      encoding.writeVarUint8Array(encoder, message.update);
      break;
    case "done":
      writeNumbers(encoder, message.request, message.epoch);
      break;
    case "credit":
      writeNumbers(encoder, message.request, message.bytes);
      break;
    case "enough":
      writeNumbers(encoder, message.request);
      break;
    case "heartbeat":
      writeNumbers(encoder, message.wall);
      encoding.writeUint8Array(encoder, message.digest);
      encoding.writeUint8(encoder, message.stored ? 1 : 0);
      break;
    case "ping":
    case "pong":
      writeNumbers(encoder, message.nonce);
      break;
    case "buckets":
      writeNumbers(encoder, message.epoch, message.digests.length);
      for (const digest of message.digests) encoding.writeUint8Array(encoder, digest);
      break;
    case "bucket":
      writeNumbers(encoder, message.epoch);
      encoding.writeUint8Array(encoder, Uint8Array.of(message.index, message.reply ? 1 : 0));
      encoding.writeVarUint8Array(encoder, message.ids);
      break;
    case "held":
      encoding.writeVarUint8Array(encoder, message.ids);
      break;
    case "bye":
      writeNumbers(encoder, message.reason);
      break;
    case "ready":
      break;
  }
  return encoding.toUint8Array(encoder);
};

const idBytes = 16;

/** Throws past the end, where lib0 would give fewer. */
const readSized = (decoder: decoding.Decoder, length: number): Uint8Array => {
  if (decoder.pos + length > decoder.arr.length) throw new RangeError("past the end");
  return decoding.readUint8Array(decoder, length);
};

const read = (decoder: decoding.Decoder): Parsed | null => {
  const type = types.get(decoding.readUint8(decoder));
  const unknown = { type: "unknown", size: decoder.arr.length } as const;
  switch (type) {
    case undefined:
      return unknown;
    case "hello":
      return { type, bytes: decoding.readTailAsUint8Array(decoder) };
    case "gossip": {
      const count = decoding.readVarUint(decoder);
      if (count > maxHolders) return null;
      const holders = Array.from({ length: count }, () => decoding.readUint32(decoder));
      const what = gossips.get(decoding.readUint8(decoder));
      if (what === undefined) return unknown;
      return { type, holders, what, payload: decoding.readVarUint8Array(decoder) };
    }
    case "ask": {
      const request = decoding.readVarUint(decoder);
      const epoch = decoding.readVarUint(decoder);
      const stateVector = decoding.readVarUint8Array(decoder);
      return stateVector.length > maxStateVectorBytes ? null : { type, request, epoch, stateVector };
    }
    case "records": {
      const request = decoding.readVarUint(decoder);
      const count = decoding.readVarUint(decoder);
      if (count > maxRecords) return null;
      return {
        type,
        request,
        records: Array.from({ length: count }, () => decoding.readVarUint8Array(decoder)),
      };
    }
    case "slice": {
      const request = decoding.readVarUint(decoder);
      const epoch = decoding.readVarUint(decoder);
      const done = decoding.readVarUint(decoder);
      const total = decoding.readVarUint(decoder);
      return { type, request, epoch, done, total, update: decoding.readVarUint8Array(decoder) };
    }
    case "done":
      return { type, request: decoding.readVarUint(decoder), epoch: decoding.readVarUint(decoder) };
    case "enough":
      return { type, request: decoding.readVarUint(decoder) };
    case "credit":
      return { type, request: decoding.readVarUint(decoder), bytes: decoding.readVarUint(decoder) };
    case "heartbeat":
      return {
        type,
        wall: decoding.readVarUint(decoder),
        digest: readSized(decoder, digestBytes),
        stored: readSized(decoder, 1)[0] === 1,
      };
    case "ping":
    case "pong":
      return { type, nonce: decoding.readVarUint(decoder) };
    case "buckets": {
      const epoch = decoding.readVarUint(decoder);
      const count = decoding.readVarUint(decoder);
      if (count !== 0 && count !== 256) return null;
      const digests = Array.from({ length: count }, () => readSized(decoder, bucketDigestBytes));
      return { type, epoch, digests };
    }
    case "bucket": {
      const epoch = decoding.readVarUint(decoder);
      const [index = 0, reply] = readSized(decoder, 2);
      const ids = decoding.readVarUint8Array(decoder);
      return ids.length % idBytes === 0 ? { type, epoch, index, ids, reply: reply === 1 } : null;
    }
    case "held": {
      const ids = decoding.readVarUint8Array(decoder);
      return ids.length % idBytes === 0 ? { type, ids } : null;
    }
    case "bye":
      return { type, reason: decoding.readVarUint(decoder) };
    case "ready":
      return { type };
  }
};

/** The message, or null when it is malformed. A tail that is not read is none of this version's business (VR2). */
export const parseMessage = (bytes: Uint8Array): Parsed | null => {
  if (bytes.length === 0) return null;
  try {
    const decoder = decoding.createDecoder(bytes);
    const message = read(decoder);
    return decoder.pos > bytes.length ? null : message;
  } catch {
    return null; // lib0 throws at the end of a truncated message
  }
};
