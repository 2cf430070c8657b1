// One open room (PR6): constructs and destroys everything it needs, in one order:
// lock → document → IndexedDB (with deadline) → client id → awareness → provider. Nothing else makes or ends these.

import * as Y from "yjs";
import { Listeners, type Stop } from "../lib/listeners.ts";
import type { RoomContext } from "../net/context.ts";
import { Mesh } from "../net/mesh.ts";
import type { OwnPresence } from "../net/presence.ts";
import { createProvider, type Provider, type SignalingState } from "../net/provider.ts";
import type { Identity, KeyRing } from "../room/identity.ts";
import { packIds, unpackIds } from "../room/id-set.ts";
import type { AuthorId, RecordId } from "../room/ids.ts";
import { roomKeys } from "../room/keys.ts";
import { erasure, Ledger, recordsKey } from "../room/ledger.ts";
import type { RoomLink } from "../room/link.ts";
import type { RoomKeys } from "../room/public-topic.ts";
import { recordIdOf } from "../room/record.ts";
import { authorIdOf } from "../room/identity.ts";
import { RoomStore, storeName } from "../storage/room-store.ts";
import { ClientId } from "./client-id.ts";
import { Custody } from "./custody.ts";
import type { Host } from "./host.ts";
import { findTrouble } from "./doctor.ts";
import { noNetwork, type NetView } from "./net-view.ts";
import type { OffThread } from "./off-thread.ts";
import { countRecordBytes, type RecordBytes } from "./record-bytes.ts";
import { Tabs } from "./tabs.ts";
import { openTrust } from "./trust.ts";
import type { WallClock } from "./wall-clock.ts";

export type SessionOptions = Readonly<{
  link: RoomLink;
  identity: Identity;
  keyRing: KeyRing;
  offThread: OffThread;
  clock: WallClock;
  host: Host;
  /** As `sealTrust` made it. */
  trust: unknown;
  /** Records of the last screenful, verified on this device: shown before the document is loaded (ST5). */
  screenful: readonly Uint8Array[];
  /** Records that a newcomer should see first. */
  latest: () => readonly RecordId[];
}>;

/** Random per peer: with a fixed bound 9 peers made three islands (MS3). */
const randomLinks = (): number => {
  const isSmall = matchMedia("(pointer: coarse)").matches;
  const [least, most] = isSmall ? [8, 16] : [24, 32];
  return least + Math.floor(Math.random() * (most - least + 1));
};

const createPeerId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Records said to be held, batched: one small message a second to each author. */
const heldEveryMs = 1000;

export class Session {
  readonly link: RoomLink;
  readonly keys: RoomKeys;
  readonly doc = new Y.Doc();
  readonly ledger: Ledger;
  /** Something of the network, of saving or of loading changed. */
  readonly changes = new Listeners();
  readonly custody = new Custody();
  readonly #recordBytes: RecordBytes;
  readonly #options: SessionOptions;
  readonly #stops: Stop[] = [];
  #store: RoomStore | null = null;
  #tabs: Tabs | null = null;
  #clientId: ClientId | null = null;
  #mesh: Mesh | null = null;
  #provider: Provider | null = null;
  #own: OwnPresence = { asking: "", typing: false, inside: false };
  #loaded = false;
  #closed = false;
  #closing: Promise<void> | null = null;
  #heldTimer: ReturnType<typeof setTimeout> | null = null;
  readonly #toAcknowledge = new Map<AuthorId, RecordId[]>();

