// What the transport needs to know of the room and may not decide itself: keys, verdicts, records.

import type * as Y from "yjs";
import type { IdSet } from "../room/id-set.ts";
import type { AuthorId, AuthorKey, RecordId } from "../room/ids.ts";

export type Verify = (signature: Uint8Array, message: Uint8Array, key: Uint8Array) => boolean;

/** Contiguous structs of one Yjs client. */
export type Block = Readonly<{ client: number; clock: number; keys: readonly RecordId[] }>;

/** Its blocks, "forged" where a record in it is not signed by whom it names, null where it is of another form. */
export type Judgement = readonly Block[] | "forged" | null;

/** The room's records, as the gate and the mesh see them (room/ledger.ts). */
export interface Records {
  readonly ids: IdSet;
  /** False while something waits for verification: then a digest says nothing. */
  readonly settled: boolean;
  has(id: RecordId): boolean;
  bytesOf(id: RecordId): Uint8Array | null;
  isErased(id: RecordId): boolean;
  /** The bytes, hashed again: what the disk or memory altered is given to nobody (RC4). */
  soundBytesOf(id: RecordId): Uint8Array | null;
  /** The next records under these ids were verified. */
  vouch(ids: Iterable<RecordId>): void;
  /** A verified record whose struct cannot be applied (yet). */
  receive(id: RecordId, bytes: Uint8Array): void;
  onErased(listener: (target: RecordId) => void): () => void;
}

export type RoomContext = Readonly<{
  topic: Uint8Array;
  topicName: string;
  sealKey: Uint8Array;
  doc: Y.Doc;
  records: Records;
  author: AuthorKey;
  authorId: (key: Uint8Array) => AuthorId;
  /** The room has records of this author. */
  isKnownAuthor: (author: AuthorId) => boolean;
  sign: (message: Uint8Array) => Uint8Array;
  /** The one verdict (ID1), for hellos and presence. */
  verify: Verify;
  /** Whom a record of the right size names. */
  authorOf: (record: Uint8Array) => AuthorId;
  /** The id these bytes must stand under in the document, or null when they are no record within the limits (RC7). */
  recordId: (bytes: Uint8Array) => RecordId | null;
  /** One verdict per record, in order: whether it has a head (RC9) and is signed by whom it names. Never rejects. */
  verifyRecords: (records: readonly Uint8Array[]) => Promise<readonly boolean[]>;
  /** `readPlainUpdate` with every record verified, off the main thread where there is such a thing. Never rejects. */
  judge?: (update: Uint8Array) => Promise<Judgement>;
  packIds: (ids: readonly RecordId[]) => Uint8Array;
  unpackIds: (bytes: Uint8Array) => RecordId[];
  /** Names and the latest messages: what a newcomer wants to see first. */
  latest: () => readonly Uint8Array[];
  /** True while everything that the document holds is stored on this device; custody says no more than that. */
  isStored?: () => boolean;
  /** The origin of transactions that only delete (GT2). */
  erasure: symbol;
  /** The device's wall time (RC3), ms. */
  now: () => number;
  /** This browser has WebRTC; else every link is relayed (MS5). */
  webRtc: boolean;
  iceServers: () => readonly RTCIceServer[];
  /** Resolves when `iceServers` is known, where that takes a moment: on a LAN without a default route nothing connects without them. */
  whenReady?: () => Promise<unknown>;
}>;
