// Stands in for simple-peer under y-webrtc (PR1): same shape, on a native RTCPeerConnection. It agrees with the other side
// through sealed signals (PR2), opens a path, lets the link prove itself (PR7), and then belongs to the mesh.
//
// Who offers: always the peer with the higher id, so there is no glare. Where no direct path comes up within seconds, the
// link is relayed through the host (MS5) while a direct one is tried again from time to time.

import { toError } from "../lib/to-error.ts";
import { Connection } from "./connection.ts";
import { Handshake } from "./handshake.ts";
import { fingerprintOf } from "./hello.ts";
import type { LaneFault } from "./lane.ts";
import type { Link, LinkFault } from "./link.ts";
import type { Mesh } from "./mesh.ts";
import { Path, type PathOptions } from "./path.ts";
import { Relay, relayFrameBytes } from "./relay.ts";
import { seal, unseal } from "./seal.ts";
import { encodeSignal, parseSignal, type ConnectionId, type Signal, type SignalBody } from "./signal.ts";

type Events = {
  signal: [signal: Readonly<{ type: "k"; d: string }>];
  connect: [];
  data: [bytes: Uint8Array];
  close: [];
  error: [error: Error];
};

export type PeerOptions = Readonly<{ initiator: boolean; mesh: Mesh }>;

export type PeerEnd =
  | "bye"
  | "deadline"
  | "superseded"
  | "ice"
  | "silent"
  | "closed"
  | "no-signal"
  | "offender"
  | "full"
  | LaneFault
  | LinkFault;

/** From the first signal to a proven link (PR3); random, so that two sides do not give up and retry in step. */
const deadlineMs = { least: 15_000, most: 20_000 } as const;
const hiEveryMs = 2500;
/** A direct path takes 0.1 s on a LAN and a second or two across the internet. */
const relayAfterMs = 5000;
/**
 * While relayed, a direct path is tried again, for networks change: after this, and twice as long after each failure. A
 * room of 30 without any would else make a connection a second on each device, for ever.
 */
const retryDirectMs = { least: 20_000, most: 40_000 } as const;
const maxRetryFactor = 8;
/** Messages already on their way through the host when the direct path opens. */
const relayLingersMs = 5000;
/** ICE may recover by itself; then it is helped; then the link is given up (PR3). */
const disconnectedGraceMs = 5000;
const restartGraceMs = 8000;
/** Replies to a "hi" that cites nothing of ours: a replaying host must not make us an amplifier. */
const maxBlindReplies = 8;

const between = ({ least, most }: Readonly<{ least: number; most: number }>): number =>
  least + Math.random() * (most - least);

type Timer = "deadline" | "hi" | "disconnected" | "relay" | "retry" | "linger";

export class Peer {
  readonly #mesh: Mesh;
  readonly #initiator: boolean;
  readonly #listeners = new Map<keyof Events, ((...args: never[]) => void)[]>();
  readonly #handshake = new Handshake();
  readonly #timers: Partial<Record<Timer, ReturnType<typeof setTimeout>>> = {};
  #ids: Readonly<{ self: string; peer: string }> | null = null;
  #blindReplies = 0;
  #waiting: unknown[] = [];
  #admitted = false;
  #connection: Connection | null = null;
  /** Counts the offerer's attempts, so that signals of an earlier one are known. */
  #attempt = 0;
  /** Attempts made while relayed, since the network last changed. */
  #retries = 0;
  #direct: Path | null = null;
  #relay: Readonly<{ transport: Relay; path: Path }> | null = null;
  #connected = false;
  #end: PeerEnd | null = null;

  constructor({ initiator, mesh }: PeerOptions) {
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
    const relayed = this.#relay?.path.link;
    return relayed?.proven === true ? relayed : null;
  }

  get ids(): Readonly<{ self: string; peer: string }> | null {
    return this.#ids;
  }

  /** Tells which two peers this is between. Called by PeerTable when y-webrtc stores the connection. */
  bind(self: string, peer: string): void {
    this.#ids = { self, peer };
  }

