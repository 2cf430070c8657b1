// Stands in for simple-peer under y-webrtc (PR1): same shape, on a native RTCPeerConnection. It agrees with the other side
// through sealed signals (PR2), opens a path, lets the link prove itself (PR7), and then belongs to the mesh.
//
// Who offers: always the peer with the higher id, so there is no glare. Where no direct path comes up within seconds, the
// link is relayed through the host (MS5) while a direct one is tried again from time to time.

import { ObservableV2 } from "lib0/observable";
import { Timers } from "../../lib/timers.ts";
import { Direct } from "./direct.ts";
import { Handshake } from "./handshake.ts";
import type { Link } from "../link/link.ts";
import type { PeerEnd, PeerIds, Reach, ReachedPeer } from "../mesh/reach.ts";
import { Path, type PathOptions } from "../link/path.ts";
import { Relayed } from "./relayed.ts";
import { seal, unseal } from "./seal.ts";
import { encodeSignal, parseSignal, type ConnectionId, type Signal, type SignalBody } from "./signal.ts";

type SealedSignal = Readonly<{ type: "k"; d: string }>;

/** simple-peer's. There is no "data": the mesh has its own messages. */
type Events = {
  signal: (signal: SealedSignal) => void;
  connect: () => void;
  close: () => void;
};

export type PeerOptions = Readonly<{ initiator: boolean; mesh: Reach }>;

/** From the first signal to a proven link (PR3); random, so that two sides do not give up and retry in step. */
const deadlineMs = { least: 15_000, most: 20_000 } as const;
const hiEveryMs = 2500;
/** A direct path takes 0.1 s on a LAN and a second or two across the internet. */
const relayAfterMs = 5000;
/** Replies to a "hi" that cites nothing of ours: a replaying host must not make us an amplifier. */
const maxBlindReplies = 8;

export class Peer extends ObservableV2<Events> implements ReachedPeer {
  readonly #mesh: Reach;
  readonly #initiator: boolean;
  readonly #handshake = new Handshake();
  readonly #timers = new Timers<"deadline" | "hi" | "relay">();
  #ids: PeerIds | null = null;
  #blindReplies = 0;
  #waiting: unknown[] = [];
  #admitted = false;
  /** Once bound. */
  #direct: Direct | null = null;
  #relayed: Relayed | null = null;
  #connected = false;
  #end: PeerEnd | null = null;

