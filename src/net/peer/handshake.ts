// Which signals belong to the present connection (PR2). Both sides have a random connection id per Peer; a signal that cites
// ours is fresh, since nobody can have recorded it before; what is not of the present connection is ignored.

import { createConnectionId, type ConnectionId, type Signal, type SignalBody } from "./signal.ts";

export type Reading =
  /** Not of this connection, or replayed. */
  | "ignored"
  /** A "hi" of somebody who does not know our id: new over there, or recorded. Only an answer tells. */
  | "blind-hi"
  /** The other side is another connection than before: it has begun anew. */
  | "anew"
  /** So it says, while what stands between us is proven: any member can seal that. Nothing of it is believed. */
  | "doubtful"
  | "current";

export class Handshake {
  readonly id: ConnectionId = createConnectionId();
  #remote: ConnectionId | null = null;
  #fresh = false;
  #seqOut = 0;
  #seqIn = -1;

  /** The other side's id, as far as it is known. */
  get remote(): ConnectionId | null {
    return this.#remote;
  }

  /** The other side has cited our id: it is there, now. */
  get isFresh(): boolean {
    return this.#fresh;
  }

  address(body: SignalBody, to: ConnectionId = this.#remote ?? ""): Signal {
    return { ...body, from: this.id, to, seq: this.#seqOut++ };
  }

  /** `proven`: a direct link stands, whose other end has signed for itself. */
  read(signal: Signal, { proven = false } = {}): Reading {
    if (signal.to === "") return signal.kind === "hi" ? "blind-hi" : "ignored";
    if (signal.to !== this.id) return "ignored";
    if (signal.from === this.#remote && this.#fresh) {
      if (signal.seq <= this.#seqIn) return "ignored"; // replayed within this connection
      this.#seqIn = signal.seq;
      return "current";
    }
    if (proven && this.#fresh) return "doubtful";
    const anew = this.#fresh;
    this.#remote = signal.from;
    this.#fresh = true;
    this.#seqIn = signal.seq;
    return anew ? "anew" : "current";
  }

  /** Takes a blind "hi" for real until something better is known. */
  believe(remote: ConnectionId): boolean {
    if (this.#remote !== null) return false;
    this.#remote = remote;
    return true;
  }
}
