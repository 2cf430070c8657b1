// The room's records on this device: what the document holds, what of it is verified, what is erased.
// It decides what counts (RC4) and what must go (RC5); it neither draws nor sends.

import type * as Y from "yjs";
import { Listeners, type Stop } from "../lib/listeners.ts";
import { recordsMap } from "../lib/records-map.ts";
import type { Clock } from "./clock.ts";
import { epochOf } from "./epoch.ts";
import { EarlyRecords } from "./early-records.ts";
import type { Identity } from "./identity.ts";
import { IdSet } from "./id-set.ts";
import type { RecordId, Topic } from "./ids.ts";
import { OwnClock } from "./own-clock.ts";
import type { Payload } from "./payload.ts";
import { createRecord, idOf, parseRecord, readHead, signatureOf, type ParsedRecord } from "./record.ts";
import { fromBase64url } from "../lib/bytes.ts";
import { VerifyQueue, type Waiting } from "./verify-queue.ts";
import type { VerifyMany } from "./verifier.ts";

/** The origin of transactions that only delete: nothing of them travels (GT2). */
export const erasure = Symbol("erasure");
/** The origin of this device's own records. */
export const own = Symbol("own");

export type LedgerOptions = Readonly<{
  doc: Y.Doc;
  topic: Topic;
  identity: Identity;
  verify: VerifyMany;
  /** The device's wall time, ms. */
  now: () => number;
  /** Ids verified in an earlier session on this device. */
  isTrusted?: (id: RecordId) => boolean;
  /** True while history is arriving: what seems to miss its struct is only early. */
  isReceiving?: () => boolean;
  /** Called before anything is written under this device's Yjs client id (MS6). */
  beforeWrite?: () => void;
}>;

export class Ledger {
  readonly #options: LedgerOptions;
  readonly #map: Y.Map<Uint8Array>;
  readonly #queue: VerifyQueue;
  /** Targets of valid erase records. */
  readonly #erased = new Map<RecordId, ParsedRecord>();
  readonly #early: EarlyRecords;
  readonly #accepted = new Listeners<[records: readonly ParsedRecord[]]>();
  readonly #erasedListeners = new Listeners<[target: RecordId]>();
  readonly #removed = new Listeners<[id: RecordId]>();
  readonly #stop: Stop;
  /** Accepted and erased ids: what anti-entropy compares (MS4). */
  readonly ids = new IdSet();
  readonly #clock = new OwnClock();
  #closed = false;

