// Messages that their author deleted a moment ago: for a few seconds it can be taken back, for an erase record cannot (RC5).
// What was asked for is remembered until it is stored: erasing rewrites the room's rows, and a page that goes has no time
// for that (measured: a reload at once lost it).

import type { RecordId } from "../../room/ids.ts";

export const eraseDelayMs = 5000;

export type PendingErasesOptions = Readonly<{
  /** Asked for in an earlier session, and perhaps not done. */
  kept: readonly RecordId[];
  /** Keeps what is to be erased for the next session. */
  keep: (ids: readonly RecordId[]) => void;
  /** Writes the erase records, at once. Calls `stored` when that is safe. */
  erase: (ids: readonly RecordId[], stored: () => void) => void;
}>;

export class PendingErases {
  /** Those that can still be taken back. Changed in place. */
  readonly ids = new Set<RecordId>();
  readonly #options: PendingErasesOptions;
  readonly #timers = new Map<RecordId, ReturnType<typeof setTimeout>>();
  /** Past taking back, and not stored yet. */
  readonly #unstored: Set<RecordId>;

  constructor(options: PendingErasesOptions) {
    this.#options = options;
    this.#unstored = new Set(options.kept);
  }

  add(id: RecordId): void {
    if (this.ids.has(id)) return;
    this.ids.add(id);
    this.#timers.set(
      id,
      setTimeout(() => this.#end([id]), eraseDelayMs),
    );
    this.#keep();
  }

  /** Taken back, or erased by another device of its author. True when it was waiting. */
  drop(id: RecordId): boolean {
    const waited = this.#forget(id);
    if (waited) this.#keep();
    return waited;
  }

  /** The page may be going: nothing waits any longer. True when something did. */
  flush(): boolean {
    return this.#end([...this.ids]);
  }

  /** The document is loaded and known: what an earlier session left is done. */
  resume(): void {
    this.#end([...this.#unstored]);
  }

  #forget(id: RecordId): boolean {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    return this.ids.delete(id);
  }

  #end(ids: readonly RecordId[]): boolean {
    if (ids.length === 0) return false;
    for (const id of ids) {
      this.#forget(id);
      this.#unstored.add(id);
    }
    this.#options.erase(ids, () => {
      for (const id of ids) this.#unstored.delete(id);
      this.#keep();
    });
    return true;
  }

  #keep(): void {
    this.#options.keep([...this.ids, ...this.#unstored]);
  }
}
