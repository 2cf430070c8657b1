// What two peers say to each other through the host: sealed, signed, and of the present connection (PR2, PR8). Whatever else
// comes is ignored here, so that a negotiation hears only what the other side has said itself, and now.

import { Allowance } from "../../lib/allowance.ts";
import { Timers } from "../../lib/timers.ts";
import type { PeerIds, Reach } from "../mesh/reach.ts";
import { Handshake } from "./handshake.ts";
import { isOfNewer, sealSignal, unsealSignal, type Received, type SealedSignal } from "./sealed-signal.ts";
import type { ConnectionId, Signal, SignalBody } from "./signal.ts";

const hiAfterMs = { first: 2500, later: 5000 } as const;
/** Replies to a "hi" that cites nothing of ours, unverified: whoever makes it up must not make us an amplifier. */
const replies = { burst: 8, perSecond: 1 } as const;
/** Signatures looked at; a whole negotiation has a dozen. Who is on the topic under this id must not keep us busy. */
const verifications = { burst: 32, perSecond: 16 } as const;

export type SignedSignal = Exclude<Signal, { kind: "frame" }>;

export type ConversationOptions = Readonly<{
  ids: PeerIds;
  /** We begin; else the other already has. */
  initiator: boolean;
  mesh: Reach;
  onSay: (signal: SealedSignal) => void;
  /** Nothing stands, and nothing is tried: the other is to be woken. */
  isIdle: () => boolean;
  /** A link stands. */
  isLinked: () => boolean;
  /** `anew`: it is another connection than before. */
  onSignal: (signal: SignedSignal, options: Readonly<{ anew: boolean }>) => void;
  /** It says to be another connection, while a link stands: true, but perhaps late. */
  onDoubt: () => void;
  onFrame: (bytes: Uint8Array) => void;
}>;

export class Conversation {
  readonly #options: ConversationOptions;
  readonly #handshake = new Handshake();
  readonly #replies = new Allowance(replies);
  readonly #verifications = new Allowance(verifications);
  readonly #timers = new Timers<"hi">();
  #replied = false;

  constructor(options: ConversationOptions) {
    this.#options = options;
  }

  /** Our connection's. */
  get id(): ConnectionId {
    return this.#handshake.id;
  }

  /** The other's, once it has cited ours. */
  get remote(): ConnectionId | null {
    return this.#handshake.remote;
  }

  /** A "hi" has been answered, or has come. Else whatever made us listen was not for us, or late. */
  get hasBegun(): boolean {
    return this.#replied || this.#handshake.isFresh;
  }

  say(body: SignalBody, to?: ConnectionId): void {
    const { mesh, ids, onSay } = this.#options;
    onSay(sealSignal(this.#handshake.address(body, to), mesh, ids));
  }

  /** Again and again until negotiation begins: a signal is lost without a trace while a socket reconnects. */
  sayHi(): void {
    this.say(this.#hi);
    this.#sayHiLater(hiAfterMs.first);
  }

  /** What has come from the other side, or says so. Never throws. */
  hear(sealed: unknown): void {
    const { mesh, ids } = this.#options;
    if (isOfNewer(sealed)) mesh.onSign({ what: "newer" });
    const received = unsealSignal(sealed, mesh.context, ids);
    if (received !== null) this.#receive(received);
  }

  close(): void {
    this.#timers.close();
  }

  get #hi(): SignalBody {
    return { kind: "hi", webRtc: this.#options.mesh.context.webRtc };
  }

  #sayHiLater(ms: number): void {
    this.#timers.after("hi", ms, () => {
      if (!this.#options.isIdle()) return;
      this.say(this.#hi);
      this.#sayHiLater(hiAfterMs.later);
    });
  }

  #receive({ signal, isSigned }: Received): void {
    const { isLinked, onSignal, onDoubt, onFrame } = this.#options;
    const reading = this.#handshake.read(signal, { proven: isLinked() });
    if (reading === "ignored") return;
    if (reading === "blind-hi") {
      this.#reply(signal.from);
      return;
    }
    if (signal.kind === "frame") {
      onFrame(signal.bytes);
      return;
    }
    if (!this.#verifications.take() || !isSigned()) return;
    if (reading === "doubtful") {
      onDoubt();
      return;
    }
    this.#handshake.believe(signal);
    onSignal(signal, { anew: reading === "anew" });
  }

  /** To a "hi" that cites nothing of ours, so nothing is known of who says it: what it says next will tell. */
  #reply(from: ConnectionId): void {
    const { initiator, isIdle } = this.#options;
    if ((this.#handshake.remote === from && !isIdle()) || !this.#replies.take()) return;
    this.say(this.#hi, from);
    // Made up, it would stand between us and the one whose id it is: who is really there answers this.
    if (!this.#replied && !initiator) this.#sayHiLater(hiAfterMs.first);
    this.#replied = true;
  }
}
