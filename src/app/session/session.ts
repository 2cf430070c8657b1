// A session: one room's document and network (PR6), and no more: what the records mean it does not know (open-room/room.ts).
// Constructs and destroys everything it needs, in one order: lock → document → IndexedDB (with deadline) → client id →
// awareness → provider. Nothing else makes or ends these.

import * as Y from "yjs";
import { Listeners, type Stop } from "../../lib/listeners.ts";
import type { OwnPresence } from "../../net/mesh/presence.ts";
import type { Identity, KeyRing } from "../../room/identity.ts";
import type { AuthorId, RecordId } from "../../room/ids.ts";
import { roomKeys } from "../../room/keys.ts";
import { recordsMap } from "../../lib/records-map.ts";
import { Ledger } from "../../room/ledger.ts";
import type { RoomLink } from "../../room/link.ts";
import type { RoomKeys } from "../../room/public-topic.ts";
import { recordIdOf } from "../../room/record.ts";
import { RoomStore, storeName } from "../../storage/room-store.ts";
import { ClientId } from "./client-id.ts";
import { Custody } from "./custody.ts";
import type { Host } from "../host.ts";
import type { Hiding } from "../page-life.ts";
import { noNetwork, type NetState } from "./net-state.ts";
import type { Network } from "./network.ts";
import { networkCode } from "./network-code.ts";
import type { OffThread } from "../worker/off-thread.ts";
import { silent, together } from "./own-presence.ts";
import { Receipts } from "./receipts.ts";
import { countRecordBytes, type RecordBytes } from "./record-bytes.ts";
import { Tabs } from "./tabs.ts";
import { openTrust } from "./trust.ts";
import type { WallClock } from "../wall-clock.ts";

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

export class Session {
  readonly link: RoomLink;
  readonly keys: RoomKeys;
  readonly doc = new Y.Doc();
  readonly ledger: Ledger;
  /** Something of the network, of saving or of loading changed. */
  readonly changes = new Listeners();
  readonly custody = new Custody();
  readonly #recordBytes: RecordBytes;
  readonly #receipts = new Receipts({
    isStored: () => this.#isStored,
    say: (author, ids) => this.#network?.sayHeld(author, ids),
  });
  readonly #options: SessionOptions;
  readonly #stops: Stop[] = [];
  #store: RoomStore | null = null;
  #tabs: Tabs | null = null;
  #clientId: ClientId | null = null;
  #network: Network | null = null; // in the leading tab
  /** Whose records the room has. */
  readonly #authors = new Set<AuthorId>();
  #own: OwnPresence = silent;
  #loaded = false;
  #closed = false;
  #closing: Promise<void> | null = null;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.link = options.link;
    this.keys = roomKeys(options.link);
    const { identity, offThread, clock } = options;
    const { doc } = this;
    const { topic } = this.keys;
    const screenful = new Set(options.screenful.map(recordIdOf));
    const known = openTrust(options.trust, () => doc.getMap(recordsMap).keys() as Iterable<RecordId>);
    this.#recordBytes = countRecordBytes(doc.getMap<Uint8Array>(recordsMap));
    this.#stops.push(this.#recordBytes.stop);
    this.ledger = new Ledger({
      doc,
      topic,
      identity,
      verify: offThread.verify,
      now: clock.now,
      beforeWrite: () => this.#clientId?.beforeWrite(),
      isTrusted: (id) => screenful.has(id) || (this.#loaded ? false : known(id)),
      isReceiving: () => !this.#loaded || this.#network?.isReceiving === true,
    });
    this.ledger.onAccepted((records) => records.forEach(({ author }) => this.#authors.add(author)));
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

  get #isStored(): boolean {
    return this.#store?.state === "saved";
  }

  /** The network as the leading tab sees it. */
  get net(): NetState {
    return this.#tabs?.leads === false ? (this.#tabs.net ?? noNetwork) : this.#ownNet;
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
          if (author !== this.#options.identity.id) this.#receipts.add(author, id);
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

  write(...records: Parameters<Ledger["write"]>): readonly RecordId[] {
    return this.ledger.write(...records);
  }

  /** The page came back to life, or into view. */
  wake(options: { networkChanged?: boolean } = {}): void {
    this.#network?.wake(options);
    this.#onNetwork(); // what was said of it may be true no more
    void this.#store?.flush(); // a write that failed waits no longer
    void this.#clientId?.resume();
  }

  /** The browser says that the network is gone. It may be wrong: on one machine the host is still there. */
  offline(): void {
    this.#onNetwork();
  }

  /** The page is going, perhaps for good: what is known is stored, the Yjs id may be used again, peers hear goodbye. */
  async hide({ frozen, leaving }: Hiding): Promise<void> {
    if (leaving) this.#network?.close();
    await this.#flush({ leaving: leaving || frozen });
  }

  /** Idempotent; resolves when everything is stored and let go. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#closed = true;
    this.#receipts.stop();
    this.#network?.close();
    await this.#flush();
    for (const stop of this.#stops) stop();
    this.ledger.close();
    await this.#store?.close();
    this.changes.clear();
    this.doc.destroy();
  }

  async #flush(options: Readonly<{ leaving?: boolean }> = {}): Promise<void> {
    await this.#store?.flush(options);
    if (this.#isStored) await this.#clientId?.release();
  }

  /** This tab has the links and writes from now on. */
  async #lead(config = this.#options.host.load()): Promise<void> {
    const store = this.#store;
    const tabs = this.#tabs;
    if (store === null || tabs === null || !this.#loaded || this.#network !== null) return;
    await store.becomeWriter();
    this.#clientId = await ClientId.take(this.doc, store, {
      mayReuse: tabs.isExclusive && store.state !== "memory",
    });
    await config;
    const code = await networkCode(() => !this.#closed);
    if (code === null || this.#closed || this.#network !== null) return;
    const { keys, doc, ledger, custody } = this;
    this.#network = new code.Network({
      ...this.#options,
      keys,
      doc,
      ledger,
      custody,
      isStored: () => this.#isStored,
      isKnownAuthor: (author) => this.#authors.has(author),
      onChange: () => this.#onNetwork(),
    });
    if (!(await this.#network.connect())) return;
    this.#sayAll();
    this.#onNetwork();
  }

  get #ownNet(): NetState {
    return this.#network?.state ?? noNetwork;
  }

  #onNetwork(): void {
    this.#tabs?.show(this.#ownNet);
    this.changes.emit();
  }

  #onTabs(): void {
    if (this.#tabs?.leads === true) {
      this.#sayAll();
      this.#tabs.show(this.#ownNet);
    }
    this.changes.emit();
  }

  #sayAll(): void {
    this.#network?.say(together([this.#own, ...(this.#tabs?.others ?? [])]));
  }

  #onSaved(): void {
    this.#receipts.give();
    this.changes.emit();
  }
}
