// What travels on a link. Everything is parsed here, at the edge; a message that does not parse is an offence of the peer that
// sent it (GT5). y-protocols' own messages never travel: y-webrtc gets them from us.
//
// code(1) ‖ fields; numbers are varuints where no size stands, `…` is all that is left:
//    0 hello      … (hello.ts)
//    1 ready
//    2 gossip     count ‖ count × holder(4, little endian) ‖ what(1) ‖ payload…
//    3 ask        request ‖ state vector…
//    4 records    request ‖ count ‖ count × (length ‖ record)
//    5 slice      request ‖ done ‖ total ‖ update…
//    6 done       request
//    7 heartbeat  wall, ms ‖ digest(32) ‖ stored(1)
//    8 ping       nonce
//    9 pong       nonce
//   10 buckets    count, 0 or 256 ‖ count × digest(16)
//   11 bucket     index(1) ‖ reply(1) ‖ ids(16 each)…
//   12 held       ids(16 each)…
//   13 bye
//   14 enough     request

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { byCode } from "../../lib/by-code.ts";

export type LinkMessage =
  | Readonly<{ type: "hello"; bytes: Uint8Array }>
  /** I have verified your hello; from now on anything may come. */
  | Readonly<{ type: "ready" }>
  /** Something new for everyone in the room, with the short ids of the peers that already got it (MS1). */
  | Readonly<{ type: "gossip"; holders: readonly number[]; what: "update" | "presence"; payload: Uint8Array }>
  /** Send me what this state vector lacks (MS2). */
  | Readonly<{ type: "ask"; request: number; stateVector: Uint8Array }>
  /** Whole records: the latest screenful before the bulk, or the repair of a bucket (MS4). */
  | Readonly<{ type: "records"; request: number; records: readonly Uint8Array[] }>
  /** A self-standing update, and how far this answer has come, in structs. */
  | Readonly<{ type: "slice"; request: number; done: number; total: number; update: Uint8Array }>
  | Readonly<{ type: "done"; request: number }>
  /** Another is asked now: what is left of this answer need not be sent. */
  | Readonly<{ type: "enough"; request: number }>
  /** `stored`: what the digest is of is on this device's disk. */
  | Readonly<{ type: "heartbeat"; wall: number; digest: Uint8Array; stored: boolean }>
  | Readonly<{ type: "ping" | "pong"; nonce: number }>
  /** Digests of all 256 buckets, asked for by an empty list (MS4). */
  | Readonly<{ type: "buckets"; digests: readonly Uint8Array[] }>
  /** The record ids of one bucket, 16 bytes each. */
  | Readonly<{ type: "bucket"; index: number; ids: Uint8Array; reply: boolean }>
  /** Your records with these ids, 16 bytes each, are stored here: custody, as far as it is known. */
  | Readonly<{ type: "held"; ids: Uint8Array }>
  | Readonly<{ type: "bye" }>;

/** The first byte of each. A number is never given to another. */
export const codes = {
  hello: 0,
  ready: 1,
  gossip: 2,
  ask: 3,
  records: 4,
  slice: 5,
  done: 6,
  heartbeat: 7,
  ping: 8,
  pong: 9,
  buckets: 10,
  bucket: 11,
  held: 12,
  bye: 13,
  enough: 14,
} as const satisfies Record<LinkMessage["type"], number>;

const types = byCode(codes);

/** What a gossip message carries. */
export const gossipCodes = { update: 0, presence: 1 } as const;

const digestBytes = 32;
export const bucketDigestBytes = 16;
/** A gossip frame lists at most this many holders: the links of one peer, twice over. */
const maxHolders = 128;
const maxRecords = 4096;

