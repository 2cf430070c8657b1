// What goes on between two peers, from the first signal to the end of their last link. It agrees with the other side through
// sealed signals (PR2), opens a path, lets the link prove itself (PR7), and then serves the mesh.
//
// Who offers: always the peer with the higher id, so there is no glare. Where no direct path comes up within seconds, the
// link is relayed through the host (MS5) while a direct one is tried again from time to time.

import { Timers } from "../../lib/timers.ts";
import type { Link } from "../link/link.ts";
import { Path, type PathOptions } from "../link/path.ts";
import type { PeerEnd, PeerIds, Reach, ReachedPeer } from "../mesh/reach.ts";
import { Conversation, type SignedSignal } from "./conversation.ts";
import { Direct, type DirectFault } from "./direct.ts";
import type { Relayed, RelayKey } from "./relayed.ts";
import type { SealedSignal } from "./sealed-signal.ts";

type RelayedModule = Readonly<{ Relayed: typeof Relayed }>;
export type LoadRelayed = () => Promise<RelayedModule>;

export type NegotiationOptions = Readonly<{
  ids: PeerIds;
  /** We begin; else the other already has. */
  initiator: boolean;
  mesh: Reach;
  loadRelayed: LoadRelayed;
  onSignal: (signal: SealedSignal) => void;
  /** The first link stands. */
  onConnect: () => void;
  onEnd: () => void;
}>;

/** From the first signal to a proven link (PR3); random, so that two sides do not give up and retry in step. */
const deadlineMs = { least: 15_000, most: 20_000 } as const;
/** A direct path takes 0.1 s on a LAN and a second or two across the internet. */
const relayAfterMs = 5000;

export class Negotiation implements ReachedPeer {
  readonly ids: PeerIds;
  readonly #options: NegotiationOptions;
  readonly #talk: Conversation;
  readonly #timers = new Timers<"deadline" | "relay">();
  readonly #direct: Direct;
  #relayed: Relayed | null = null;
  #connected = false;
  #destroyed = false;

  constructor(options: NegotiationOptions) {
    this.#options = options;
    const { ids, mesh, initiator, onSignal } = options;
    this.ids = ids;
    this.#talk = new Conversation({
      ids,
      initiator,
      mesh,
      onSay: onSignal,
      isIdle: () => this.#isIdle,
      isLinked: () => this.#link !== null,
      onSignal: (signal, how) => this.#hear(signal, how),
      onDoubt: () => mesh.doubt(this),
      onFrame: (bytes) => this.#relayed?.receive(bytes),
    });
    this.#direct = new Direct({
      offers: this.#offers,
      webRtc: mesh.context.webRtc,
      iceServers: mesh.context.iceServers,
      signal: (body) => this.#talk.say(body),
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
    if (this.#options.initiator) this.#talk.sayHi();
  }

  /** A signal from the other side, sealed. Never throws. */
  signal(sealed: unknown): void {
    if (this.#destroyed) return;
    this.#talk.hear(sealed);
    // Made for a signal that was not for us, or late (a "bye" to the one before): else it would stand in the way for 20 s.
    if (!this.#options.initiator && !this.#talk.hasBegun) this.destroy("no-signal");
  }

  /** `cause`: what is known behind it, a code or the name of an error. */
  destroy(end: PeerEnd = "closed", cause?: string): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#timers.close();
    if (this.#talk.remote !== null && end !== "bye") this.#talk.say({ kind: "bye" });
    this.#talk.close();
    this.#direct.drop();
    this.#relayed?.close();
    this.#options.mesh.onPeerEnd(this, end, cause);
    this.#options.onEnd();
  }

  leave(): void {
    this.#link?.send({ type: "bye", reason: 0 });
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

  #hear(signal: SignedSignal, { anew }: Readonly<{ anew: boolean }>): void {
    this.#options.mesh.admission.onAnswered(this);
    // It may have overtaken what was said on the direct link. If that is dead, it shows.
    if (signal.kind === "bye" && this.#direct.link !== null) {
      this.#options.mesh.doubt(this);
      return;
    }
    if (anew) {
      this.#direct.drop();
      this.#relayed?.close();
    }
    if ("webRtc" in signal && !signal.webRtc && this.#direct.link === null) this.#direct.ruleOut();
    if (!this.#direct.isPossible) this.#startRelay();
    else if (this.#link === null && !this.#timers.isSet("relay"))
      this.#timers.after("relay", relayAfterMs, () => this.#startRelay());
    this.#act(signal);
  }

  #act(signal: SignedSignal): void {
    switch (signal.kind) {
      case "hi":
        if (!this.#isIdle || !this.#direct.isPossible) break;
        if (this.#offers) this.#direct.try();
        else this.#talk.sayHi();
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
      case "relay":
        this.#startRelay(signal);
        break;
    }
  }

  // ——— paths ———

  #onDirectFailed(what: "attempt" | "link", cause: DirectFault): void {
    if (what === "link" || this.#talk.remote === null) {
      this.destroy("ice", cause);
      return;
    }
    this.#options.mesh.onSign({ what: "attempt-failed", cause });
    this.#startRelay(); // nothing direct now: no need to wait any longer
  }

  get #mayRelay(): boolean {
    return !this.#destroyed && this.#direct.link === null && this.#talk.remote !== null;
  }

  /** `key`: of the other side, which has begun. */
  #startRelay(key: RelayKey | null = null): void {
    const { remote } = this.#talk;
    const start = ({ Relayed }: RelayedModule): void => {
      if (!this.#mayRelay || this.#talk.remote !== remote) return;
      if (this.#relayed === null) (this.#relayed = this.#newRelayed(Relayed)).begin();
      if (key !== null) this.#relayed.hearKey(key);
    };
    if (this.#relayed !== null) {
      if (key !== null) this.#relayed.hearKey(key);
    } else if (this.#mayRelay) this.#options.loadRelayed().then(start, () => undefined); // without the host there is no relay either
  }

  #newRelayed(Relayed: RelayedModule["Relayed"]): Relayed {
    const { id, remote } = this.#talk;
    const { topic, webRtc } = this.#options.mesh.context;
    return new Relayed({
      topic,
      webRtc,
      ids: this.ids,
      signal: (body) => this.#talk.say(body),
      path: ({ keys, ...parts }) => {
        // There is no DTLS here; these ids and keys are as new as fingerprints, so an old hello cannot be replayed.
        const fingerprints = { local: `${id} ${keys.local}`, remote: `${remote} ${keys.remote}` };
        return this.#path({ ...parts, fingerprints, relayed: true });
      },
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
      nonce: mesh.nonce,
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
