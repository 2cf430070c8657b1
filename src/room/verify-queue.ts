// Records of this device's own document whose signature is not known to be good, the most useful first: what changes others
// (erase, edit, name), then messages from the newest back, a slice at a time so that the page stays alive. What comes from
// links is verified before it gets here (net/sync/turns.ts).

import type { RecordId } from "./ids.ts";
import { comparePlaces, type Place } from "./places.ts";
import type { RecordHead } from "./record.ts";
import type { Check, VerifyMany } from "./verifier.ts";

/** The first slice is small, so that a screenful shows at once. */
const firstSlice = 128;
/** What is live waits for a slice to end: where each takes 5 ms, a phone without WebCrypto, a slice is as much smaller. */
const slice = { most: 1024, least: 16, ms: 200 } as const;

export type Waiting = Readonly<{ head: RecordHead; bytes: Uint8Array }>;

export type VerifyQueueOptions = Readonly<{
  verify: VerifyMany;
  checkOf: (bytes: Uint8Array) => Check;
  /** In batches; only what verified. */
  onVerified: (records: readonly Waiting[]) => void;
}>;

const urgent = new Set<RecordHead["kind"]>(["erase", "edit", "name", "room"]);

export class VerifyQueue {
  readonly #options: VerifyQueueOptions;
  readonly #waiting = new Map<RecordId, Waiting>();
  readonly #trusted = new Set<RecordId>();
  /** What does not wait for the end of a history: it changes others, or is newer than all that was verified. */
  #front: Waiting[] = [];
  /** Sorted last first when `#restSorted`, so that taking the best is popping. */
  #rest: Waiting[] = [];
  #restSorted = true;
  /** The last place of what was verified. */
  #newest: Place | null = null;
  #running = false;
  #closed = false;
  #ready: Waiting[] = [];
  #flushing = false;
  #empty: (() => void)[] = [];

  constructor(options: VerifyQueueOptions) {
    this.#options = options;
  }

  get waiting(): number {
    return this.#waiting.size + this.#ready.length;
  }

  whenEmpty(): Promise<void> {
    return this.waiting === 0 ? Promise.resolve() : new Promise((resolve) => this.#empty.push(resolve));
  }

  /** True while this record's verdict is not known. */
  has(id: RecordId): boolean {
    return this.#waiting.has(id);
  }

  /** The next record of this id needs no verification: made or verified on this device. */
  trust(id: RecordId): void {
    this.#trusted.add(id);
  }

  add(head: RecordHead, bytes: Uint8Array): void {
    if (this.#closed || this.#waiting.has(head.id)) return;
    const entry = { head, bytes };
    if (this.#trusted.delete(head.id)) {
      this.#ready.push(entry);
      if (!this.#flushing) {
        this.#flushing = true;
        queueMicrotask(() => this.#flush());
      }
      return;
    }
    this.#waiting.set(head.id, entry);
    this.#put(entry);
    if (!this.#running) {
      this.#running = true;
      queueMicrotask(() => void this.#run());
    }
  }

  drop(id: RecordId): void {
    this.#waiting.delete(id);
  }

  close(): void {
    this.#closed = true;
    this.#waiting.clear();
    this.#front = [];
    this.#rest = [];
    this.#ready = [];
    this.#wake();
  }

  #flush(): void {
    this.#flushing = false;
    const ready = this.#ready;
    this.#ready = [];
    if (!this.#closed && ready.length > 0) this.#options.onVerified(ready);
    if (this.waiting === 0) this.#wake();
  }

  async #run(): Promise<void> {
    let size = firstSlice;
    while (!this.#closed && this.#waiting.size > 0) {
      const batch = this.#next(size);
      const began = performance.now();
      await this.#verify(batch);
      const eachMs = (performance.now() - began) / Math.max(1, batch.length);
      size = Math.max(slice.least, Math.min(slice.most, Math.floor(slice.ms / eachMs)));
    }
    this.#running = false;
    if (this.waiting === 0) this.#wake();
  }

  async #verify(batch: readonly Waiting[]): Promise<void> {
    const verdicts = await this.#options.verify(batch.map(({ bytes }) => this.#options.checkOf(bytes)));
    if (this.#closed) return;
    const good = batch.filter(({ head }, i) => verdicts[i] === true && this.#waiting.has(head.id));
    for (const { head } of batch) this.#waiting.delete(head.id);
    for (const { head } of good)
      if (this.#newest === null || comparePlaces(head, this.#newest) > 0) this.#newest = head;
    if (good.length > 0) this.#options.onVerified(good);
  }

  #put(entry: Waiting): void {
    const { head } = entry;
    if (urgent.has(head.kind) || this.#newest === null || comparePlaces(head, this.#newest) > 0)
      this.#front.push(entry);
    else {
      this.#rest.push(entry);
      this.#restSorted = false;
    }
  }

  /** The best next ones. */
  #next(size: number): Waiting[] {
    const front = this.#front.filter(({ head }) => this.#waiting.has(head.id));
    this.#front = [];
    for (const entry of front) this.#put(entry); // some are no longer the newest
    this.#front.sort((a, b) => rank(a, b));
    const batch = this.#front.splice(-size).toReversed();
    if (!this.#restSorted) {
      this.#rest = this.#rest.filter(({ head }) => this.#waiting.has(head.id)).sort((a, b) => rank(a, b));
      this.#restSorted = true;
    }
    while (batch.length < size) {
      const entry = this.#rest.pop();
      if (entry === undefined) break;
      if (this.#waiting.has(entry.head.id)) batch.push(entry);
    }
    if (batch.length === 0) this.#waiting.clear();
    return batch;
  }

  #wake(): void {
    const waiting = this.#empty;
    this.#empty = [];
    for (const resolve of waiting) resolve();
  }
}

const rank = (a: Waiting, b: Waiting): number =>
  Number(urgent.has(a.head.kind)) - Number(urgent.has(b.head.kind)) || comparePlaces(a.head, b.head);