  constructor(options: SessionOptions) {
    this.#options = options;
    this.link = options.link;
    this.keys = roomKeys(options.link);
    const { identity, offThread, clock } = options;
    const { doc } = this;
    const { topic } = this.keys;
    const screenful = new Set(options.screenful.map(recordIdOf));
    const known = openTrust(options.trust, () => doc.getMap(recordsKey).keys() as Iterable<RecordId>);
    this.#recordBytes = countRecordBytes(doc.getMap<Uint8Array>(recordsKey));
    this.#stops.push(this.#recordBytes.stop);
    this.ledger = new Ledger({
      doc,
      topic,
      identity,
      verify: offThread.verify,
      now: clock.now,
      beforeWrite: () => this.#clientId?.beforeWrite(),
      isTrusted: (id) => screenful.has(id) || (this.#loaded ? false : known(id)),
      isReceiving: () => !this.#loaded || this.#mesh?.isReceiving === true,
    });
    for (const bytes of options.screenful) {
      const id = recordIdOf(bytes);
      if (id !== null) this.ledger.receive(id, bytes);
    }
  }

  /** True once the stored history is in the document, or it is clear that it is not coming soon. */
  get loaded(): boolean {
    return this.#loaded;
  }

  /** Bytes of all records in the document; 0 until it is loaded. */
  get recordBytes(): number {
    return this.#recordBytes.total();
  }

  get store(): RoomStore | null {
    return this.#store;
  }

  /** The network as the leading tab sees it. */
  get view(): NetView {
    return this.#tabs?.leads === false ? (this.#tabs.view ?? noNetwork) : this.#ownView();
  }

  /** Loads and connects. Resolves when the room may be written to. */
  async open(): Promise<void> {
    const { topicName } = this.keys;
    const config = this.#options.host.load();
    const tabs = await Tabs.join({ name: topicName, doc: this.doc, onLeading: () => void this.#lead() });
    this.#tabs = tabs;
    this.#stops.push(
      () => tabs.close(),
      tabs.changes.add(() => this.#onTabs()),
    );
    if (this.#closed) return tabs.close();
    const store = await RoomStore.open({ name: storeName(topicName), doc: this.doc, writer: tabs.leads });
    this.#store = store;
    this.#stops.push(store.subscribe(() => this.#onSaved()));
    if (this.#closed) return;
    this.#loaded = true;
    this.#recordBytes.begin();
    tabs.sync();
    tabs.say(this.#own);
    this.changes.emit();
    this.#stops.push(
      this.ledger.onAccepted((records) => {
        for (const { author, id } of records)
          if (author !== this.#options.identity.id) this.#acknowledge(author, id);
      }),
      this.ledger.onRemoved(() => void store.compact()),
    );
    if (tabs.leads) await this.#lead(config);
  }

  /** What this tab's user does, for the others in the room. */
  say(own: Partial<OwnPresence>): void {
    this.#own = { ...this.#own, ...own };
    if (this.#tabs?.leads === true) this.#sayAll();
    else this.#tabs?.say(this.#own);
  }

  write(...payloads: Parameters<Ledger["write"]>[0]): readonly RecordId[] {
    return this.ledger.write(payloads);
  }

  /** Lists a public room with the host, for as long as this device is in it (SG8). */
  wake(options: { networkChanged?: boolean } = {}): void {
    this.#mesh?.wake(options);
    void this.#store?.flush(); // a write that failed waits no longer
    void this.#clientId?.resume();
  }

  /** The browser says that the network is gone. It may be wrong: on one machine the host is still there. */
  offline(): void {
    this.#onNetwork();
  }

  /** The page is going, perhaps for good: what is known is stored, the Yjs id may be used again, peers hear goodbye. */
  async hide({ leaving }: Readonly<{ leaving: boolean }>): Promise<void> {
    if (leaving) this.#provider?.close();
    await this.#store?.flush();
    if (this.#store?.state === "saved") await this.#clientId?.release();
  }

  /** Idempotent; resolves when everything is stored and let go. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#closed = true;
    if (this.#heldTimer !== null) clearTimeout(this.#heldTimer);
    this.#provider?.close();
    this.#mesh?.close();
    await this.#store?.flush();
    if (this.#store?.state === "saved") await this.#clientId?.release();
    for (const stop of this.#stops) stop();
    this.ledger.close();
    await this.#store?.close();
    this.changes.clear();
    this.doc.destroy();
  }

  /** This tab has the links and writes from now on. */
  async #lead(config = this.#options.host.load()): Promise<void> {
    const store = this.#store;
    const tabs = this.#tabs;
    if (store === null || tabs === null || !this.#loaded || this.#mesh !== null) return;
    await store.becomeWriter();
    this.#clientId = await ClientId.take(this.doc, store, {
      mayReuse: tabs.isExclusive && store.state !== "memory",
    });
    await config;
    if (this.#closed) return;
    const mesh = new Mesh({
      context: this.#context(),
      peerId: createPeerId(),
      maxLinks: randomLinks(),
      isHidden: () => document.visibilityState === "hidden",
      announce: () => this.#provider?.announce(),
    });
    this.#mesh = mesh;
    this.#stops.push(
      mesh.changes.add(() => this.#onNetwork()),
      mesh.onWall.add((author, ahead) => this.#options.clock.hearMember(author, ahead)),
      mesh.onHeld.add((author, ids) => {
        if (this.custody.hear(author, ids)) this.#onNetwork();
      }),
    );
    const provider = await createProvider({
      mesh,
      url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/signaling`,
      onSignaling: () => this.#onSignaling(),
    });
    if (this.#closed) return provider.close();
    this.#provider = provider;
    if (this.link.kind === "public") provider.list(this.link.name);
    this.#sayAll();
    this.#onNetwork();
  }

  #context(): RoomContext {
    const { identity, keyRing, clock, host, latest, offThread } = this.#options;
    return {
      ...this.keys,
      doc: this.doc,
      records: this.ledger,
      author: identity.key,
      authorId: authorIdOf,
      sign: identity.sign,
      verify: (signature, message, key) => keyRing.verify(signature, message, key),
      recordId: recordIdOf,
      judge: offThread.judge,
      packIds,
      unpackIds,
      latest: () => latest().flatMap((id) => this.ledger.bytesOf(id) ?? []),
      isStored: () => this.#store?.state === "saved",
      erasure,
      now: clock.now,
      iceServers: () => host.config.iceServers,
      whenReady: () => host.load(),
    };
  }

  #ownView(): NetView {
    const mesh = this.#mesh;
    if (mesh === null) return noNetwork;
    const signaling: SignalingState = this.#provider?.signaling() ?? "connecting";
    const present = mesh.presence.others;
    const me = this.#options.identity.id;
    const others = new Set(
      present.filter(({ inside, author }) => inside && author !== me).map(({ author }) => author),
    );
    const links = mesh.links.flatMap(({ author, rttMs, relayed }) =>
      author === null ? [] : [{ author, rttMs, relayed }],
    );
    return {
      signaling,
      links,
      present,
      receiving: mesh.receiving,
      faulty: [...mesh.faulty],
      held: this.custody.held(others),
      trouble: findTrouble({
        signaling,
        links,
        present,
        failures: (peerId) => mesh.failuresOf(peerId),
        candidates: mesh.candidateTypes,
      }),
    };
  }

  #onNetwork(): void {
    this.#tabs?.show(this.#ownView());
    this.changes.emit();
  }

  #onSignaling(): void {
    // The host is back, perhaps with other addresses and a right clock.
    if (this.#provider?.signaling() === "connected") void this.#options.host.load({ anew: true });
    this.#onNetwork();
  }

  #onTabs(): void {
    if (this.#tabs?.leads === true) {
      this.#sayAll();
      this.#tabs.show(this.#ownView());
    }
    this.changes.emit();
  }

  #sayAll(): void {
    const all = [this.#own, ...(this.#tabs?.others ?? [])];
    this.#mesh?.presence.set({
      asking: all.find(({ asking }) => asking !== "")?.asking ?? "",
      typing: all.some(({ typing }) => typing),
      inside: all.some(({ inside }) => inside),
    });
  }

  #onSaved(): void {
    this.#sayHeld();
    this.changes.emit();
  }

  #acknowledge(author: AuthorId, id: RecordId): void {
    const ids = this.#toAcknowledge.get(author);
    if (ids === undefined) this.#toAcknowledge.set(author, [id]);
    else if (ids.length < 1000) ids.push(id);
    this.#heldTimer ??= setTimeout(() => {
      this.#heldTimer = null;
      this.#sayHeld();
    }, heldEveryMs);
  }

  #sayHeld(): void {
    if (this.#store?.state !== "saved" || this.#heldTimer !== null) return;
    for (const [author, ids] of this.#toAcknowledge) this.#mesh?.sayHeld(author, ids);
    this.#toAcknowledge.clear();
  }
}
