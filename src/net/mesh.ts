// All links of one room: who is linked, what is new goes to everyone once, what is missing is asked for, what is silent goes.
// It sees peers only after their hello; it reads nothing of a record but its id.

import { Listeners, type Stop } from "../lib/listeners.ts";
import type { AuthorId, RecordId } from "../room/ids.ts";
import { AntiEntropy } from "./anti-entropy.ts";
import { Backoff } from "./backoff.ts";
import type { RoomContext } from "./context.ts";
import { Gate, type GateFault, type Passed } from "./gate.ts";
import { Gossip, shortIdOf } from "./gossip.ts";
import { answer, History, parseStateVector } from "./history.ts";
import type { Link } from "./link.ts";
import type { LinkMessage } from "./message.ts";
import { Pace } from "./pace.ts";
import type { Peer, PeerEnd } from "./peer.ts";
import { Presence } from "./presence.ts";

/** Through the host at a slower rate: it carries everybody (MS5). */
const heartbeatMs = { direct: 10_000, relayed: 25_000 } as const;
const tickMs = 1000;
/** Two and a half heartbeats unheard: asked, and gone without an answer (PR4). */
const silentMs = { direct: 25_000, relayed: 60_000 } as const;
const probeMs = 3000;
/** Something waits for an earlier struct this long: the difference is asked for (MS4), ever more rarely if nobody has it. */
const gapMs = { first: 2000, most: 60_000 } as const;
/** Announced anew while somebody known has no link (MS3). */
const announceMs = 60_000;
/** Offences that the bytes alone prove before a link is cut (GT5). */
const maxOffences = 3;
const maxLiveBytes = 128 * 1024;
/** Links that others ask for may exceed one's own bound by this. */
const inboundFactor = 1.5;
const fullAnswers = 0.15;
const answerEveryMs = 1000;

export type MeshOptions = Readonly<{
  context: RoomContext;
  peerId: string;
  /** True while nobody looks at this page: its timers prove nothing about others (PR4). */
  isHidden?: () => boolean;
  /** Says to signaling that this peer looks for links. */
  announce?: () => void;
  /** Links this peer takes at most, its own and others' wishes (MS3). */
  maxLinks?: number;
}>;

/** Ends after which there is nobody to be called back, and nothing to be blamed on the network. */
const leaving: ReadonlySet<PeerEnd> = new Set([
  "bye",
  "superseded",
  "closed",
  "no-signal",
  "full",
  "offender",
]);

type Entry = {
  readonly peer: Peer;
  readonly link: Link;
  offences: number;
  answering: number;
  /** performance.now() of the last beginning of an answer. */
  answeredAt: number;
  heartbeatAt: number;
  probing: boolean;
  readonly pace: Pace;
};

export class Mesh {
  readonly context: RoomContext;
  readonly presence: Presence;
  readonly gossip: Gossip;
  /** Links came or went, history advanced, somebody's presence changed. */
  readonly changes = new Listeners();
  /** A member's wall time minus ours, ms, at a heartbeat (RC3). */
  readonly onWall = new Listeners<[author: AuthorId, offsetMs: number]>();
  /** A member stores these records of ours; null: all that there are. */
  readonly onHeld = new Listeners<[author: AuthorId, ids: readonly RecordId[] | null]>();
  /** null before the first attempt. */
  candidateTypes: Set<RTCIceCandidateType> | null = null;
  /** Members caught sending what no honest peer sends (GT5). */
  readonly faulty = new Set<AuthorId>();
  /** The peers by their Yjs-free names, for y-webrtc. */
  readonly peerId: string;
  readonly #options: MeshOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #gate: Gate;
  readonly #history: History;
  readonly #antiEntropy: AntiEntropy;
  readonly #backoff = new Backoff();
  readonly #pings = new Map<number, number>();
  readonly #stops: Stop[] = [];
  #announcedAt = performance.now();
  #announcing: ReturnType<typeof setTimeout> | null = null;
  #gap = { askedAt: 0, waitMs: gapMs.first as number };
  #answers = 0;
  /** What has come of history is taken one slice after the other. Never rejects. */
  #slices: Promise<void> = Promise.resolve();
  #nonce = 0;
  #closed = false;

