// Structs that wait for earlier ones of their Yjs client, or for the record that their emptied slot is of. Bounded; everything
// here costs what it touches, however much waits.

import type { RecordId } from "../../room/ids.ts";
import type { Struct } from "./update.ts";

/** More waiting than this is forgotten and asked for again. */
const maxBytes = 8 * 1024 * 1024;
/** A struct in a map of its own client's. */
const overhead = 400;

const weightOf = ({ bytes }: Struct): number => overhead + (bytes?.length ?? 0);

export class Held {
  readonly #byClient = new Map<number, Map<number, Struct>>();
  /** Clients with an emptied slot that waits, by its key. */
  readonly #emptied = new Map<RecordId, Set<number>>();
  #bytes = 0;
  #since: number | null = null;

  /** performance.now() since when something has been waiting, or null. */
  get since(): number | null {
    return this.#since;
  }

  /** About what is kept. */
  get bytes(): number {
    return this.#bytes;
  }

  get clients(): readonly number[] {
    return Array.from(this.#byClient.keys());
  }

  at(client: number, clock: number): Struct | undefined {
    return this.#byClient.get(client)?.get(clock);
  }

  /** Clients with emptied slots of these records. */
  *waitingFor(keys: Iterable<RecordId>): Generator<number> {
    if (this.#emptied.size === 0) return;
    for (const key of keys) yield* this.#emptied.get(key) ?? [];
  }

  add(struct: Struct): void {
    const { client, clock, key, bytes } = struct;
    if (this.#bytes > maxBytes) this.clear();
    const known = this.at(client, clock);
    // A slot with content beats an emptied one: somebody may be withholding.
    if (known !== undefined && (known.bytes !== null || bytes === null)) return;
    this.release(client, clock);
    const held = this.#byClient.get(client);
    if (held === undefined) this.#byClient.set(client, new Map([[clock, struct]]));
    else held.set(clock, struct);
    if (bytes === null) {
      const clients = this.#emptied.get(key);
      if (clients === undefined) this.#emptied.set(key, new Set([client]));
      else clients.add(client);
    }
    this.#bytes += weightOf(struct);
    this.#since ??= performance.now();
  }

  release(client: number, clock: number): void {
    const held = this.#byClient.get(client);
    const struct = held?.get(clock);
    if (held === undefined || struct === undefined) return;
    held.delete(clock);
    if (struct.bytes === null) this.#emptied.get(struct.key)?.delete(client);
    if (this.#emptied.get(struct.key)?.size === 0) this.#emptied.delete(struct.key);
    this.#bytes -= weightOf(struct);
    if (held.size === 0) this.#forget(client);
  }

  /** Whatever of this client waits will not be taken. */
  drop(client: number): void {
    for (const struct of this.#byClient.get(client)?.values() ?? []) this.#bytes -= weightOf(struct);
    this.#forget(client);
  }

  /** Whose slots were taken in the meantime. */
  prune(stateOf: (client: number) => number): void {
    for (const [client, held] of Array.from(this.#byClient)) {
      const state = stateOf(client);
      for (const clock of Array.from(held.keys())) if (clock < state) this.release(client, clock);
    }
  }

  clear(): void {
    this.#byClient.clear();
    this.#emptied.clear();
    this.#bytes = 0;
    this.#since = null;
  }

  #forget(client: number): void {
    this.#byClient.delete(client);
    if (this.#byClient.size === 0) this.clear();
  }
}
