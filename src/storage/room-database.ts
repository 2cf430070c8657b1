// A room's database and its 'custom' values, with memory as their refuge.

import { LastingDatabase } from "./lasting-database.ts";
import { getCustom, openRoomDatabase, setCustom, sizeOfRows } from "./room-rows.ts";

export class RoomDatabase {
  readonly #database: LastingDatabase;
  readonly #kept = new Map<string, unknown>();

  /** `onLost`: what is stored may be gone, since site data was cleared or another tab deletes the room. */
  constructor({ name, deadlineMs, onLost }: { name: string; deadlineMs: number; onLost: () => void }) {
    this.#database = new LastingDatabase({
      open: (lost) => openRoomDatabase(name, lost),
      deadlineMs,
      onLost,
    });
  }

  open(): Promise<IDBDatabase> {
    return this.#database.open();
  }

  /** Lets the connection go; the next `open` makes another. */
  drop(): void {
    this.#database.drop();
  }

  close(): void {
    this.#database.close();
  }

  async get(key: string): Promise<unknown> {
    if (this.#kept.has(key)) return this.#kept.get(key);
    return this.#database.twice((db) => getCustom(db, key)).catch(() => undefined);
  }

  /** Keeps a value for as long as the room is open; `get` gives it until one is on disk. */
  keep(key: string, value: unknown): void {
    this.#kept.set(key, value);
  }

  kept(key: string): unknown {
    return this.#kept.get(key);
  }

  async set(key: string, value: unknown, strict: boolean): Promise<boolean> {
    this.#kept.set(key, value);
    try {
      await this.#database.twice((db) => setCustom(db, key, value, strict));
    } catch {
      return false; // it stays in memory
    }
    if (this.#kept.get(key) === value) this.#kept.delete(key);
    return true;
  }

  /** Bytes of all rows, 0 when that cannot be told. */
  bytes(): Promise<number> {
    return this.#database.twice(sizeOfRows).catch(() => 0);
  }
}
