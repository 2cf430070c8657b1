// What goes on between two peers, from the first signal to the end of their last link. It agrees with the other side through
// sealed signals (PR2), opens a path, lets the link prove itself (PR7), and then serves the mesh.
//
// Who offers: always the peer with the higher id, so there is no glare. Where no direct path comes up within seconds, the
// link is relayed through the host (MS5) while a direct one is tried again from time to time.

import { Timers } from "../../lib/timers.ts";
import type { Link } from "../link/link.ts";
import { Path, type PathOptions } from "../link/path.ts";
import type { PeerEnd, PeerIds, Reach, ReachedPeer } from "../mesh/reach.ts";
import { Direct, type DirectFault } from "./direct.ts";
import { Handshake } from "./handshake.ts";
import { Relayed } from "./relayed.ts";
import { isOfNewer, sealSignal, unsealSignal, type SealedSignal } from "./sealed-signal.ts";
import type { ConnectionId, Signal, SignalBody } from "./signal.ts";

export type NegotiationOptions = Readonly<{
  ids: PeerIds;
  /** We begin; else the other already has. */
  initiator: boolean;
  mesh: Reach;
  onSignal: (signal: SealedSignal) => void;
  /** The first link stands. */
  onConnect: () => void;
  onEnd: () => void;
}>;

/** From the first signal to a proven link (PR3); random, so that two sides do not give up and retry in step. */
const deadlineMs = { least: 15_000, most: 20_000 } as const;
const hiEveryMs = 2500;
/** A direct path takes 0.1 s on a LAN and a second or two across the internet. */
const relayAfterMs = 5000;
/** Replies to a "hi" that cites nothing of ours: a replaying host must not make us an amplifier. */
const maxBlindReplies = 8;

export class Negotiation implements ReachedPeer {
  readonly ids: PeerIds;
  readonly #options: NegotiationOptions;
  readonly #handshake = new Handshake();
  readonly #timers = new Timers<"deadline" | "hi" | "relay">();
  readonly #direct: Direct;
  #relayed: Relayed | null = null;
  #blindReplies = 0;
  #connected = false;
  #destroyed = false;