export const encodeMessage = (message: LinkMessage): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeUint8(encoder, codes[message.type]);
  switch (message.type) {
    case "hello":
      encoding.writeUint8Array(encoder, message.bytes);
      break;
    case "gossip": {
      const holders = message.holders.slice(0, maxHolders);
      encoding.writeVarUint(encoder, holders.length);
      for (const id of holders) encoding.writeUint32(encoder, id);
      encoding.writeUint8(encoder, gossipCodes[message.what]);
      encoding.writeUint8Array(encoder, message.payload);
      break;
    }
    case "ask":
      encoding.writeVarUint(encoder, message.request);
      encoding.writeUint8Array(encoder, message.stateVector);
      break;
    case "records":
      encoding.writeVarUint(encoder, message.request);
      encoding.writeVarUint(encoder, message.records.length);
      for (const record of message.records) encoding.writeVarUint8Array(encoder, record);
      break;
    case "slice":
      encoding.writeVarUint(encoder, message.request);
      encoding.writeVarUint(encoder, message.done);
      encoding.writeVarUint(encoder, message.total);
      encoding.writeUint8Array(encoder, message.update);
      break;
    case "done":
    case "enough":
      encoding.writeVarUint(encoder, message.request);
      break;
    case "heartbeat":
      encoding.writeVarUint(encoder, message.wall);
      encoding.writeUint8Array(encoder, message.digest);
      encoding.writeUint8(encoder, message.stored ? 1 : 0);
      break;
    case "ping":
    case "pong":
      encoding.writeVarUint(encoder, message.nonce);
      break;
    case "buckets":
      encoding.writeVarUint(encoder, message.digests.length);
      for (const digest of message.digests) encoding.writeUint8Array(encoder, digest);
      break;
    case "bucket":
      encoding.writeUint8(encoder, message.index);
      encoding.writeUint8(encoder, message.reply ? 1 : 0);
      encoding.writeUint8Array(encoder, message.ids);
      break;
    case "held":
      encoding.writeUint8Array(encoder, message.ids);
      break;
    case "ready":
    case "bye":
      break;
  }
  return encoding.toUint8Array(encoder);
};

const rest = (decoder: decoding.Decoder): Uint8Array => decoding.readTailAsUint8Array(decoder);

const read = (decoder: decoding.Decoder): LinkMessage | null => {
  const type = types.get(decoding.readUint8(decoder));
  if (type === undefined) return null;
  switch (type) {
    case "hello":
      return { type, bytes: rest(decoder) };
    case "gossip": {
      const count = decoding.readVarUint(decoder);
      if (count > maxHolders) return null;
      const holders = Array.from({ length: count }, () => decoding.readUint32(decoder));
      const code = decoding.readUint8(decoder);
      if (code !== gossipCodes.update && code !== gossipCodes.presence) return null;
      return {
        type,
        holders,
        what: code === gossipCodes.update ? "update" : "presence",
        payload: rest(decoder),
      };
    }
    case "ask":
      return { type, request: decoding.readVarUint(decoder), stateVector: rest(decoder) };
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
      const done = decoding.readVarUint(decoder);
      const total = decoding.readVarUint(decoder);
      return { type, request, done, total, update: rest(decoder) };
    }
    case "done":
    case "enough":
      return { type, request: decoding.readVarUint(decoder) };
    case "heartbeat":
      return {
        type,
        wall: decoding.readVarUint(decoder),
        digest: decoding.readUint8Array(decoder, digestBytes),
        stored: decoding.readUint8(decoder) === 1,
      };
    case "ping":
    case "pong":
      return { type, nonce: decoding.readVarUint(decoder) };
    case "buckets": {
      const count = decoding.readVarUint(decoder);
      if (count !== 0 && count !== 256) return null;
      return {
        type,
        digests: Array.from({ length: count }, () => decoding.readUint8Array(decoder, bucketDigestBytes)),
      };
    }
    case "bucket": {
      const index = decoding.readUint8(decoder);
      const reply = decoding.readUint8(decoder) === 1;
      const ids = rest(decoder);
      return ids.length % 16 === 0 ? { type, index, ids, reply } : null;
    }
    case "held": {
      const ids = rest(decoder);
      return ids.length % 16 === 0 ? { type, ids } : null;
    }
    case "ready":
    case "bye":
      return { type };
  }
};

/** The message, or null when it is malformed, of an unknown type or has bytes left over. */
export const parseMessage = (bytes: Uint8Array): LinkMessage | null => {
  try {
    const decoder = decoding.createDecoder(bytes);
    const message = read(decoder);
    return decoding.hasContent(decoder) ? null : message;
  } catch {
    return null; // lib0 throws at the end of a truncated message
  }
};
