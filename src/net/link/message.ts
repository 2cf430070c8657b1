// What travels on a link; as bytes: message-bytes.ts. y-protocols' own messages never travel: y-webrtc gets them from us.

/** The epoch of all that is said until a room has more documents than one (RC9). */
export const standing = 0;

export type LinkMessage =
  | Readonly<{ type: "hello"; bytes: Uint8Array }>
  /** I have verified your hello; from now on anything may come. */
  | Readonly<{ type: "ready" }>
  /** Something new for everyone in the room, with the short ids of the peers that already got it (MS1). */
  | Readonly<{ type: "gossip"; holders: readonly number[]; what: "update" | "presence"; payload: Uint8Array }>
  /** Send me what this state vector lacks (MS2). Until there is more than one document, the epoch is 0. */
  | Readonly<{ type: "ask"; request: number; epoch: number; stateVector: Uint8Array }>
  /** Whole records: the latest screenful before the bulk, or the repair of a bucket (MS4). */
  | Readonly<{ type: "records"; request: number; records: readonly Uint8Array[] }>
  /** A self-standing update, and how far this answer has come, in structs. */
  | Readonly<{
      type: "slice";
      request: number;
      epoch: number;
      done: number;
      total: number;
      update: Uint8Array;
    }>
  | Readonly<{ type: "done"; request: number; epoch: number }>
  /** So much of your answer is verified here, in bytes of its slices: as much more may come (MS2). */
  | Readonly<{ type: "credit"; request: number; bytes: number }>
  /** Another is asked now: what is left of this answer need not be sent. */
  | Readonly<{ type: "enough"; request: number }>
  /** `stored`: what the digest is of is on this device's disk. */
  | Readonly<{ type: "heartbeat"; wall: number; digest: Uint8Array; stored: boolean }>
  | Readonly<{ type: "ping" | "pong"; nonce: number }>
  /** Digests of all 256 buckets, asked for by an empty list (MS4). */
  | Readonly<{ type: "buckets"; epoch: number; digests: readonly Uint8Array[] }>
  /** The record ids of one bucket, 16 bytes each. */
  | Readonly<{ type: "bucket"; epoch: number; index: number; ids: Uint8Array; reply: boolean }>
  /** Your records with these ids, 16 bytes each, are stored here: custody, as far as it is known. */
  | Readonly<{ type: "held"; ids: Uint8Array }>
  /** `reason`: 0, the page goes; others are of later versions. */
  | Readonly<{ type: "bye"; reason: number }>;

export type Parsed = LinkMessage | Unknown;

/** Of a later version: it costs its link as much as another of its size, and is skipped (VR2). */
export type Unknown = Readonly<{ type: "unknown"; size: number }>;

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
  credit: 15,
} as const satisfies Record<LinkMessage["type"], number>;

/** What a gossip message carries. */
export const gossipCodes = { update: 0, presence: 1 } as const;

/** Of each bucket. */
export const bucketDigestBytes = 16;
