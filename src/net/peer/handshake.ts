// Which signals belong to the present connection (PR2). Both sides have a random connection id per Peer; a signal that cites
// ours is fresh, since nobody can have recorded it before; what is not of the present connection is ignored. Reading changes
// nothing: a signal is believed once it has proven to be the other side's own (PR8).

import { createConnectionId, type ConnectionId, type Signal, type SignalBody } from "./signal.ts";

export type Reading =
  /** Not of this connection, or replayed. */
  | "ignored"
  /** A "hi" of somebody who does not know our id: new over there, recorded, or made up. Only an answer tells. */
  | "blind-hi"
  /** The other side is another connection than before: it has begun anew. */
  | "anew"
  /** The same, while what stands between us is proven: it may be late, from the time before. */
  | "doubtful"
  | "current";

export class Handshake {
  readonly id: ConnectionId = createConnectionId();
  #remote: ConnectionId | null = null;
  #seqOut = 0;
  #seqIn = -1;

  /** The other side's id, once it has cited ours. */
  get remote(): ConnectionId | null {
    return this.#remote;
  }

  /** The other side has cited our id: it is there, now. */
  get isFresh(): boolean {
    return this.#remote !== null;
  }

  address(body: SignalBody, to: ConnectionId = this.#remote ?? ""): Signal {
    return { ...body, from: this.id, to, seq: this.#seqOut++ };
  }

  /** What it is by its ids. `proven`: a link stands. */
  read(signal: Signal, { proven = false } = {}): Reading {
    if (signal.to === "") return signal.kind === "hi" ? "blind-hi" : "ignored";
    if (signal.to !== this.id) return "ignored";
    // A frame is numbered and authenticated on its own.
    if (signal.kind === "frame") return signal.from === this.#remote ? "current" : "ignored";
    if (this.#remote === null) return "current";
    if (signal.from === this.#remote) return signal.seq > this.#seqIn ? "current" : "ignored"; // replayed
    return proven ? "doubtful" : "anew";
  }

  /** It is the other side's own, of the present connection or of the one that it has begun anew. */
  believe({ from, seq }: Signal): void {
    this.#remote = from;
    this.#seqIn = seq;
  }
}
