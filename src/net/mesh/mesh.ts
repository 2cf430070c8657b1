// All links of one room: who is linked, what is new goes to everyone once, what is missing is asked for, what is silent goes.
// It sees peers only after their hello; it reads nothing of a record but its id.

import { Listeners, type Stop } from "../../lib/listeners.ts";
import type { AuthorId, RecordId } from "../../room/ids.ts";
import { Announcer } from "./announcer.ts";
import { Answers } from "../sync/answers.ts";
import { AntiEntropy } from "../sync/anti-entropy.ts";
import { Admission } from "./admission.ts";
import type { RoomContext } from "../context.ts";
import { Gossip, keyOf } from "../sync/gossip.ts";
import { shortIdOf } from "../link/short-id.ts";
import { History } from "../sync/history.ts";
import { Intake } from "../sync/intake.ts";
import type { Link } from "../link/link.ts";
import { Links } from "./links.ts";
import { Liveness } from "./liveness.ts";
import type { LinkMessage } from "../link/message.ts";
import type { PeerEnd, Reach, ReachedPeer } from "./reach.ts";
import { Presence } from "./presence.ts";

const tickMs = 1000;
/** Offences that the bytes alone prove before a link is cut (GT5). */
const maxOffences = 3;
const maxLiveBytes = 128 * 1024;

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

export class Mesh implements Reach {
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
  readonly #links: Links;
  readonly #offences = new WeakMap<Link, number>();
  readonly #intake: Intake;
  readonly #answers: Answers;
  readonly #history: History;
  readonly #antiEntropy: AntiEntropy;
  readonly #liveness: Liveness;
  readonly #announcer: Announcer;
  readonly #admission = new Admission();
  readonly #stops: Stop[] = [];
  #closed = false;