  on<E extends keyof Events>(event: E, listener: (...args: Events[E]) => void): this {
    const list = this.#listeners.get(event) ?? [];
    list.push(listener as (...args: never[]) => void);
    this.#listeners.set(event, list);
    return this;
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
  destroy(end: PeerEnd | Error = "closed"): void {
    if (this.#end !== null) return;
    this.#end = end instanceof Error ? "ice" : end;
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
    if (this.#ids !== null && this.#handshake.remote !== null && this.#end !== "bye")
      this.#signal({ kind: "bye" });
    this.#dropDirect();
    this.#dropRelay();
    this.#mesh.onPeerEnd(this, this.#end);
    this.#emit("close");
  }

  /** Says goodbye on the link before it goes (PR3). */
  leave(): void {
    this.link?.send({ type: "bye" });
    this.destroy("closed");
  }

  /** Asks for a new direct path, after a network change. */
  restart(): void {
    if (this.#ids === null || this.#end !== null) return;
    this.#retries = 0;
    if (this.#relay !== null) this.#retryLater();
    if (this.#connection === null) this.#retryDirect();
    else if (this.#offers) this.#connection.offer({ restart: true });
    else this.#signal({ kind: "restart" });
  }

  stats(): Promise<RTCStatsReport> | null {
    return this.#connection?.stats() ?? null;
  }

  get #offers(): boolean {
    return this.#ids !== null && this.#ids.self > this.#ids.peer;
  }

  #after(timer: Timer, ms: number, act: () => void): void {
    clearTimeout(this.#timers[timer]);
    this.#timers[timer] = setTimeout(() => {
      if (this.#end === null) act();
    }, ms);
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
      this.#after("deadline", between(deadlineMs), () => this.destroy("deadline"));
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
    this.#after("hi", hiEveryMs, () => {
      if (this.#connection === null && this.link === null) this.#sayHi();
    });
  }

  #signal(body: SignalBody, to?: ConnectionId): void {
    const ids = this.#ids;
    if (ids === null) return;
    const { topic, sealKey } = this.#mesh.context;
    const plain = encodeSignal(this.#handshake.address(body, to));
    this.#emit("signal", { type: "k", d: seal(plain, { topic, sealKey, from: ids.self, to: ids.peer }) });
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
      this.#dropDirect();
      this.#dropRelay();
    }
    if (this.link === null && this.#timers.relay === undefined)
      this.#after("relay", relayAfterMs, () => this.#startRelay());
    this.#act(signal);
  }

  #receiveBlindHi(from: ConnectionId): void {
    if (this.#handshake.remote === from && this.#connection !== null) return;
    if (this.#handshake.believe(from) && this.#offers) this.#offer();
    else if (this.#blindReplies++ < maxBlindReplies) this.#signal({ kind: "hi" }, from);
  }

  #act(signal: Signal): void {
    switch (signal.kind) {
      case "hi":
        if (this.#connection !== null || this.link !== null) break;
        if (this.#offers) this.#offer();
        else this.#signal({ kind: "hi" });
        break;
      case "offer":
        if (this.#offers || signal.attempt < this.#attempt) break;
        if (signal.attempt > this.#attempt) this.#dropDirect();
        this.#attempt = signal.attempt;
        this.#connect()?.acceptOffer(signal.description);
        break;
      case "answer":
        if (this.#offers && signal.attempt === this.#attempt)
          this.#connection?.acceptAnswer(signal.description);
        break;
      case "candidates":
        if (signal.attempt === this.#attempt) this.#connection?.acceptCandidates(signal.candidates);
        break;
      case "restart":
        if (this.#offers && this.#connection !== null) this.#connection.offer({ restart: true });
        else if (this.#offers) this.#retryDirect();
        break;
      case "bye":
        this.destroy("bye");
        break;
      case "frame":
        this.#startRelay();
        this.#relay?.transport.receive(signal.bytes);
        break;
    }
  }

  // ——— the direct path ———

  #offer(): void {
    if (this.#connection !== null) return;
    this.#attempt++;
    this.#connect()?.offer();
  }

  /** Null where the browser gives no connection: Chromium has 500 for all rooms, those just closed included. */
  #connect(): Connection | null {
    try {
      return (this.#connection ??= this.#newConnection());
    } catch (reason) {
      this.#onDirectFailed(toError(reason));
      return null;
    }
  }

  #newConnection(): Connection {
    const attempt = this.#attempt;
    const connection = new Connection(this.#mesh.context.iceServers(), {
      offer: (description) => this.#signal({ kind: "offer", attempt, description }),
      answer: (description) => this.#signal({ kind: "answer", attempt, description }),
      candidates: (candidates) => this.#signal({ kind: "candidates", attempt, candidates }),
      open: () => this.#openDirect(connection),
      state: (state) => this.#onState(state),
      failed: (error) => this.#onDirectFailed(error),
    });
    return connection;
  }

  #openDirect(connection: Connection): void {
    if (this.#connection !== connection) return;
    const { localSdp, remoteSdp, channels, frameBytes } = connection;
    this.#direct = this.#path({
      channels,
      frameBytes,
      fingerprints: { local: fingerprintOf(localSdp), remote: fingerprintOf(remoteSdp) },
      relayed: false,
      onFault: (fault) => this.destroy(fault),
    });
  }

  #onDirectFailed(error: Error): void {
    const wasProven = this.#direct?.link.proven === true;
    this.#mesh.onDirectFailed(this.#connection?.candidateTypes ?? new Set());
    this.#dropDirect();
    if (wasProven) this.destroy(error);
    else if (!this.#handshake.isFresh) this.destroy(error);
    else this.#startRelay(); // nothing direct now: no need to wait any longer
  }

  #retryDirect(): void {
    if (this.#connection !== null || this.#direct !== null) return;
    if (this.#offers) this.#offer();
    else this.#signal({ kind: "restart" });
  }

  #dropDirect(): void {
    this.#direct?.close();
    this.#direct = null;
    const { candidateTypes } = this.#connection ?? {};
    if (candidateTypes !== undefined) this.#mesh.hearCandidates(candidateTypes);
    this.#connection?.close();
    this.#connection = null;
  }

  #onState(state: RTCPeerConnectionState): void {
    if (state !== "disconnected") {
      clearTimeout(this.#timers.disconnected);
      return;
    }
    this.#after("disconnected", disconnectedGraceMs, () => {
      this.restart();
      this.#after("disconnected", restartGraceMs, () =>
        this.#onDirectFailed(new Error("ICE stayed disconnected")),
      );
    });
  }

  // ——— the relayed path ———

  #startRelay(): void {
    if (
      this.#relay !== null ||
      this.#direct?.link.proven === true ||
      this.#end !== null ||
      !this.#handshake.isFresh
    )
      return;
    const transport = new Relay((bytes) => this.#signal({ kind: "frame", bytes }));
    const path = this.#path({
      channels: transport,
      frameBytes: relayFrameBytes,
      // There is no DTLS here; the connection ids are as new as fingerprints, so an old hello cannot be replayed.
      fingerprints: { local: this.#handshake.id, remote: this.#handshake.remote ?? "" },
      relayed: true,
      onFault: (fault) => this.destroy(fault),
    });
    if (path === null) return;
    this.#relay = { transport, path };
    this.#retryLater();
  }

  #retryLater(): void {
    const factor = Math.min(maxRetryFactor, 2 ** this.#retries);
    this.#after("retry", between(retryDirectMs) * factor, () => {
      if (this.#relay === null || this.#direct !== null) return;
      this.#retries++;
      // An attempt that hangs in "connecting" is given up for the next one.
      if (this.#offers) this.#dropDirect();
      this.#retryDirect();
      this.#retryLater();
    });
  }

  #dropRelay(): void {
    this.#relay?.path.close();
    this.#relay?.transport.close();
    this.#relay = null;
  }

  // ——— links ———

  #path(
    options: Pick<PathOptions, "channels" | "frameBytes" | "fingerprints" | "relayed" | "onFault">,
  ): Path | null {
    const ids = this.#ids;
    if (ids === null) return null;
    return new Path({
      ...options,
      ids,
      context: this.#mesh.context,
      awarenessId: this.#mesh.awarenessId,
      onProven: (link) => this.#onProven(link),
      onMessage: (_link, message) => {
        if (this.#end === null) this.#mesh.onMessage(this, message);
      },
    });
  }

  #onProven(link: Link): void {
    clearTimeout(this.#timers.deadline);
    if (!link.relayed) {
      clearTimeout(this.#timers.relay);
      clearTimeout(this.#timers.retry);
      if (this.#relay !== null) this.#after("linger", relayLingersMs, () => this.#dropRelay());
    } else if (this.link !== link) return; // a direct path was quicker
    if (!this.#connected) this.#emit("connect");
    this.#connected = true;
    this.#mesh.onProven(this, link);
  }

  #emit<E extends keyof Events>(event: E, ...args: Events[E]): void {
    for (const listener of this.#listeners.get(event) ?? [])
      (listener as (...args: Events[E]) => void)(...args);
  }
}

export default Peer;
