// The document's one map of records, write-once (RC1), as the ledger uses it: what it writes, and what it may not.

import * as Y from "yjs";
import type { Stop } from "../lib/listeners.ts";
import { recordsMap } from "../lib/records-map.ts";
import type { Clock } from "./clock.ts";
import type { RecordId } from "./ids.ts";
import { readHead } from "./record.ts";

/** The origin of transactions that only delete: nothing of them travels (GT2). */
export const erasure = Symbol("erasure");
/** The origin of this device's own records. */
export const own = Symbol("own");

export class RecordMap {
  readonly #doc: Y.Doc;
  readonly #map: Y.Map<Uint8Array>;
  readonly #beforeWrite: () => void;

  /** `beforeWrite` is called before anything is written under this device's Yjs client id (MS6). */
  constructor(doc: Y.Doc, beforeWrite: () => void) {
    this.#doc = doc;
    this.#map = doc.getMap<Uint8Array>(recordsMap);
    this.#beforeWrite = beforeWrite;
  }

  get size(): number {
    return this.#map.size;
  }

  get keys(): Iterable<RecordId> {
    return this.#map.keys() as Iterable<RecordId>;
  }

  has(id: RecordId): boolean {
    return this.#map.has(id);
  }

  get(id: RecordId): Uint8Array | null {
    const held: unknown = this.#map.get(id);
    return held instanceof Uint8Array ? held : null;
  }

  *clocksOf(ids: Readonly<{ has: (id: RecordId) => boolean }>): Generator<Clock> {
    for (const id of this.keys) {
      const bytes = ids.has(id) ? this.get(id) : null;
      const head = bytes === null ? null : readHead(id, bytes);
      if (head !== null) yield head.clock;
    }
  }

  observe(listener: (ids: Iterable<RecordId>) => void): Stop {
    const observer = (event: Y.YMapEvent<Uint8Array>): void => listener(event.keysChanged as Set<RecordId>);
    this.#map.observe(observer);
    return () => this.#map.unobserve(observer);
  }

  /** In one transaction. */
  write(records: readonly Readonly<{ id: RecordId; bytes: Uint8Array }>[]): void {
    if (records.length === 0) return;
    this.#beforeWrite();
    this.#doc.transact(() => {
      for (const { id, bytes } of records) this.#map.set(id, bytes);
    }, own);
  }

  /** A slot that was emptied: written over it, the entry would have an origin, which is an offence (GT5). */
  isEmptied(id: RecordId): boolean {
    return this.#map._map.get(id)?.deleted === true;
  }

  /** What has been altered, in its own slot: it is the same struct, as all others have it. */
  restore(id: RecordId, bytes: Uint8Array): boolean {
    const content = this.#map._map.get(id)?.content;
    if (!(content instanceof Y.ContentBinary)) return false;
    content.content = bytes;
    return true;
  }

  /** Gives those that were there. */
  delete(ids: readonly RecordId[]): readonly RecordId[] {
    const held = ids.filter((id) => this.#map.has(id));
    if (held.length > 0)
      this.#doc.transact(() => {
        for (const id of held) this.#map.delete(id);
      }, erasure);
    return held;
  }
}
