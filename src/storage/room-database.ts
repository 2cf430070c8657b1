// A room's database: opened when needed, opened anew when it died, in silence or not (iOS closes connections
// of a page in the background; P3.3). The 'custom' values live here, with memory as their refuge.

import { withDeadline } from "./deadline.ts";
import { getCustom, openRoomDatabase, setCustom, sizeOfRows } from "./room-rows.ts";

export class RoomDatabase {
  readonly #name: string;
  readonly #deadlineMs: number;
  readonly #onLost: () => void;
  readonly #kept = new Map<string, unknown>();
  #db: IDBDatabase | null = null;
  #opening: Promise<IDBDatabase> | null = null;
  #closed = false;

  /** `onLost`: what is stored may be gone, since site data was cleared or another tab deletes the room. */
  constructor({ name, deadlineMs, onLost }: { name: string; deadlineMs: number; onLost: () => void }) {
    this.#name = name;
    this.#deadlineMs = deadlineMs;
    this.#onLost = onLost;
  }

  open(): Promise<IDBDatabase> {
    if (this.#closed) return Promise.reject(new Error("closed"));
    if (this.#db !== null) return Promise.resolve(this.#db);
    this.#opening ??= this.#openAnew().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  /** Lets the connection go; the next `open` makes another. */
  drop(): void {
    this.#db?.close();
    this.#db = null;
  }

  close(): void {
    this.#closed = true;
    this.drop();
  }

  async get(key: string): Promise<unknown> {
    if (this.#kept.has(key)) return this.#kept.get(key);
    return this.#twice((db) => getCustom(db, key)).catch(() => undefined);
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
      await this.#twice((db) => setCustom(db, key, value, strict));
    } catch {
      return false; // it stays in memory
    }
    if (this.#kept.get(key) === value) this.#kept.delete(key);
    return true;
  }

  /** Bytes of all rows, 0 when that cannot be told. */
  bytes(): Promise<number> {
    return this.#twice(sizeOfRows).catch(() => 0);
  }

  async #openAnew(): Promise<IDBDatabase> {
    const db = await openRoomDatabase(this.#name, (lost) => {
      if (this.#db !== lost) return;
      this.#db = null;
      this.#onLost();
    });
    if (this.#closed) {
      db.close();
      throw new Error("closed meanwhile");
    }
    this.#db = db;
    return db;
  }

  async #twice<T>(act: (db: IDBDatabase) => Promise<T>): Promise<T> {
    const once = async (): Promise<T> => act(await this.open());
    try {
      return await withDeadline(once(), this.#deadlineMs);
    } catch {
      if (this.#closed) throw new Error("closed");
      // What still runs on the old connection may end: closing waits for it.
      this.drop();
      return withDeadline(once(), this.#deadlineMs);
    }
  }
}
