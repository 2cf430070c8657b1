// Stands in for simple-peer under y-webrtc (PR1): same shape, on a native RTCPeerConnection. It agrees with the other side
// through sealed signals (PR2), opens the lanes, lets the link prove itself (PR7), and then belongs to the mesh.
//
// Who offers: always the peer with the higher id. Both sides begin with "hi" carrying a random connection id; a signal that
// cites our present id is fresh (the host cannot have recorded it), one that does not changes nothing that already stands.

import { Connection } from "./connection.ts";
import { fingerprintOf } from "./hello.ts";
import { Lane, type LaneFault } from "./lane.ts";
import { Link, type LinkFault } from "./link.ts";
import type { LinkMessage } from "./message.ts";
import type { Mesh } from "./mesh.ts";
import { seal, unseal } from "./seal.ts";
import {
  createConnectionId,
  encodeSignal,
  parseSignal,
  type ConnectionId,
  type Signal,
  type SignalBody,
} from "./signal.ts";

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
/** ICE may recover by itself; then it is helped; then the link is given up (PR3). */
const disconnectedGraceMs = 5000;
const restartGraceMs = 8000;
/** Replies to a "hi" that cites nothing of ours: a replaying host must not make us an amplifier. */
const maxBlindReplies = 8;

export class Peer {
  readonly #mesh: Mesh;
  readonly #initiator: boolean;
  readonly #listeners = new Map<keyof Events, ((...args: never[]) => void)[]>();
  readonly #connectionId: ConnectionId = createConnectionId();
  #ids: Readonly<{ self: string; peer: string }> | null = null;
  #remote: ConnectionId | null = null;
  #fresh = false;
  #seqOut = 0;
  #seqIn = -1;
  #blindReplies = 0;
  #waiting: unknown[] = [];
  #admitted = false;
  #connection: Connection | null = null;
  #link: Link | null = null;
  #lanes: readonly Lane[] = [];
  #timers: Partial<Record<"deadline" | "hi" | "disconnected", ReturnType<typeof setTimeout>>> = {};
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

