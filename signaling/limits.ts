// Every bound the host keeps towards the outside, and the reason codes it counts when one is met (SG3).

/** Why something from outside was refused, slowed, dropped or cut. */
export const reasons = [
  /** a browser page of another site (Origin ≠ Host, not in ALLOWED_ORIGINS), or under a name that is not ours */
  "bad-origin",
  /** an upgrade to a path that is not /signaling */
  "bad-path",
  /** an upgrade while the host is going down */
  "draining",
  "too-many-sockets",
  "too-many-sockets-of-address",
  /** the address opens sockets faster than its bucket refills */
  "too-many-upgrades",
  /** not a WebSocket frame, or not UTF-8 */
  "bad-frame",
  "too-big",
  "binary",
  "malformed",
  /** well formed, but of a type this version does not know: ignored, so that newer clients work */
  "unknown-type",
  /** read more slowly: nothing is lost */
  "slowed",
  /** so far over its rate that it was cut */
  "too-fast",
  "too-many-topics",
  "topic-full",
  /** put out of a full topic, as the newest of the address with most in it, for one from elsewhere */
  "gave-way",
  /** more peer ids used by one socket in one topic than an honest client has */
  "too-many-ids",
  /** four sockets use this peer id already */
  "id-taken",
  /** a publish with `to`, and nobody here uses that id */
  "no-such-peer",
  /** does not read what it is sent: frames dropped, then cut */
  "slow-reader",
  /** no answer to a ping */
  "dead",
  "bad-name",
  /** `list` for a room whose topic this socket has not subscribed to */
  "not-subscribed",
  "too-many-listings",
  "too-many-listings-of-address",
  "directory-full",
  /** an HTTP request that Node could not parse */
  "bad-request",
  /** our own fault: a handler threw */
  "internal",
] as const;

export type Reason = (typeof reasons)[number];

/** How often each reason was met since the host started. */
export type Counters = Record<Reason, number>;

export const createCounters = (): Counters =>
  Object.fromEntries(reasons.map((reason) => [reason, 0])) as Counters;

/**
 * Work is counted in units: 1 per message, 1 per copy delivered, 1 per KiB of every copy. So a small message to one
 * peer costs 2–3, an announce to 29 others ~33, a relayed frame of 24 KiB 26, a 64 KiB broadcast to 500 people 32 500.
 */
export type Limits = Readonly<{
  /** One WebSocket message, bytes. Relayed frames are ≤ 24 KiB, offers ≤ 16 KiB. */
  maxMessageBytes: number;
  maxSockets: number;
  /** A school behind one NAT is one address. IPv6 counts by /64. */
  maxSocketsPerAddress: number;
  maxTopicsPerSocket: number;
  maxSubscribersPerTopic: number;
  /** UTF-16 units of a topic name. Ours are 22; stock clients choose freely. */
  maxTopicLength: number;
  /** UTF-16 units of a peer id. y-webrtc's are 36. */
  maxPeerIdLength: number;
  /** Nesting of a published value. Ours and stock's are 3 deep. */
  maxDepth: number;
  /** Sockets that one peer id leads to: its own, and those of its earlier, not yet dead connections (SG2). */
  maxSocketsPerPeerId: number;
  /** Peer ids that one socket uses in one topic. */
  maxPeerIdsPerTopic: number;
  /** Units a second of one socket: three times 50 relayed frames of 24 KiB a second. */
  socketRate: number;
  /** Units saved up: a room of 30 in which every signal is broadcast (stock with password) costs a joiner ~17 000. */
  socketBurst: number;
  /** Debt at which a socket is cut instead of slowed: five seconds of its rate. */
  maxSocketDebt: number;
  /** The same for an address: 30 people of one NAT, all relayed, make 39 000 units a second. */
  addressRate: number;
  addressBurst: number;
  /** Units an upgrade costs its address: 300 a second lastingly, 1500 at once. */
  upgradeCost: number;
  /** Bytes waiting for one reader; past it frames to it are dropped, and if it stays there it is cut. */
  maxBufferedBytes: number;
  /** A ping this often; one that is not answered before the next ends the socket. */
  pingIntervalMs: number;
  maxListingsPerSocket: number;
  /** Far under `maxRoomsShown`, so that no address fills what is shown; a school's 1024 sockets make 32 rooms of 32. */
  maxListingsPerAddress: number;
  maxListings: number;
  /** Rooms shown by /rooms, fullest first. */
  maxRoomsShown: number;
}>;

export const defaultLimits: Limits = {
  maxMessageBytes: 64 * 1024,
  maxSockets: 20_000,
  maxSocketsPerAddress: 1024,
  maxTopicsPerSocket: 128,
  maxSubscribersPerTopic: 512,
  maxTopicLength: 256,
  maxPeerIdLength: 128,
  maxDepth: 16,
  maxSocketsPerPeerId: 4,
  maxPeerIdsPerTopic: 8,
  socketRate: 4_000,
  socketBurst: 20_000,
  maxSocketDebt: 20_000,
  addressRate: 60_000,
  addressBurst: 300_000,
  upgradeCost: 200,
  maxBufferedBytes: 1024 * 1024,
  pingIntervalMs: 15_000,
  maxListingsPerSocket: 8,
  maxListingsPerAddress: 32,
  maxListings: 1_000,
  maxRoomsShown: 200,
};

const bytesPerUnit = 1024;

/** What a message of `bytes` costs that was delivered `copies` times. */
export const workUnits = (bytes: number, copies: number): number =>
  1 + copies + (bytes / bytesPerUnit) * Math.max(1, copies);