  constructor(options: MeshOptions) {
    const { context, peerId } = options;
    this.#options = options;
    this.context = context;
    this.peerId = peerId;
    this.gossip = new Gossip(() => this.links);
    this.gossip.self = shortIdOf(peerId);
    this.#gate = new Gate(context, this);
    this.#history = new History(context, () => this.changes.emit());
    this.#antiEntropy = new AntiEntropy(context, () => this.#history.active);
    this.presence = new Presence({
      context,
      doc: context.doc,
      peerId,
      publish: (payload, options) => this.gossip.publish("presence", payload, options),
    });
    const onUpdate = (update: Uint8Array, origin: unknown): void => this.#onUpdate(update, origin);
    context.doc.on("update", onUpdate);
    const timer = setInterval(() => this.#tick(), tickMs);
    this.#stops.push(
      () => context.doc.off("update", onUpdate),
      () => clearInterval(timer),
      context.records.onErased(() => this.#gate.retry()),
      this.presence.changes.add(() => this.changes.emit()),
    );
  }

  get awarenessId(): number {
    return this.presence.id;
  }

  /** Proven links. */
  get links(): readonly Link[] {
    return [...this.#entries.values()].map(({ link }) => link);
  }

  /**
   * Whether to answer an announce. One that is full answers now and then: in a room where everybody is, a newcomer would
   * find nobody (MS3).
   */
  get wantsMore(): boolean {
    const { size } = this.#entries;
    return size < this.#maxLinks || (size < this.#maxLinks * inboundFactor && Math.random() < fullAnswers);
  }

  get #maxLinks(): number {
    return this.#options.maxLinks ?? Infinity;
  }

  /** 0…1 while a history worth showing is arriving. */
  get receiving(): number | null {
    return this.#history.progress;
  }

  get isReceiving(): boolean {
    return this.#history.active;
  }

  /** Tells an author that its records are stored here. */
  sayHeld(author: AuthorId, ids: readonly RecordId[]): void {
    for (const link of this.links)
      if (link.author === author) link.send({ type: "held", ids: this.context.packIds(ids) });
  }

  linkTo(author: AuthorId): Link | null {
    return this.links.find((link) => link.author === author) ?? null;
  }

  statsOf(link: Link): Promise<RTCStatsReport> | null {
    return this.#entries.get(link.peerId)?.peer.stats() ?? null;
  }

  failuresOf(peerId: string): number {
    return this.#backoff.failuresOf(peerId);
  }

  /** After sleep, a network change or a restored page: which links still live? (PR4) */
  wake({ networkChanged = false } = {}): void {
    if (networkChanged) {
      this.#backoff.forget();
      for (const { peer } of this.#entries.values()) peer.restart();
    }
    for (const entry of this.#entries.values()) this.#probe(entry);
    this.presence.renew();
    this.#announce();
  }

  /** Says goodbye and closes every link. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const stop of this.#stops) stop();
    for (const { peer } of Array.from(this.#entries.values())) peer.leave();
    this.#history.close();
    this.gossip.close();
    this.presence.close();
    this.#gate.clear();
    this.changes.clear();
    this.onWall.clear();
    this.onHeld.clear();
  }

  // ——— what Peer calls ———

  /** Kinds of addresses that ICE found on this device, in the last attempts. */
  hearCandidates(types: ReadonlySet<RTCIceCandidateType>): void {
    this.candidateTypes ??= new Set();
    for (const type of types) this.candidateTypes.add(type);
  }

  onDirectFailed(types: ReadonlySet<RTCIceCandidateType>): void {
    this.hearCandidates(types);
    this.changes.emit();
  }

  admit(peer: Peer, { patient }: Readonly<{ patient: boolean }>, go: () => void): void {
    if (this.#closed) peer.destroy();
    else if (this.#entries.size >= this.#maxLinks * inboundFactor) peer.destroy("full");
    else if (this.context.whenReady === undefined) this.#backoff.admit(peer, patient, go);
    else void this.context.whenReady().then(() => this.#backoff.admit(peer, patient, go));
  }

  onProven(peer: Peer, link: Link): void {
    this.#backoff.onProven(peer);
    if (this.#closed || (link.author !== null && this.faulty.has(link.author))) {
      peer.destroy("offender");
      return;
    }
    // Many may have called at once: only now is it known which of them are links.
    if (this.#entries.size >= this.#maxLinks * inboundFactor && !this.#entries.has(link.peerId)) {
      peer.destroy("full");
      return;
    }
    this.#history.drop(this.#entries.get(link.peerId)?.link ?? link); // relayed until now
    const entry: Entry = {
      peer,
      link,
      offences: 0,
      answering: 0,
      answeredAt: -Infinity,
      heartbeatAt: performance.now(),
      probing: false,
      pace: new Pace(),
    };
    this.#entries.get(link.peerId)?.pace.close();
    this.#entries.set(link.peerId, entry);
    // Listed as holders, my neighbours are not told again by the newcomer what they know.
    const holders = [this.gossip.self, ...this.links.map(({ shortId }) => shortId)];
    link.send({ type: "gossip", holders, what: "presence", payload: this.presence.encodeAll() });
    this.#heartbeat(entry);
    this.changes.emit();
  }

  onPeerEnd(peer: Peer, end: PeerEnd): void {
    const entry = [...this.#entries.values()].find((one) => one.peer === peer);
    const left = leaving.has(end);
    this.#backoff.onEnd(peer, entry === undefined && !left);
    // The other side may have lost us too: whoever notices calls; who left needs no calling.
    if (!left) this.#announceSoon();
    if (entry === undefined) return;
    this.#entries.delete(entry.link.peerId);
    entry.pace.close();
    this.#history.drop(entry.link);
    const { awarenessId, author } = entry.link;
    if (
      awarenessId !== null &&
      author !== null &&
      (end === "bye" || this.#entries.size === 0 || end === "silent" || end === "ice")
    )
      this.presence.remove(awarenessId, author);
    this.changes.emit();
  }

  /** Somebody says that this link is of no more use: it is asked, and gone without an answer. */
  doubt(peer: Peer): void {
    for (const entry of this.#entries.values()) if (entry.peer === peer) this.#probe(entry);
  }

  /** Also what was still under way through the host when a direct path took over. */
  onMessage(peer: Peer, message: LinkMessage): void {
    const entry = this.#entries.get(peer.ids?.peer ?? "");
    if (entry?.peer !== peer) return;
    const { link } = entry;
    switch (message.type) {
      case "gossip":
        entry.pace.take(message.payload.length, () => this.#onGossip(entry, message));
        break;
      case "ask":
        this.#onAsk(entry, message);
        break;
      case "records": {
        const bytes = message.records.reduce((sum, record) => sum + record.length, 0);
        entry.pace.take(bytes, () => this.#onRecords(entry, message.records));
        break;
      }
      case "slice":
        // What was asked for comes as fast as it can.
        if (this.#history.accepts(link, message.request)) this.#onSlice(entry, message);
        else entry.pace.take(message.update.length, () => this.#onSlice(entry, message));
        break;
      case "done":
        this.#afterSlices(() => {
          if (this.#history.accepts(link, message.request)) this.#history.onDone();
        });
        break;
      case "enough":
        entry.answering = 0;
        break;
      case "heartbeat":
        this.#onHeartbeat(entry, message);
        break;
      case "buckets":
        this.#antiEntropy.onBuckets(link, message);
        break;
      case "bucket":
        this.#antiEntropy.onBucket(link, message);
        break;
      case "held":
        if (link.author !== null) this.onHeld.emit(link.author, this.context.unpackIds(message.ids));
        break;
      case "ping":
        link.send({ type: "pong", nonce: message.nonce });
        break;
      case "pong":
        this.#onPong(link, message.nonce);
        break;
      case "bye":
        peer.destroy("bye");
        break;
      case "hello":
      case "ready":
        this.#offence(entry);
        break;
    }
  }

  // ——— records ———

  /** Something new in the document: own records and those of other tabs go out; what came over the wire gossip forwards. */
  #onUpdate(update: Uint8Array, origin: unknown): void {
    if (origin === this || origin === this.context.erasure || this.#closed) return;
    // What is larger was not just written: it was loaded or brought back, and is found by comparing digests.
    if (this.#entries.size > 0 && update.length <= maxLiveBytes) this.gossip.publish("update", update);
  }

  #onGossip(entry: Entry, message: LinkMessage & { type: "gossip" }): void {
    const { link } = entry;
    if (message.what === "presence") {
      const good = this.presence.receive(message.payload, link);
      if (good === null) this.gossip.repeat(link, message, presenceKey(message.payload));
      else this.gossip.receive(link, { ...message, payload: good }, presenceKey(good), () => true);
      return;
    }
    const fresh = this.#passed(entry, this.#gate.receive(message.payload))?.fresh ?? null;
    if (fresh === null) return;
    if (fresh.length === 0) {
      // Known already, but perhaps still about to be forwarded: then its holders count.
      this.gossip.repeat(link, message, bytesKey(message.payload));
      return;
    }
    const { records } = this.context;
    this.gossip.receive(link, message, bytesKey(message.payload), () =>
      fresh.every((id) => records.ids.has(id)),
    );
  }

  #afterSlices(act: () => Promise<void> | void): void {
    this.#slices = this.#slices.then(act).catch((reason: unknown) => {
      // A listener's fault, told to the page; the slices after it are taken all the same.
      queueMicrotask(() => {
        throw reason;
      });
    });
  }

  /** What of it passed, or null after an offence. */
  #passed(entry: Entry, passed: Passed | GateFault): Passed | null {
    if (typeof passed !== "string") return passed;
    this.#offence(entry);
    return null;
  }

  /** Slices are judged elsewhere and taken here, in their order. */
  #onSlice(entry: Entry, message: LinkMessage & { type: "slice" }): void {
    const { update, request } = message;
    const judging = this.context.judge?.(update);
    this.#afterSlices(async () => {
      const blocks = await judging;
      if (this.#closed) return;
      const passed = this.#passed(
        entry,
        blocks == null ? this.#gate.receive(update) : this.#gate.receiveJudged(update, blocks),
      );
      if (passed !== null && this.#history.accepts(entry.link, request))
        this.#history.onSlice(message, passed.applied + passed.fresh.length > 0);
    });
  }

  #onRecords(entry: Entry, records: readonly Uint8Array[]): void {
    for (const bytes of records) {
      const id = this.context.recordId(bytes);
      if (id === null) {
        this.#offence(entry);
        return;
      }
      this.context.records.receive(id, bytes.slice());
    }
  }

  #onAsk(entry: Entry, { request, stateVector }: LinkMessage & { type: "ask" }): void {
    const vector = parseStateVector(stateVector);
    if (vector === null) {
      this.#offence(entry);
      return;
    }
    const turn = ++this.#answers;
    entry.answering = turn;
    const isCurrent = (): boolean => entry.answering === turn && !entry.link.closed && !this.#closed;
    // Who asks again and again is answered once in a while, the newest question: beginning to answer is what costs (GT4).
    const waitMs = Math.max(0, entry.answeredAt + answerEveryMs - performance.now());
    const begin = (): void => {
      if (!isCurrent()) return;
      entry.answeredAt = performance.now();
      void answer(this.context, entry.link, request, vector, isCurrent);
    };
    if (waitMs === 0) begin();
    else setTimeout(begin, waitMs);
  }

  #offence(entry: Entry): void {
    entry.offences++;
    if (entry.offences < maxOffences) return;
    if (entry.link.author !== null) this.faulty.add(entry.link.author);
    entry.peer.destroy("offender");
  }

  // ——— life ———

  #onHeartbeat(entry: Entry, { wall, digest, stored }: LinkMessage & { type: "heartbeat" }): void {
    const { link } = entry;
    if (link.author !== null) this.onWall.emit(link.author, wall - this.context.now());
    if (!link.compared) {
      link.compared = true;
      if (this.#antiEntropy.compare(digest) !== true) this.#history.want(link);
    }
    if (stored && this.#antiEntropy.compare(digest) === true && link.author !== null)
      this.onHeld.emit(link.author, null);
    this.#antiEntropy.onHeartbeat(link, digest, this.peerId < link.peerId);
    this.changes.emit();
  }

  #heartbeat(entry: Entry): void {
    entry.heartbeatAt = performance.now();
    entry.link.send({
      type: "heartbeat",
      wall: Math.max(0, Math.round(this.context.now())),
      digest: this.#antiEntropy.digest(),
      stored: this.context.isStored?.() ?? true,
    });
    this.#ping(entry.link);
  }

  #ping(link: Link): void {
    const nonce = ++this.#nonce;
    this.#pings.set(nonce, performance.now());
    link.send({ type: "ping", nonce });
  }

  #onPong(link: Link, nonce: number): void {
    const sentAt = this.#pings.get(nonce);
    this.#pings.delete(nonce);
    if (sentAt !== undefined) link.rttMs = performance.now() - sentAt;
  }

  /** No answer within 3 s, on a page somebody looks at: the link is dead. */
  #probe(entry: Entry): void {
    if (entry.probing) return;
    entry.probing = true;
    const askedAt = performance.now();
    this.#ping(entry.link);
    setTimeout(() => {
      entry.probing = false;
      if (entry.link.heardAt < askedAt) entry.peer.destroy("silent");
    }, probeMs);
  }