  constructor({
    context,
    peerId,
    isHidden = () => false,
    announce = () => undefined,
    maxLinks = Infinity,
  }: MeshOptions) {
    this.#links = new Links(maxLinks);
    this.#announcer = new Announcer(announce);
    this.context = context;
    this.peerId = peerId;
    this.gossip = new Gossip(() => this.links);
    this.gossip.self = shortIdOf(peerId);
    this.#history = new History(context, () => this.changes.emit());
    this.#answers = new Answers(context);
    this.#intake = new Intake({
      context,
      gossip: this.gossip,
      history: this.#history,
      onOffence: (link) => this.#offence(link),
    });
    this.#liveness = new Liveness({
      heartbeat: (link) => this.#heartbeat(link),
      onSilent: (link) => this.#links.peerOf(link)?.destroy("silent"),
      isHidden,
    });
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
      context.records.onErased(() => this.#intake.retry()),
      this.presence.changes.add(() => this.changes.emit()),
    );
  }

  get awarenessId(): number {
    return this.presence.id;
  }

  /** Proven links. */
  get links(): readonly Link[] {
    return this.#links.all;
  }

  /** Whether to answer an announce. */
  get wantsMore(): boolean {
    return this.#links.wantsMore;
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
    return this.#links.peerOf(link)?.stats() ?? null;
  }

  failuresOf(peerId: string): number {
    return this.#admission.failuresOf(peerId);
  }

  /** After sleep, a network change or a restored page: which links still live? (PR4) */
  wake({ networkChanged = false } = {}): void {
    if (networkChanged) {
      this.#admission.forget();
      for (const peer of this.#links.peers) peer.restart();
    }
    for (const link of this.links) this.#liveness.probe(link);
    this.presence.renew();
    this.#announcer.now();
  }

  /** Says goodbye and closes every link. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const stop of this.#stops) stop();
    this.#announcer.close();
    for (const peer of this.#links.peers) peer.leave();
    this.#history.close();
    this.gossip.close();
    this.presence.close();
    this.#answers.close();
    this.#intake.close();
    this.changes.clear();
    this.onWall.clear();
    this.onHeld.clear();
  }

  // ——— what Peer calls ———

  /** Kinds of addresses that ICE found on this device, in the last attempts. */
  hearCandidates(types: ReadonlySet<RTCIceCandidateType>): void {
    this.candidateTypes ??= new Set();
    for (const type of types) this.candidateTypes.add(type);
    this.changes.emit();
  }

  admit(peer: ReachedPeer, { patient }: Readonly<{ patient: boolean }>, go: () => void): void {
    if (this.#closed) peer.destroy();
    else if (this.#links.isFull) peer.destroy("full");
    else if (this.context.whenReady === undefined) this.#admission.admit(peer, patient, go);
    else void this.context.whenReady().then(() => this.#admission.admit(peer, patient, go));
  }

  onProven(peer: ReachedPeer, link: Link): void {
    this.#admission.onProven(peer);
    if (this.#closed || (link.author !== null && this.faulty.has(link.author))) {
      peer.destroy("offender");
      return;
    }
    // Many may have called at once: only now is it known which of them are links.
    if (this.#links.isFull && !this.#links.has(link.peerId)) {
      peer.destroy("full");
      return;
    }
    const before = this.#links.put(peer, link);
    if (before !== null) this.#drop(before);
    // Listed as holders, my neighbours are not told again by the newcomer what they know.
    const holders = [this.gossip.self, ...this.links.map(({ shortId }) => shortId)];
    link.send({ type: "gossip", holders, what: "presence", payload: this.presence.encodeAll() });
    this.#liveness.beat(link);
    this.changes.emit();
  }

  onPeerEnd(peer: ReachedPeer, end: PeerEnd): void {
    const link = this.#links.of(peer);
    const left = leaving.has(end);
    this.#admission.onEnd(peer, link === null && !left);
    // The other side may have lost us too: whoever notices calls; who left needs no calling.
    if (!left) this.#announcer.soon();
    if (link === null) return;
    this.#links.remove(link);
    this.#drop(link);
    const { awarenessId, author } = link;
    const isGone = end === "bye" || end === "silent" || end === "ice" || this.#links.size === 0;
    if (awarenessId !== null && author !== null && isGone) this.presence.remove(awarenessId, author);
    this.changes.emit();
  }

  /** Somebody says that this link is of no more use: it is asked, and gone without an answer. */
  doubt(peer: ReachedPeer): void {
    const link = this.#links.of(peer);
    if (link !== null) this.#liveness.probe(link);
  }

  /** Also what was still under way through the host when a direct path took over. */
  onMessage(peer: ReachedPeer, message: LinkMessage): void {
    const link = this.#links.of(peer);
    if (link === null) return;
    switch (message.type) {
      case "gossip":
        if (message.what === "presence") this.#onPresence(link, message);
        else this.#intake.onGossip(link, message);
        break;
      case "ask":
        if (!this.#answers.give(link, message)) this.#offence(link);
        break;
      case "enough":
        this.#answers.stop(link);
        break;
      case "records":
        this.#intake.onRecords(link, message);
        break;
      case "slice":
        this.#intake.onSlice(link, message);
        break;
      case "done":
        this.#intake.onDone(link, message);
        break;
      case "heartbeat":
        this.#onHeartbeat(link, message);
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
        this.#liveness.onPong(link, message.nonce);
        break;
      case "bye":
        peer.destroy("bye");
        break;
      case "hello":
      case "ready":
        this.#offence(link);
        break;
    }
  }

  // ——— records ———

  /** Something new in the document: own records and those of other tabs go out; what came over the wire gossip forwards. */
  #onUpdate(update: Uint8Array, origin: unknown): void {
    if (origin === this.#intake || origin === this.context.erasure || this.#closed) return;
    // What is larger was not just written: it was loaded or brought back, and is found by comparing digests.
    if (this.#links.size > 0 && update.length <= maxLiveBytes) this.gossip.publish("update", update);
  }

  #onPresence(link: Link, message: LinkMessage & { type: "gossip" }): void {
    const good = this.presence.receive(message.payload, link);
    const key = `presence ${keyOf(good ?? message.payload)}`;
    if (good === null) this.gossip.repeat(link, message, key);
    else this.gossip.receive(link, { ...message, payload: good }, key, () => true);
  }

  #offence(link: Link): void {
    const offences = (this.#offences.get(link) ?? 0) + 1;
    this.#offences.set(link, offences);
    if (offences < maxOffences) return;
    if (link.author !== null) this.faulty.add(link.author); // also when the link has ended in the meantime
    this.#links.peerOf(link)?.destroy("offender");
  }

  #drop(link: Link): void {
    this.#history.drop(link);
    this.#intake.drop(link);
  }

  // ——— life ———

  #onHeartbeat(link: Link, { wall, digest, stored }: LinkMessage & { type: "heartbeat" }): void {
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

  #heartbeat(link: Link): void {
    link.send({
      type: "heartbeat",
      wall: Math.max(0, Math.round(this.context.now())),
      digest: this.#antiEntropy.digest(),
      stored: this.context.isStored?.() ?? true,
    });
  }

  #tick(): void {
    this.#liveness.tick(this.links);
    this.#intake.fillGap(this.links);
    if (this.#announcer.isOverdue && this.presence.others.some(({ peerId }) => !this.#links.has(peerId)))
      this.#announcer.now();
  }
}
