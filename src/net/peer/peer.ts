// Stands in for simple-peer under y-webrtc (PR1): same shape. All that happens between two peers is its negotiation's, which
// is there once PeerTable has told which two they are; what comes before the mesh has let it begin waits here.

import { ObservableV2 } from "lib0/observable";
import type { Reach } from "../mesh/reach.ts";
import { Negotiation, type LoadRelayed } from "./negotiation.ts";
import type { SealedSignal } from "./sealed-signal.ts";

/** simple-peer's. There is no "data": the mesh has its own messages. */
type Events = {
  signal: (signal: SealedSignal) => void;
  connect: () => void;
  close: () => void;
};

/** `loadRelayed`: what few need comes when it is asked for (tests have it at hand). */
export type PeerOptions = Readonly<{ initiator: boolean; mesh: Reach; loadRelayed?: LoadRelayed }>;

/** A host that passes on signals without end fills nothing but this. */
const maxWaiting = 32;

export class Peer extends ObservableV2<Events> {
  readonly #mesh: Reach;
  readonly #initiator: boolean;
  readonly #loadRelayed: LoadRelayed;
  #negotiation: Negotiation | null = null;
  /** Signals until the negotiation begins, then null. */
  #waiting: unknown[] | null = [];
  #destroyed = false;

  constructor({ initiator, mesh, loadRelayed = () => import("./relayed.ts") }: PeerOptions) {
    super();
    this.#initiator = initiator;
    this.#mesh = mesh;
    this.#loadRelayed = loadRelayed;
    // PeerTable.set binds the ids in the same turn; y-webrtc attaches its listeners in between, so nothing is emitted before.
    queueMicrotask(() => this.#start());
  }

  /** Tells which two peers this is between. Called by PeerTable when y-webrtc stores the connection. */
  bind(self: string, peer: string): void {
    this.#negotiation = new Negotiation({
      ids: { self, peer },
      initiator: this.#initiator,
      mesh: this.#mesh,
      loadRelayed: this.#loadRelayed,
      onSignal: (signal) => this.emit("signal", [signal]),
      onConnect: () => this.emit("connect", []),
      onEnd: () => this.emit("close", []),
    });
  }

  /** simple-peer's: a signal from the other side, as y-webrtc passes it through. Never throws. */
  signal(signal: unknown): void {
    if (this.#waiting === null) this.#negotiation?.signal(signal);
    else if (this.#waiting.length < maxWaiting) this.#waiting.push(signal);
  }

  /** simple-peer's: bytes of y-protocols from y-webrtc. The mesh has its own messages: nothing of this leaves. */
  // oxlint-disable-next-line class-methods-use-this
  send(_bytes: Uint8Array): void {}

  /** simple-peer's, idempotent: y-webrtc calls it again from 'close'. */
  override destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    if (this.#negotiation === null) this.emit("close", []);
    else this.#negotiation.destroy();
  }

  #start(): void {
    const negotiation = this.#negotiation;
    if (negotiation === null) {
      this.destroy(); // y-webrtc never stored it: nothing can be said to anybody
      return;
    }
    if (negotiation.destroyed) return;
    this.#mesh.admit(negotiation, { patient: this.#initiator }, () => {
      const waiting = this.#waiting ?? [];
      this.#waiting = null;
      negotiation.begin();
      for (const signal of waiting) negotiation.signal(signal);
    });
  }
}

export default Peer;
