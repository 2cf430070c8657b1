// The seam between a mesh and its peers: what each may ask of the other. The mesh owns it, so that it stands without WebRTC:
// negotiations over y-webrtc are one implementation, the peers of the tests' network without sockets another. What a mesh may
// rely on is written as tests (tests/contract/reach.contract.ts), which both of them run.

import type { RoomContext } from "../context.ts";
import type { LinkFault } from "../link/greeting.ts";
import type { LaneFault } from "../link/lane.ts";
import type { Heard, Link } from "../link/link.ts";

/** Why a peer is no more. */
export type PeerEnd =
  | "bye"
  | "deadline"
  | "ice"
  | "silent"
  | "closed"
  | "no-signal"
  | "offender"
  | "full"
  | LaneFault
  | LinkFault;

/** Ends after which there is nobody to be called back, and nothing to be blamed on the network. */
const leaving: ReadonlySet<PeerEnd> = new Set(["bye", "closed", "no-signal", "full", "offender"]);

export const isLeaving = (end: PeerEnd): boolean => leaving.has(end);

/** The two peers that something is between. */
export type PeerIds = Readonly<{ self: string; peer: string }>;

/** A peer as the mesh sees it. */
export interface ReachedPeer {
  readonly ids: PeerIds;
  readonly destroyed: boolean;
  /** Idempotent. */
  destroy(end?: PeerEnd): void;
  /** Says goodbye on the link before it goes (PR3). */
  leave(): void;
  /** Looks for a new path, after a network change. */
  restart(): void;
}

/** What a peer finds out beside links. */
export type Sign =
  /** An attempt at a direct path came to nothing; the peer goes on. */
  | Readonly<{ what: "attempt-failed"; cause: string }>
  /** Kinds of addresses that ICE found on this device, in an attempt that has just ended. */
  | Readonly<{ what: "candidates"; types: ReadonlySet<RTCIceCandidateType> }>
  /** Somebody says to speak a newer version. It may be anybody, the host included: good for a notice, and for nothing else (PR2). */
  | Readonly<{ what: "newer" }>;

/** The mesh as a peer sees it. */
export interface Reach {
  readonly context: RoomContext;
  readonly peerId: string;
  /** What the peer id is made of, beside the author's key (PR8). */
  readonly nonce: Uint8Array;
  readonly awarenessId: number;
  /** Whether to answer an announce (MS3). */
  readonly wantsMore: boolean;
  readonly admission: Readonly<{
    /** The other side is there, and has signed for itself (PR8). Once or more. */
    onAnswered: (peer: ReachedPeer) => void;
  }>;
  /** Calls `go` when this peer may begin (PR3). `patient`: we begin; else the other already has. */
  admit(peer: ReachedPeer, options: Readonly<{ patient: boolean }>, go: () => void): void;
  /** For each link to this peer, once; a later one takes the place of the one before. */
  onProven(peer: ReachedPeer, link: Link): void;
  /** After `onProven` and before `onPeerEnd` only. */
  onMessage(peer: ReachedPeer, message: Heard): void;
  /** Once. `cause`: what is known behind it, a code or the name of an error. */
  onPeerEnd(peer: ReachedPeer, end: PeerEnd, cause?: string): void;
  onSign(sign: Sign): void;
  /** Somebody says that this peer's link is of no more use: it is asked, and gone without an answer. */
  doubt(peer: ReachedPeer): void;
}