  constructor(options: NegotiationOptions) {
    this.#options = options;
    const { ids, mesh } = options;
    this.ids = ids;
    this.#direct = new Direct({
      offers: this.#offers,
      webRtc: mesh.context.webRtc,
      iceServers: mesh.context.iceServers,
      signal: (body) => this.#say(body),
      path: (parts) => this.#path({ ...parts, relayed: false }),
      onCandidates: (types) => mesh.onSign({ what: "candidates", types }),
      onFailed: (what, cause) => this.#onDirectFailed(what, cause),
    });
  }

  get destroyed(): boolean {
    return this.#destroyed;
  }

  /** The mesh lets it. */
  begin(): void {
    if (this.#destroyed) return;
    const { least, most } = deadlineMs;
    this.#timers.after("deadline", least + Math.random() * (most - least), () => this.destroy("deadline"));
    if (this.#options.initiator) this.#sayHi();
  }

  /** A signal from the other side, sealed. Never throws. */
  signal(sealed: unknown): void {
    if (this.#destroyed) return;
    if (isOfNewer(sealed)) this.#options.mesh.onSign({ what: "newer" });
    const signal = unsealSignal(sealed, this.#options.mesh.context, this.ids);
    if (signal !== null) this.#receive(signal);
    // Made for a signal that was not for us, or late (a "bye" to the one before): else it would stand in the way for 20 s.
    if (!this.#options.initiator && this.#handshake.remote === null) this.destroy("no-signal");
  }

  /** `cause`: what is known behind it, a code or the name of an error. */
  destroy(end: PeerEnd = "closed", cause?: string): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#timers.close();
    if (this.#handshake.remote !== null && end !== "bye") this.#say({ kind: "bye" });
    this.#direct.drop();
    this.#relayed?.close();
    this.#options.mesh.onPeerEnd(this, end, cause);
    this.#options.onEnd();
  }

  leave(): void {
    this.#link?.send({ type: "bye" });
    this.destroy("closed");
  }

  restart(): void {
    if (this.#destroyed) return;
    this.#relayed?.forgetFailures();
    this.#direct.restart();
  }

  get #offers(): boolean {
    return this.ids.self > this.ids.peer;
  }

  /** The best link that stands. */
  get #link(): Link | null {
    return this.#direct.link ?? this.#relayed?.link ?? null;
  }

  /** Nothing stands, and nothing is tried. */
  get #isIdle(): boolean {
    return !this.#direct.isTrying && this.#link === null;
  }

  // ——— signals ———

  get #hi(): SignalBody {
    return { kind: "hi", webRtc: this.#options.mesh.context.webRtc };
  }

  /** Again and again until negotiation begins: a signal is lost without a trace while a socket reconnects. */
  #sayHi(): void {
    this.#say(this.#hi);
    this.#timers.after("hi", hiEveryMs, () => {
      if (this.#isIdle) this.#sayHi();
    });
  }

  #say(body: SignalBody, to?: ConnectionId): void {
    const { mesh, onSignal } = this.#options;
    onSignal(sealSignal(this.#handshake.address(body, to), mesh.context, this.ids));
  }

  #receive(signal: Signal): void {
    const proven = this.#direct.link !== null;
    const reading = this.#handshake.read(signal, { proven });
    if (reading === "ignored") return;
    // Signals are sealed with the room's key, which every member has; a direct link is its two ends' own. If it is dead, that shows.
    if (reading === "doubtful" || (proven && signal.kind === "bye")) {
      this.#options.mesh.doubt(this);
      return;
    }
    // Of one browser it is always the same: a recorded "hi" says nothing else.
    if (!proven && signal.kind === "hi" && !signal.webRtc) this.#direct.ruleOut();
    if (reading === "blind-hi") {
      this.#receiveBlindHi(signal.from);
      return;
    }
    if (reading === "anew") {
      if (this.#link !== null) {
        this.destroy("superseded"); // it knows us and has begun anew: our link is dead over there
        return;
      }
      this.#direct.drop();
      this.#relayed?.close();
    }
    if (!this.#direct.isPossible) this.#startRelay();
    else if (this.#link === null && !this.#timers.isSet("relay"))
      this.#timers.after("relay", relayAfterMs, () => this.#startRelay());
    this.#act(signal);
  }

  #receiveBlindHi(from: ConnectionId): void {
    if (this.#handshake.remote === from && this.#direct.isTrying) return;
    if (this.#handshake.believe(from) && this.#offers && this.#direct.isPossible) this.#direct.try();
    else if (this.#blindReplies++ < maxBlindReplies) this.#say(this.#hi, from);
  }

  #act(signal: Signal): void {
    switch (signal.kind) {
      case "hi":
        if (!this.#isIdle || !this.#direct.isPossible) break;
        if (this.#offers) this.#direct.try();
        else this.#say(this.#hi);
        break;
      case "offer":
      case "answer":
      case "candidates":
      case "restart":
        this.#direct.receive(signal);
        break;
      case "bye":
        this.destroy("bye");
        break;
      case "frame":
        this.#startRelay();
        this.#relayed?.receive(signal.bytes);
        break;
    }
  }

  // ——— paths ———

  #onDirectFailed(what: "attempt" | "link", cause: DirectFault): void {
    if (what === "link" || !this.#handshake.isFresh) {
      this.destroy("ice", cause);
      return;
    }
    this.#options.mesh.onSign({ what: "attempt-failed", cause });
    this.#startRelay(); // nothing direct now: no need to wait any longer
  }

  #startRelay(): void {
    if (this.#relayed !== null || this.#direct.link !== null) return;
    if (this.#destroyed || !this.#handshake.isFresh) return;
    // There is no DTLS here; the connection ids are as new as fingerprints, so an old hello cannot be replayed.
    const fingerprints = { local: this.#handshake.id, remote: this.#handshake.remote ?? "" };
    this.#relayed = new Relayed({
      signal: (body) => this.#say(body),
      path: (parts) => this.#path({ ...parts, fingerprints, relayed: true }),
      onRetry: () => this.#direct.retry(),
      onClosed: () => (this.#relayed = null),
    });
  }

  #path(parts: Pick<PathOptions, "channels" | "frameBytes" | "fingerprints" | "relayed">): Path {
    const { mesh } = this.#options;
    return new Path({
      ...parts,
      context: mesh.context,
      canBeDirect: this.#direct.isPossible,
      awarenessId: mesh.awarenessId,
      selfId: this.ids.self,
      peerId: this.ids.peer,
      onProven: (link) => this.#onProven(link),
      onMessage: (message) => {
        if (!this.#destroyed) mesh.onMessage(this, message);
      },
      onFault: (fault, cause) => this.destroy(fault, cause),
    });
  }

  #onProven(link: Link): void {
    this.#timers.stop("deadline");
    if (!link.relayed) {
      this.#timers.stop("relay");
      this.#relayed?.linger();
    } else if (this.#link !== link) return; // a direct path was quicker
    if (!this.#connected) this.#options.onConnect();
    this.#connected = true;
    this.#options.mesh.onProven(this, link);
  }
}
