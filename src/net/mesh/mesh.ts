// All links of one room: who is linked, who is here, what is silent goes. It sees peers only after their hello; what links say
// about records it hands on to the exchange.

import { Listeners, type Stop } from "../../lib/listeners.ts";
import type { AuthorId, RecordId } from "../../room/ids.ts";
import type { RoomContext } from "../context.ts";
import type { Link, Message } from "../link/link.ts";
import { shortIdOf } from "../link/short-id.ts";
import { Exchange } from "../sync/exchange.ts";
import { Gossip, keyOf } from "../sync/gossip.ts";
import { Admission } from "./admission.ts";
import { Announcer } from "./announcer.ts";
import { Links } from "./links.ts";
import { Liveness } from "./liveness.ts";
import { Offences } from "./offences.ts";
import { Presence } from "./presence.ts";
import type { PeerEnd, Reach, ReachedPeer } from "./reach.ts";

const tickMs = 1000;

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
  readonly peerId: string;
  readonly #links: Links;
  readonly #exchange: Exchange;
  readonly #offences = new Offences();
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
    this.gossip = new Gossip(shortIdOf(peerId), () => this.links);
    this.#exchange = new Exchange({
      context,
      gossip: this.gossip,
      onOffence: (link) => this.#offence(link),
      onChange: () => this.changes.emit(),
    });
    this.#liveness = new Liveness({
      heartbeat: (link) => this.#heartbeat(link),
      onSilent: (link) => this.#links.peerOf(link)?.destroy("silent"),
      isHidden,
    });
    this.presence = new Presence({
      context,
      doc: context.doc,
      peerId,
      publish: (payload, options) => this.gossip.publish("presence", payload, options),
    });
    const onUpdate = (update: Uint8Array, origin: unknown): void => this.#exchange.onUpdate(update, origin);
    context.doc.on("update", onUpdate);
    const timer = setInterval(() => this.#tick(), tickMs);
    this.#stops.push(
      () => context.doc.off("update", onUpdate),
      () => clearInterval(timer),
      context.records.onErased(() => this.#exchange.retry()),
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
    return this.#exchange.progress;
  }

  get isReceiving(): boolean {
    return this.#exchange.isReceiving;
  }

  /** Tells an author that its records are stored here. */
  sayHeld(author: AuthorId, ids: readonly RecordId[]): void {
    for (const link of this.links)
      if (link.author === author) link.send({ type: "held", ids: this.context.packIds(ids) });
  }

  /** Members caught sending what no honest peer sends (GT5). */
  get faulty(): ReadonlySet<AuthorId> {
    return this.#offences.faulty;
  }

  /** Round trip of a link, ms; null before it is known. */
  rttOf(link: Link): number | null {
    return this.#liveness.rttOf(link);
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
    this.gossip.close();
    this.presence.close();
    this.#exchange.close();
    this.changes.clear();
    this.onWall.clear();
    this.onHeld.clear();
  }

  // ——— what peers call ———

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
    if (this.#closed || this.faulty.has(link.author)) {
      peer.destroy("offender");
      return;
    }
    // Many may have called at once: only now is it known which of them are links.
    if (this.#links.isFull && !this.#links.has(link.peerId)) {
      peer.destroy("full");
      return;
    }
    const before = this.#links.put(peer, link);
    if (before !== null) this.#exchange.drop(before);
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
    this.#exchange.drop(link);
    const { awarenessId, author } = link;
    const isGone = end === "bye" || end === "silent" || end === "ice" || this.#links.size === 0;
    if (isGone) this.presence.remove(awarenessId, author);
    this.changes.emit();
  }

  /** Somebody says that this link is of no more use: it is asked, and gone without an answer. */
  doubt(peer: ReachedPeer): void {
    const link = this.#links.of(peer);
    if (link !== null) this.#liveness.probe(link);
  }

  /** Also what was still under way through the host when a direct path took over. */
  onMessage(peer: ReachedPeer, message: Message): void {
    const link = this.#links.of(peer);
    if (link === null) return;
    switch (message.type) {
      case "gossip":
        if (message.what === "presence") this.#onPresence(link, message);
        else this.#exchange.onGossip(link, message);
        break;
      case "heartbeat":
        this.#onHeartbeat(link, message);
        break;
      case "held":
        this.onHeld.emit(link.author, this.context.unpackIds(message.ids));
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
      case "ask":
      case "enough":
      case "records":
      case "slice":
      case "done":
      case "buckets":
      case "bucket":
        this.#exchange.onMessage(link, message);
    }
  }

  #onPresence(link: Link, message: Message & { type: "gossip" }): void {
    const good = this.presence.receive(message.payload, link);
    const key = `presence ${keyOf(good ?? message.payload)}`;
    if (good === null) this.gossip.repeat(link, message, key);
    else this.gossip.receive(link, { ...message, payload: good }, key, () => true);
  }

  #offence(link: Link): void {
    if (this.#offences.add(link)) this.#links.peerOf(link)?.destroy("offender");
  }

  #onHeartbeat(link: Link, { wall, digest, stored }: Message & { type: "heartbeat" }): void {
    this.onWall.emit(link.author, wall - this.context.now());
    const same = this.#exchange.onDigest(link, digest, this.peerId < link.peerId);
    if (stored && same === true) this.onHeld.emit(link.author, null);
    this.changes.emit();
  }

  #heartbeat(link: Link): void {
    link.send({
      type: "heartbeat",
      wall: Math.max(0, Math.round(this.context.now())),
      digest: this.#exchange.digest(),
      stored: this.context.isStored?.() ?? true,
    });
  }

  #tick(): void {
    this.#liveness.tick(this.links);
    this.#exchange.fillGap(this.links);
    if (this.#announcer.isOverdue && this.presence.others.some(({ peerId }) => !this.#links.has(peerId)))
      this.#announcer.now();
  }
}