  constructor({ initiator, mesh }: PeerOptions) {
    super();
    this.#initiator = initiator;
    this.#mesh = mesh;
    // PeerTable.set binds the ids in the same turn; y-webrtc attaches its listeners in between, so nothing is emitted before.
    queueMicrotask(() => this.#start());
  }

  get destroyed(): boolean {
    return this.#end !== null;
  }

  get end(): PeerEnd | null {
    return this.#end;
  }

  /** The best proven link, else null. */
  get link(): Link | null {
    const direct = this.#direct?.link;
    if (direct?.proven === true) return direct;
    const relayed = this.#relayed?.link;
    return relayed?.proven === true ? relayed : null;
  }

  get ids(): PeerIds | null {
    return this.#ids;
  }

  /** Tells which two peers this is between. Called by PeerTable when y-webrtc stores the connection. */
  bind(self: string, peer: string): void {
    const ids = { self, peer };
    this.#ids = ids;
    this.#direct = new Direct({
      offers: this.#offers,
      iceServers: this.#mesh.context.iceServers,
      signal: (body) => this.#signal(body),
      path: (options) => this.#path({ ...options, ids, relayed: false }),
      onCandidates: (types) => this.#mesh.hearCandidates(types),
      onFailed: (what) => this.#onDirectFailed(what),
    });
  }

  /** simple-peer's: a signal from the other side, as y-webrtc passes it through. Never throws. */
  signal(signal: unknown): void {
    if (this.#end !== null) return;
    if (!this.#admitted) {
      if (this.#waiting.length < 32) this.#waiting.push(signal);
      return;
    }
    const received = this.#open(signal);
    if (received !== null) this.#receive(received);
    // Made for a signal that was not for us, or late (a "bye" to the one before): else it would stand in the way for 20 s.
    if (!this.#initiator && this.#handshake.remote === null) this.destroy("no-signal");
  }

  /** simple-peer's: bytes of y-protocols from y-webrtc. The mesh has its own messages: nothing of this leaves. */
  // oxlint-disable-next-line class-methods-use-this
  send(_bytes: Uint8Array): void {}

  /** simple-peer's, idempotent: y-webrtc calls it again from 'close'. */
  override destroy(end: PeerEnd = "closed"): void {
    if (this.#end !== null) return;
    this.#end = end;
    this.#timers.close();
    if (this.#handshake.remote !== null && end !== "bye") this.#signal({ kind: "bye" });
    this.#direct?.drop();
    this.#relayed?.close();
    this.#mesh.onPeerEnd(this, end);
    this.emit("close", []);
  }

  /** Says goodbye on the link before it goes (PR3). */
  leave(): void {
    this.link?.send({ type: "bye" });
    this.destroy("closed");
  }

  /** Asks for a new direct path, after a network change. */
  restart(): void {
    if (this.#end !== null) return;
    this.#relayed?.forgetFailures();
    this.#direct?.restart();
  }

  stats(): Promise<RTCStatsReport> | null {
    return this.#direct?.stats() ?? null;
  }

  get #offers(): boolean {
    return this.#ids !== null && this.#ids.self > this.#ids.peer;
  }

  #start(): void {
    if (this.#end !== null) return;
    if (this.#ids === null) {
      this.destroy("no-signal");
      return;
    }
    this.#mesh.admit(this, { patient: this.#initiator }, () => {
      if (this.#end !== null) return;
      this.#admitted = true;
      const { least, most } = deadlineMs;
      this.#timers.after("deadline", least + Math.random() * (most - least), () => this.destroy("deadline"));
      if (this.#initiator) this.#sayHi();
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const signal of waiting) this.signal(signal);
    });
  }

  // ——— signals ———

  /** Again and again until negotiation begins: a signal is lost without a trace while a socket reconnects. */
  #sayHi(): void {
    this.#signal({ kind: "hi" });
    this.#timers.after("hi", hiEveryMs, () => {
      if (this.#isIdle) this.#sayHi();
    });
  }

  #signal(body: SignalBody, to?: ConnectionId): void {
    const ids = this.#ids;
    if (ids === null) return;
    const { topic, sealKey } = this.#mesh.context;
    const plain = encodeSignal(this.#handshake.address(body, to));
    const d = seal(plain, { topic, sealKey, from: ids.self, to: ids.peer });
    this.emit("signal", [{ type: "k", d }]);
  }

  #open(signal: unknown): Signal | null {
    const ids = this.#ids;
    if (ids === null || typeof signal !== "object" || signal === null) return null;
    const { type, d } = signal as Record<string, unknown>;
    if (type !== "k") return null;
    const { topic, sealKey } = this.#mesh.context;
    const plain = unseal(d, { topic, sealKey, from: ids.peer, to: ids.self });
    return plain && parseSignal(plain);
  }

  #receive(signal: Signal): void {
    const proven = this.link?.relayed === false;
    const reading = this.#handshake.read(signal, { proven });
    if (reading === "ignored") return;
    // Signals are sealed with the room's key, which every member has; a direct link is its two ends' own. If it is dead, that shows.
    if (reading === "doubtful" || (proven && signal.kind === "bye")) {
      this.#mesh.doubt(this);
      return;
    }
    if (reading === "blind-hi") {
      this.#receiveBlindHi(signal.from);
      return;
    }
    if (reading === "anew") {
      if (this.link !== null) {
        this.destroy("superseded"); // it knows us and has begun anew: our link is dead over there
        return;
      }
      this.#direct?.drop();
      this.#relayed?.close();
    }
    if (this.link === null && !this.#timers.isSet("relay"))
      this.#timers.after("relay", relayAfterMs, () => this.#startRelay());
    this.#act(signal);
  }

  #receiveBlindHi(from: ConnectionId): void {
    if (this.#handshake.remote === from && this.#direct?.isTrying === true) return;
    if (this.#handshake.believe(from) && this.#offers) this.#direct?.try();
    else if (this.#blindReplies++ < maxBlindReplies) this.#signal({ kind: "hi" }, from);
  }

  #act(signal: Signal): void {
    switch (signal.kind) {
      case "hi":
        if (!this.#isIdle) break;
        if (this.#offers) this.#direct?.try();
        else this.#signal({ kind: "hi" });
        break;
      case "offer":
      case "answer":
      case "candidates":
      case "restart":
        this.#direct?.receive(signal);
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

  /** Nothing stands, and nothing is tried. */
  get #isIdle(): boolean {
    return this.#direct?.isTrying !== true && this.link === null;
  }

  // ——— paths ———

  #onDirectFailed(what: "attempt" | "link"): void {
    if (what === "link" || !this.#handshake.isFresh) this.destroy("ice");
    else this.#startRelay(); // nothing direct now: no need to wait any longer
  }

  #startRelay(): void {
    if (this.#relayed !== null || this.#direct?.link?.proven === true) return;
    const ids = this.#ids;
    if (ids === null || this.#end !== null || !this.#handshake.isFresh) return;
    // There is no DTLS here; the connection ids are as new as fingerprints, so an old hello cannot be replayed.
    const fingerprints = { local: this.#handshake.id, remote: this.#handshake.remote ?? "" };
    this.#relayed = new Relayed({
      signal: (body) => this.#signal(body),
      path: (options) => this.#path({ ...options, ids, fingerprints, relayed: true }),
      onRetry: () => this.#direct?.retry(),
      onClosed: () => (this.#relayed = null),
    });
  }

  #path(options: Pick<PathOptions, "channels" | "frameBytes" | "fingerprints" | "ids" | "relayed">): Path {
    return new Path({
      ...options,
      context: this.#mesh.context,
      awarenessId: this.#mesh.awarenessId,
      onProven: (link) => this.#onProven(link),
      onMessage: (_link, message) => {
        if (this.#end === null) this.#mesh.onMessage(this, message);
      },
      onFault: (fault) => this.destroy(fault),
    });
  }

  #onProven(link: Link): void {
    this.#timers.stop("deadline");
    if (!link.relayed) {
      this.#timers.stop("relay");
      this.#relayed?.linger();
    } else if (this.link !== link) return; // a direct path was quicker
    if (!this.#connected) this.emit("connect", []);
    this.#connected = true;
    this.#mesh.onProven(this, link);
  }
}

export default Peer;
