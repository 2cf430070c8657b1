// All links of one room: who is linked, who is here, what is silent goes. It sees peers only after their hello; what links say
// about records it hands on to the exchange.

import { Listeners, type Stop } from "../../lib/listeners.ts";
import type { AuthorId } from "../../room/ids.ts";
import type { RoomContext } from "../context.ts";
import type { Heard, Link, Message } from "../link/link.ts";
import { createNonce, peerIdOf } from "../link/peer-id.ts";
import { shortIdOf } from "../link/short-id.ts";
import { Exchange, isAboutRecords } from "../sync/exchange.ts";
import { Gossip, keyOf } from "../sync/gossip.ts";
import { Admission } from "./admission.ts";
import { Announcer } from "./announcer.ts";
import { Heartbeats } from "./heartbeats.ts";
import { Links } from "./links.ts";
import { Liveness } from "./liveness.ts";
import { Offences } from "./offences.ts";
import { Presence } from "./presence.ts";
import { isLeaving, type PeerEnd, type Reach, type ReachedPeer, type Sign } from "./reach.ts";
import { Signs } from "./signs.ts";

const tickMs = 1000;

export type MeshOptions = Readonly<{
  context: RoomContext;
  /** Of the peer id (PR8). Default: a fresh one. */
  nonce?: Uint8Array;
  /** True while nobody looks at this page: its timers prove nothing about others (PR4). */
  isHidden?: () => boolean;
  /** Says to signaling that this peer looks for links. */
  announce?: () => void;
  /** Links this peer takes at most, its own and others' wishes (MS3). */
  maxLinks?: number;
}>;

export class Mesh implements Reach {
  readonly context: RoomContext;
  readonly presence: Presence;
  readonly gossip: Gossip;
  /** Links came or went, history advanced, somebody's presence changed. */
  readonly changes = new Listeners();
  readonly heartbeats: Heartbeats;
  readonly liveness: Liveness;
  readonly admission = new Admission();
  /** For the connection doctor. */
  readonly signs = new Signs();
  readonly nonce: Uint8Array;
  readonly peerId: string;
  readonly #links: Links;
  readonly #exchange: Exchange;
  readonly #offences = new Offences();
  readonly #announcer: Announcer;
  readonly #stops: Stop[] = [];
  #closed = false;