  #tick(): void {
    const now = performance.now();
    for (const entry of this.#entries.values()) {
      const kind = entry.link.relayed ? "relayed" : "direct";
      if (now - entry.heartbeatAt >= heartbeatMs[kind]) this.#heartbeat(entry);
      if (now - entry.link.heardAt > silentMs[kind] && this.#options.isHidden?.() !== true)
        this.#probe(entry);
    }
    for (const [nonce, sentAt] of this.#pings) if (now - sentAt > silentMs.relayed) this.#pings.delete(nonce);
    this.#fillGap(now);
    if (
      now - this.#announcedAt > announceMs &&
      this.presence.others.some(({ peerId }) => !this.#entries.has(peerId))
    )
      this.#announce();
  }

  #fillGap(now: number): void {
    const { heldSince } = this.#gate;
    if (heldSince === null) {
      this.#gap = { askedAt: 0, waitMs: gapMs.first };
      return;
    }
    const { askedAt, waitMs } = this.#gap;
    if (now - Math.max(heldSince, askedAt) <= waitMs || this.#history.active) return;
    if (this.#gate.retry() > 0) return; // what it waited for was written here
    const { links } = this;
    const link = links[Math.floor(Math.random() * links.length)];
    if (link === undefined) return;
    this.#gap = { askedAt: now, waitMs: Math.min(gapMs.most, waitMs * 2) };
    this.#history.want(link);
  }

  #announceSoon(): void {
    if (this.#closed || this.#announcing !== null) return;
    this.#announcing = setTimeout(() => {
      this.#announcing = null;
      if (!this.#closed) this.#announce();
    }, Math.random() * tickMs);
  }

  #announce(): void {
    this.#announcedAt = performance.now() + Math.random() * tickMs * 10;
    this.#options.announce?.();
  }
}

/** Names contents among those of the last minute; two that collide cost one forwarded copy. */
const bytesKey = (bytes: Uint8Array): string => {
  let a = 0x811c9dc5;
  let b = 0;
  for (const byte of bytes) {
    a = Math.imul(a ^ byte, 0x01000193);
    b = (Math.imul(b, 31) + byte) | 0;
  }
  return `${bytes.length} ${a} ${b}`;
};

const presenceKey = (payload: Uint8Array): string => `presence ${bytesKey(payload)}`;
