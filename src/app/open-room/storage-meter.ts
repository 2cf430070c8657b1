// The bytes of a room on this device. Measuring reads all that is stored, so it is done when somebody looks, not at each redraw.

import type { Persistence } from "../../storage/persist.ts";

const validForMs = 30_000;

export type StorageReading = Readonly<{ bytes: number; persisted: boolean }>;

export type StorageMeterOptions = Readonly<{
  bytes: () => Promise<number> | number;
  persistence: Pick<Persistence, "report">;
  onChange: () => void;
}>;

export class StorageMeter {
  readonly #options: StorageMeterOptions;
  #reading: StorageReading = { bytes: 0, persisted: false };
  #measuredAt = -Infinity;

  constructor(options: StorageMeterOptions) {
    this.#options = options;
  }

  /** The last one; looking may bring another. */
  get reading(): StorageReading {
    if (performance.now() - this.#measuredAt > validForMs) void this.#measure();
    return this.#reading;
  }

  async #measure(): Promise<void> {
    const { bytes, persistence, onChange } = this.#options;
    this.#measuredAt = performance.now();
    const [measured, { persisted }] = await Promise.all([bytes(), persistence.report()]);
    this.#reading = { bytes: measured, persisted };
    onChange();
  }
}