  constructor({
    context,
    nonce = createNonce(),
    isHidden = () => false,
    announce = () => undefined,
    maxLinks = Infinity,
  }: MeshOptions) {
    this.#links = new Links(maxLinks, context.isKnownAuthor);
    this.#announcer = new Announcer(announce);
    this.context = context;
    this.nonce = nonce;
    const peerId = peerIdOf({ topic: context.topic, author: context.author, nonce });
    this.peerId = peerId;
    this.gossip = new Gossip(shortIdOf(peerId), () => this.links);
    this.#exchange = new Exchange({
      context,
      gossip: this.gossip,
      onOffence: (link) => this.#offence(link),
      onChange: () => this.changes.emit(),
    });
    this.heartbeats = new Heartbeats({ context, peerId, exchange: this.#exchange });
    this.liveness = new Liveness({
      heartbeat: (link) => this.heartbeats.send(link),
      onSilent: (link) => this.#links.peerOf(link)?.destroy("silent"),
      isHidden,
    });
    this.presence = new Presence({
      context,
      doc: context.doc,
      peerId,
      publish: (payload, options) => this.gossip.publish("presence", payload, options),
    });
    const timer = setInterval(() => this.#tick(), tickMs);
    this.#stops.push(
      () => clearInterval(timer),
      this.presence.changes.add(() => this.changes.emit()),
    );
  }

  get awarenessId(): number {
    return this.presence.id;
  }

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

  /** Members caught sending what no honest peer sends (GT5). */
  get faulty(): ReadonlySet<AuthorId> {
    return this.#offences.faulty;
  }

  /** After sleep, a network change or a restored page: which links still live? (PR4) */
  wake({ networkChanged = false } = {}): void {
    if (networkChanged) {
      this.admission.forget();
      this.signs.forgetAddresses();
      for (const peer of this.#links.peers) peer.restart();
    }
    for (const link of this.links) this.liveness.probe(link);
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
    this.heartbeats.close();
  }

  // ——— what peers call ———

  onSign(sign: Sign): void {
    if (this.signs.add(sign, this.context.now())) this.changes.emit();
  }

  admit(peer: ReachedPeer, { patient }: Readonly<{ patient: boolean }>, go: () => void): void {
    if (this.#closed) peer.destroy();
    else if (this.#links.isClosed({ knowsAnybody: this.context.records.ids.size > 0 })) peer.destroy("full");
    else if (this.context.whenReady === undefined) this.admission.admit(peer, patient, go);
    else void this.context.whenReady().then(() => this.admission.admit(peer, patient, go));
  }

  onProven(peer: ReachedPeer, link: Link): void {
    this.admission.onProven(peer);
    if (this.#closed || this.faulty.has(link.author)) return peer.destroy("offender");
    // Many may have called at once: only now is it known which of them are links, and whose.
    const leaving = this.#links.placeFor(link);
    if (leaving === undefined) return peer.destroy("full");
    leaving?.destroy("full");
    const before = this.#links.put(peer, link);
    if (before !== null) this.#exchange.drop(before);
    // Listed as holders, my neighbours are not told again by the newcomer what they know.
    const holders = [this.gossip.self, ...this.links.map(({ shortId }) => shortId)];
    link.send({ type: "gossip", holders, what: "presence", payload: this.presence.encodeAll() });
    this.liveness.beat(link);
    this.changes.emit();
  }

  onPeerEnd(peer: ReachedPeer, end: PeerEnd, cause = ""): void {
    const link = this.#links.of(peer);
    const left = isLeaving(end);
    this.admission.onEnd(peer, link === null && !left);
    if (end === "newer-version") this.onSign({ what: "newer" });
    // The other side may have lost us too: whoever notices calls; who left needs no calling.
    if (!left) {
      this.#announcer.soon();
      const what = link === null ? "attempt" : "link";
      const relayed = link?.relayed === true;
      this.signs.addFault({ at: this.context.now(), what, relayed, reason: end, cause });
    }
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
    if (link !== null) this.liveness.probe(link);
  }

  onMessage(peer: ReachedPeer, message: Heard): void {
    const link = this.#links.of(peer);
    if (link === null) return;
    this.#exchange.read(link, message, () => this.#hear(peer, link, message));
  }

  #hear(peer: ReachedPeer, link: Link, message: Heard): void {
    if (link.closed) return;
    if (isAboutRecords(message)) return this.#exchange.onMessage(link, message);
    switch (message.type) {
      case "gossip":
        this.#onPresence(link, message);
        break;
      case "heartbeat":
        this.heartbeats.hear(link, message);
        this.changes.emit();
        break;
      case "held":
        this.heartbeats.hearHeld(link, message);
        break;
      case "ping":
        link.send({ type: "pong", nonce: message.nonce });
        break;
      case "pong":
        this.liveness.onPong(link, message.nonce);
        break;
      case "bye":
        peer.destroy("bye");
        break;
      case "unknown":
        break; // of a later version (VR2)
    }
  }

  #onPresence(link: Link, message: Message & { type: "gossip" }): void {
    const good = this.presence.receive(message.payload, link);
    const key = `presence ${keyOf(good ?? message.payload)}`;
    if (good === null) this.gossip.repeat(link, message, key);
    else this.gossip.receive(link, { ...message, payload: good }, key);
  }

  #offence(link: Link): void {
    if (this.#offences.add(link)) this.#links.peerOf(link)?.destroy("offender");
  }

  #tick(): void {
    this.signs.tick(Date.now(), this.#links.size);
    this.liveness.tick(this.links);
    this.#exchange.fillGap(this.links);
    if (this.#announcer.isOverdue && this.presence.others.some(({ peerId }) => !this.#links.has(peerId)))
      this.#announcer.now();
  }
}