  constructor(options: LedgerOptions) {
    this.#options = options;
    const { doc, verify, topic } = options;
    this.#map = doc.getMap<Uint8Array>(recordsMap);
    this.#queue = new VerifyQueue({
      verify,
      checkOf: (bytes) => signatureOf(topic, bytes),
      onVerified: (records) => this.#accept(records),
      isReceiving: () => this.#options.isReceiving?.() === true,
    });
    this.#early = new EarlyRecords({
      // Verified only after this, it would be shown and counted as held, and be nowhere.
      isReady: (id) => this.#options.isReceiving?.() !== true && !this.#queue.has(id),
      adopt: (id, bytes) => this.#adopt(id, bytes),
    });
    const observer = (event: Y.YMapEvent<Uint8Array>): void =>
      this.#onChange(event.keysChanged as Set<RecordId>);
    this.#map.observe(observer);
    this.#stop = () => this.#map.unobserve(observer);
    this.#onChange(this.#map.keys() as Iterable<RecordId>);
  }

  /** True while nothing waits to be verified: only then do two peers' digests mean anything. */
  get settled(): boolean {
    return this.#queue.waiting === 0;
  }

  whenSettled(): Promise<void> {
    return this.#queue.whenEmpty();
  }

  get clock(): Clock {
    return this.#clock.last;
  }

  /** Before something is written under this device's Yjs client id by another than `write` (MS6). */
  beforeWrite(): void {
    this.#options.beforeWrite?.();
  }

  /** Entries of the document, verified or not. */
  get size(): number {
    return this.#map.size;
  }

  bytesOf(id: RecordId): Uint8Array | null {
    const held = this.#map.get(id) ?? this.#early.get(id);
    return held instanceof Uint8Array ? held : null;
  }

  has(id: RecordId): boolean {
    return this.#map.has(id) || this.#early.has(id);
  }

  /** Accepted records that the document holds, sealed for the next opening. */
  accepted(): readonly RecordId[] {
    return [...(this.#map.keys() as Iterable<RecordId>)].filter((id) => this.ids.has(id));
  }

  /** What else the document holds, once settled: malformed, or not signed by whom it names. */
  refused(): readonly RecordId[] {
    return [...(this.#map.keys() as Iterable<RecordId>)].filter((id) => !this.ids.has(id));
  }

  isErased(id: RecordId): boolean {
    return this.#erased.has(id);
  }

  onAccepted(listener: (records: readonly ParsedRecord[]) => void): Stop {
    return this.#accepted.add(listener);
  }

  onErased(listener: (target: RecordId) => void): Stop {
    return this.#erasedListeners.add(listener);
  }

  /** Bytes left the document: its stored rows still have them until they are compacted. */
  onRemoved(listener: (id: RecordId) => void): Stop {
    return this.#removed.add(listener);
  }

  /**
   * Signs and inserts records of one's own, in one transaction, at once. `about`: the clock of the message that an edit, an
   * erase or a reaction is about, whose epoch they belong to (RC9).
   */
  write(payloads: readonly Payload[], about: Clock | null = null): readonly RecordId[] {
    const { identity, topic, doc, now } = this.#options;
    const records = payloads.map((payload) => {
      const wall = now();
      const clock = this.#clock.next(wall, () => this.#clocks());
      const body = { clock, wall, payload };
      return createRecord(identity, topic, about === null ? body : { ...body, epoch: epochOf(about) });
    });
    for (const { id } of records) this.#queue.trust(id);
    this.#options.beforeWrite?.();
    doc.transact(() => {
      for (const { id, bytes } of records) this.#map.set(id, bytes);
    }, own);
    return records.map(({ id }) => id);
  }

  /** Records that came outside a contiguous update, with ids already checked: shown once verified, kept once their struct comes or is given up. */
  receive(id: RecordId, bytes: Uint8Array): void {
    // Over the bound they are not lost: their structs, or anti-entropy, bring them again (GT4).
    if (this.has(id) || this.isErased(id) || this.#early.isFull) return;
    this.#early.add(id, bytes);
    this.#enqueue(id, bytes);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stop();
    this.#queue.close();
    this.#early.close();
    this.#accepted.clear();
    this.#erasedListeners.clear();
    this.#removed.clear();
  }

  /** Of all that counts and is held. */
  *#clocks(): Iterable<Clock> {
    for (const [id, bytes] of this.#map.entries() as Iterable<[RecordId, Uint8Array]>) {
      const head = this.ids.has(id) ? readHead(id, bytes) : null;
      if (head !== null) yield head.clock;
    }
  }

  #adopt(id: RecordId, bytes: Uint8Array): boolean {
    // A slot that was emptied and is not erased here: written over it, the entry would have an origin, which is an offence (GT5).
    if (this.#map._map.get(id)?.deleted === true && !this.isErased(id)) return false;
    // Never over a tombstone, and never what did not verify: that would be signed by our own Yjs id.
    if (this.#map.has(id) || this.isErased(id) || !this.ids.has(id)) return true;
    this.#options.beforeWrite?.();
    this.#options.doc.transact(() => this.#map.set(id, bytes), own);
    return true;
  }

  #onChange(keys: Iterable<RecordId>): void {
    const doomed: RecordId[] = [];
    for (const id of keys) {
      const bytes: unknown = this.#map.get(id);
      if (!(bytes instanceof Uint8Array)) continue;
      this.#early.delete(id);
      if (this.isErased(id)) doomed.push(id);
      else if (!this.ids.has(id)) this.#enqueue(id, bytes);
    }
    this.#delete(doomed);
  }

  #enqueue(id: RecordId, bytes: Uint8Array): void {
    const head = readHead(id, bytes);
    if (head === null) return;
    const trusted = this.#options.isTrusted?.(id) === true;
    if (trusted) this.#queue.trust(id);
    this.#queue.add(head, bytes);
  }

  #accept(verified: readonly Waiting[]): void {
    const { now } = this.#options;
    const counting: ParsedRecord[] = [];
    for (const { head, bytes } of verified) {
      if (this.ids.has(head.id) || this.isErased(head.id)) continue;
      const record = parseRecord(head.id, bytes);
      if (record === null) continue; // it has no head, so it would not be here
      const { payload } = record;
      if (payload.kind === "erase") {
        const author = fromBase64url(record.author);
        // Only the author can make an erase whose id fits (RC5); any other counts for nothing, but is kept.
        if (author !== null && idOf(author, payload.hash) === payload.target)
          this.#erase(payload.target, record);
        else {
          this.ids.add(record.id);
          continue;
        }
      }
      this.ids.add(record.id);
      this.#clock.see(record.clock, now());
      counting.push(record);
    }
    if (counting.length > 0) this.#accepted.emit(counting);
  }

  #erase(target: RecordId, erase: ParsedRecord): void {
    this.#erased.set(target, erase);
    this.ids.add(target);
    this.#early.delete(target);
    this.#queue.drop(target);
    this.#delete([target]);
    this.#erasedListeners.emit(target);
  }

  #delete(ids: readonly RecordId[]): void {
    const held = ids.filter((id) => this.#map.has(id));
    if (held.length === 0) return;
    this.#options.doc.transact(() => {
      for (const id of held) this.#map.delete(id);
    }, erasure);
    for (const id of held) this.#removed.emit(id);
  }
}
