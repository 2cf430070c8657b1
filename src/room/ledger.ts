// The room's records on this device: what the document holds, what of it is verified, what is erased.
// It decides what counts (RC4) and what must go (RC5); it neither draws nor sends.

import type * as Y from "yjs";
import { Listeners, type Stop } from "../lib/listeners.ts";
import type { Clock } from "./clock.ts";
import { epochOf } from "./epoch.ts";
import { EarlyRecords } from "./early-records.ts";
import type { Identity } from "./identity.ts";
import { IdSet } from "./id-set.ts";
import type { RecordId, Topic } from "./ids.ts";
import { OwnClock } from "./own-clock.ts";
import type { Payload } from "./payload.ts";
import { RecordMap } from "./record-map.ts";
import {
  createRecord,
  idOf,
  parseRecord,
  readHead,
  recordIdOf,
  signatureOf,
  type ParsedRecord,
} from "./record.ts";
import { fromBase64url } from "../lib/bytes.ts";
import { VerifyQueue, type Waiting } from "./verify-queue.ts";
import type { VerifyMany } from "./verifier.ts";

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
  beforeWrite?: () => void;
}>;

export class Ledger {
  readonly #options: LedgerOptions;
  readonly #map: RecordMap;
  readonly #queue: VerifyQueue;
  /** Targets of valid erase records. */
  readonly #erased = new Map<RecordId, ParsedRecord>();
  readonly #early: EarlyRecords;
  /** Held as something else than they were: the disk or the memory failed. */
  readonly #altered = new Set<RecordId>();
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
    this.#map = new RecordMap(doc, () => options.beforeWrite?.());
    this.#queue = new VerifyQueue({
      verify,
      checkOf: (bytes) => signatureOf(topic, bytes),
      onVerified: (records) => this.#accept(records),
    });
    this.#early = new EarlyRecords({
      isReady: () => this.#options.isReceiving?.() !== true,
      adopt: (id, bytes) => this.#adopt(id, bytes),
    });
    this.#stop = this.#map.observe((ids) => this.#onChange(ids));
    this.#onChange(this.#map.keys);
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

  /** Verified records that have no slot anywhere, under one's own Yjs id. */
  keep(records: readonly Readonly<{ id: RecordId; bytes: Uint8Array }>[]): void {
    this.#map.write(records.filter(({ id }) => !this.#map.has(id) && !this.isErased(id)));
  }

  /** Entries of the document. */
  get size(): number {
    return this.#map.size;
  }

  bytesOf(id: RecordId): Uint8Array | null {
    return this.#map.get(id) ?? this.#early.get(id) ?? null;
  }

  has(id: RecordId): boolean {
    return this.#map.has(id) || this.#early.has(id);
  }

  /** Accepted records that the document holds, sealed for the next opening. */
  accepted(): readonly RecordId[] {
    return [...this.#map.keys].filter((id) => this.ids.has(id));
  }

  /** What else the document holds, once settled: malformed, or not signed by whom it names. */
  refused(): readonly RecordId[] {
    return [...this.#map.keys].filter((id) => !this.ids.has(id));
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
    const { identity, topic, now } = this.#options;
    const records = payloads.map((payload) => {
      const wall = now();
      const body = { clock: this.#clock.next(wall, () => this.#map.clocksOf(this.ids)), wall, payload };
      return createRecord(identity, topic, about === null ? body : { ...body, epoch: epochOf(about) });
    });
    this.vouch(records.map(({ id }) => id));
    this.#map.write(records);
    return records.map(({ id }) => id);
  }

  /** The next records under these ids need no verification here: somebody of this device did it. */
  vouch(ids: Iterable<RecordId>): void {
    for (const id of ids) if (!this.ids.has(id)) this.#queue.trust(id);
  }

  /** A verified record that came without its struct: shown at once, kept once the struct comes or is given up. */
  receive(id: RecordId, bytes: Uint8Array): void {
    if (this.#altered.has(id)) return this.#restore(id, bytes);
    // Over the bound they are not lost: their structs, or anti-entropy, bring them again (GT4).
    if (this.has(id) || this.isErased(id) || this.#early.isFull) return;
    this.#early.add(id, bytes);
    this.vouch([id]);
    this.#enqueue(id, bytes);
  }

  /** The bytes, if they still are what their id says; else they are asked for anew, by comparing digests (RC4). */
  soundBytesOf(id: RecordId): Uint8Array | null {
    const bytes = this.bytesOf(id);
    if (bytes === null || recordIdOf(bytes) === id) return bytes;
    if (!this.#altered.has(id)) {
      this.#altered.add(id);
      this.ids.delete(id);
      this.#removed.emit(id);
    }
    return null;
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

  #adopt(id: RecordId, bytes: Uint8Array): boolean {
    if (this.#map.isEmptied(id) && !this.isErased(id)) return false;
    // Never over a tombstone, and never what did not verify: that would be signed by our own Yjs id.
    if (this.ids.has(id)) this.keep([{ id, bytes }]);
    return true;
  }

  #restore(id: RecordId, bytes: Uint8Array): void {
    if (!this.#map.restore(id, bytes)) return;
    this.#altered.delete(id);
    this.#removed.emit(id); // the altered bytes are gone, and from the disk once it is compacted
    this.vouch([id]);
    this.#enqueue(id, bytes);
  }

  #onChange(keys: Iterable<RecordId>): void {
    const doomed: RecordId[] = [];
    for (const id of keys) {
      const bytes = this.#map.get(id);
      if (bytes === null) continue;
      this.#early.delete(id);
      if (this.isErased(id)) doomed.push(id);
      else if (!this.ids.has(id)) this.#enqueue(id, bytes);
    }
    this.#delete(doomed);
  }

  #enqueue(id: RecordId, bytes: Uint8Array): void {
    const head = readHead(id, bytes);
    if (head === null) return;
    if (this.#options.isTrusted?.(id) === true) this.#queue.trust(id);
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
    for (const id of this.#map.delete(ids)) this.#removed.emit(id);
  }
}