  /** The proven link, else null. */
  get link(): Link | null {
    return this.#link?.proven === true ? this.#link : null;
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
    else if (!this.#initiator && this.#remote === null) this.destroy("no-signal");
  }

  /** simple-peer's: bytes of y-protocols from y-webrtc. The mesh has its own messages: nothing of this leaves. */
  // oxlint-disable-next-line class-methods-use-this
  send(_bytes: Uint8Array): void {}

  /** Hands y-webrtc a y-protocols message, as if it had come over the wire. */
  deliver(bytes: Uint8Array): void {
    this.#emit("data", bytes);
  }

  /** simple-peer's, idempotent: y-webrtc calls it again from 'close'. */
  destroy(end: PeerEnd | Error = "closed"): void {
    if (this.#end !== null) return;
    this.#end = end instanceof Error ? "ice" : end;
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
    if (this.#ids !== null && this.#remote !== null && this.#end !== "bye") this.#signal({ kind: "bye" });
    if (this.#link !== null) this.#link.closed = true;
    for (const lane of this.#lanes) lane.close();
    this.#connection?.close();
    this.#mesh.onPeerEnd(this, this.#end);
    this.#emit("close");
  }

  /** Says goodbye on the link before it goes (PR3). */
  leave(): void {
    this.link?.send({ type: "bye" });
    this.destroy("closed");
  }

  /** Asks ICE for a new path, after a network change. */
  restart(): void {
    if (this.#connection === null || this.#ids === null) return;
    if (this.#offers) this.#connection.offer({ restart: true });
    else this.#signal({ kind: "restart" });
  }

  stats(): Promise<RTCStatsReport> | null {
    return this.#connection?.stats() ?? null;
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
      this.#timers.deadline = setTimeout(
        () => this.destroy("deadline"),
        least + Math.random() * (most - least),
      );
      if (this.#initiator) this.#sayHi();
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const signal of waiting) this.signal(signal);
    });
  }

  /** Again and again until negotiation begins: a signal is lost without a trace while a socket reconnects. */
  #sayHi(): void {
    this.#signal({ kind: "hi" });
    this.#timers.hi = setTimeout(() => {
      if (this.#connection === null) this.#sayHi();
    }, hiEveryMs);
  }

  #signal(body: SignalBody, to: ConnectionId = this.#remote ?? ""): void {
    const ids = this.#ids;
    if (ids === null) return;
    const { topic, sealKey } = this.#mesh.context;
    const plain = encodeSignal({ ...body, from: this.#connectionId, to, seq: this.#seqOut++ });
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
    if (signal.to === "") {
      if (signal.kind === "hi") this.#receiveBlindHi(signal.from);
      return;
    }
    if (signal.to !== this.#connectionId) return; // of another connection: replayed or late
    if (signal.from !== this.#remote || !this.#fresh) {
      if (this.#link !== null && signal.from !== this.#remote) {
        this.destroy("superseded"); // the other side has begun anew, and knows us: our link is dead over there
        return;
      }
      if (signal.from !== this.#remote) this.#forget();
      this.#remote = signal.from;
      this.#fresh = true;
      this.#seqIn = -1;
    }
    if (signal.seq <= this.#seqIn) return; // replayed within this connection
    this.#seqIn = signal.seq;
    this.#act(signal);
  }

  /** Somebody says hi who does not know our connection id: new over there, or recorded and replayed. Only an answer tells. */
  #receiveBlindHi(from: ConnectionId): void {
    if (this.#remote === from && this.#connection !== null) return;
    if (this.#remote === null) {
      this.#remote = from;
      if (this.#offers) {
        this.#connect().offer();
        return;
      }
    }
    if (this.#blindReplies++ < maxBlindReplies) this.#signal({ kind: "hi" }, from);
  }

  #act(signal: Signal): void {
    switch (signal.kind) {
      case "hi":
        if (this.#offers && this.#connection === null) this.#connect().offer();
        else if (!this.#offers && this.#connection === null) this.#signal({ kind: "hi" });
        break;
      case "offer":
        if (!this.#offers) this.#connect().acceptOffer(signal.description);
        break;
      case "answer":
        if (this.#offers) this.#connection?.acceptAnswer(signal.description);
        break;
      case "candidates":
        this.#connection?.acceptCandidates(signal.candidates);
        break;
      case "restart":
        if (this.#offers) this.#connection?.offer({ restart: true });
        break;
      case "bye":
        this.destroy("bye");
        break;
      case "frame":
        break;
    }
  }

  #forget(): void {
    this.#connection?.close();
    this.#connection = null;
  }

  #connect(): Connection {
    if (this.#connection !== null) return this.#connection;
    const connection = new Connection(this.#mesh.context.iceServers(), {
      offer: (description) => this.#signal({ kind: "offer", description }),
      answer: (description) => this.#signal({ kind: "answer", description }),
      candidates: (candidates) => this.#signal({ kind: "candidates", candidates }),
      open: () => this.#openLink(connection),
      state: (state) => this.#onState(state),
      failed: (error) => this.destroy(error),
    });
    this.#connection = connection;
    return connection;
  }

  #openLink(connection: Connection): void {
    const ids = this.#ids;
    if (ids === null || this.#connection !== connection) return;
    const lane = (name: keyof Connection["channels"]): Lane =>
      new Lane({
        channel: connection.channels[name],
        frameBytes: connection.frameBytes,
        onMessage: (bytes) => this.#link?.receive(bytes),
        onFault: (fault) => this.destroy(fault),
      });
    const live = lane("live");
    const bulk = lane("bulk");
    this.#lanes = [live, bulk];
    this.#link = new Link({
      context: this.#mesh.context,
      awarenessId: this.#mesh.awarenessId,
      selfId: ids.self,
      peerId: ids.peer,
      localFingerprint: fingerprintOf(connection.localSdp),
      remoteFingerprint: fingerprintOf(connection.remoteSdp),
      live,
      bulk,
      onProven: () => {
        clearTimeout(this.#timers.deadline);
        this.#emit("connect");
        if (this.#link !== null) this.#mesh.onProven(this, this.#link);
      },
      onMessage: (message: LinkMessage) => {
        if (this.#end === null && this.#link !== null) this.#mesh.onMessage(this, this.#link, message);
      },
      onFault: (fault) => this.destroy(fault),
    });
  }

  #onState(state: RTCPeerConnectionState): void {
    if (state !== "disconnected") {
      clearTimeout(this.#timers.disconnected);
      return;
    }
    this.#timers.disconnected = setTimeout(() => {
      this.restart();
      this.#timers.disconnected = setTimeout(() => this.destroy("ice"), restartGraceMs);
    }, disconnectedGraceMs);
  }

  #emit<E extends keyof Events>(event: E, ...args: Events[E]): void {
    for (const listener of this.#listeners.get(event) ?? [])
      (listener as (...args: Events[E]) => void)(...args);
  }
}

export default Peer;
