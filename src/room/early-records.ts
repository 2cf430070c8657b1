// Records that came and whose structs did not: held here, and counted, until the struct comes or it is given up (GT1).

import type { RecordId } from "./ids.ts";

/** What does not come by then is inserted under one's own Yjs id, spread over peers. */
const adoptAfterMs = { least: 1500, spread: 2000 } as const;
const most = 5000;

export type EarlyRecordsOptions = Readonly<{
  /** False: it is asked again later. */
  isReady: () => boolean;
  /** The struct does not come. False: the record stays here all the same. */
  adopt: (id: RecordId, bytes: Uint8Array) => boolean;
}>;

export class EarlyRecords {
  readonly #options: EarlyRecordsOptions;
  readonly #records = new Map<RecordId, Uint8Array>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();

  constructor(options: EarlyRecordsOptions) {
    this.#options = options;
  }

  get isFull(): boolean {
    return this.#records.size >= most;
  }

  has(id: RecordId): boolean {
    return this.#records.has(id);
  }

  get(id: RecordId): Uint8Array | undefined {
    return this.#records.get(id);
  }

  add(id: RecordId, bytes: Uint8Array): void {
    this.#records.set(id, bytes);
    this.#adoptLater(id);
  }

  /** Its struct came, or it is erased. */
  delete(id: RecordId): void {
    this.#records.delete(id);
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#records.clear();
  }

  #adoptLater(id: RecordId): void {
    const { least, spread } = adoptAfterMs;
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        const bytes = this.#records.get(id);
        if (bytes === undefined) return;
        if (!this.#options.isReady()) return this.#adoptLater(id);
        if (this.#options.adopt(id, bytes)) this.#records.delete(id);
      },
      least + Math.random() * spread,
    );
    this.#timers.add(timer);
  }
}
