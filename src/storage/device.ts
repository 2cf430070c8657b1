// The device's own small store: identity, preferences, what is remembered of each room. Values read are untrusted.
// Storage that fails never throws at the caller: values then live in memory and `persistent` says so.

import { openDatabase, requested, transact } from "./database.ts";
import { withDeadline } from "./deadline.ts";
import { LastingDatabase } from "./lasting-database.ts";

const name = "kothabarta-device";
const kv = "kv";

type Durability = Readonly<{ /** Waits for the disk itself, where the platform can. */ strict?: boolean }>;

export class Device {
  readonly #deadlineMs: number;
  readonly #database: LastingDatabase;
  /** No storage at all since the page came: an identity made in memory must not change when storage comes back late. */
  #memoryOnly = false;
  #failed = false;
  /** Not on disk yet; undefined is a deletion. What fails goes with the next write. */
  readonly #pending = new Map<string, unknown>();
  /** Of those pending that were raised: under which prefix they outrank what is there. */
  readonly #raised = new Map<string, string>();
  /** Made here because the disk could not be asked; never written, for there may be a value there. */
  readonly #makeshift = new Map<string, unknown>();

  constructor({ deadlineMs }: { deadlineMs: number }) {
    this.#deadlineMs = deadlineMs;
    this.#database = new LastingDatabase({
      open: (lost) => openDatabase(name, { [kv]: {} }, lost),
      deadlineMs,
    });
  }

  /** False while anything set, or everything, is in memory only. */
  get persistent(): boolean {
    return !this.#memoryOnly && !this.#failed;
  }

  async start(): Promise<void> {
    try {
      await withDeadline(this.#database.open(), this.#deadlineMs);
    } catch {
      this.#memoryOnly = true;
    }
  }

  async get(key: string): Promise<unknown> {
    if (this.#pending.has(key)) return this.#pending.get(key);
    if (this.#makeshift.has(key)) return this.#makeshift.get(key);
    const read = (db: IDBDatabase): Promise<unknown> =>
      transact(db, [kv], (t) => requested<unknown>(t.objectStore(kv).get(key)), { mode: "readonly" });
    return this.#twice(read).catch(() => undefined);
  }

  /** True once the value is on disk; false when it is kept in memory. */
  set(key: string, value: unknown, durability: Durability = {}): Promise<boolean> {
    return this.setAll(new Map([[key, value]]), durability);
  }

  /** All of them in one transaction; undefined is a deletion. */
  setAll(values: ReadonlyMap<string, unknown>, durability: Durability = {}): Promise<boolean> {
    for (const [key, value] of values) this.#pending.set(key, value);
    return this.#write(durability);
  }

  /**
   * Under `prefix` the value of the highest rank counts, whichever tab set it: ranks compare as strings. Nothing is read
   * before it is written, so that a page that is going can still do it.
   */
  raise(prefix: string, rank: string, value: unknown): Promise<boolean> {
    const raised = `${prefix}${rank}`;
    for (const [key, under] of this.#raised) if (under === prefix && key < raised) this.#forget(key);
    this.#pending.set(raised, value);
    this.#raised.set(raised, prefix);
    return this.#write({});
  }

  /** What was raised highest under this prefix, of the ranks below that; undefined where nothing was. */
  async highest(prefix: string, below: string): Promise<unknown> {
    return (await this.entries(prefix)).findLast(([key]) => key < `${prefix}${below}`)?.[1];
  }

  delete(key: string): Promise<boolean> {
    return this.set(key, undefined);
  }

  /** The value that is there, else `value`, which then is: tabs that start at once agree on one. */
  async getOrSet(key: string, value: unknown, { strict = false }: Durability = {}): Promise<unknown> {
    if (this.#pending.get(key) !== undefined) return this.#pending.get(key);
    if (this.#makeshift.has(key)) return this.#makeshift.get(key);
    try {
      return await this.#twice((db) =>
        transact(
          db,
          [kv],
          async (t) => {
            const present = await requested<unknown>(t.objectStore(kv).get(key));
            if (present === undefined) t.objectStore(kv).put(value, key);
            return present ?? value;
          },
          { strict, inSteps: true },
        ),
      );
    } catch {
      this.#failed = true;
      if (!this.#makeshift.has(key)) this.#makeshift.set(key, value);
      return this.#makeshift.get(key);
    }
  }

  /** Everything whose key begins so, ordered by key. */
  async entries(prefix: string): Promise<[string, unknown][]> {
    const found = new Map<string, unknown>();
    const read = (db: IDBDatabase): Promise<[IDBValidKey[], unknown[]]> =>
      transact(
        db,
        [kv],
        (t) => {
          const store = t.objectStore(kv);
          const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
          return Promise.all([requested(store.getAllKeys(range)), requested<unknown[]>(store.getAll(range))]);
        },
        { mode: "readonly" },
      );
    try {
      const [keys, values] = await this.#twice(read);
      for (const [i, key] of keys.entries()) if (typeof key === "string") found.set(key, values[i]);
    } catch {
      // what is in memory is what there is
    }
    for (const [key, value] of [...this.#makeshift, ...this.#pending]) {
      if (key.startsWith(prefix)) found.set(key, value);
    }
    return [...found].filter(([, value]) => value !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
  }

  close(): void {
    this.#database.close();
  }

  async #write({ strict = false }: Durability): Promise<boolean> {
    const batch = new Map(this.#pending);
    const raised = new Map(this.#raised);
    try {
      await this.#twice((db) =>
        transact(
          db,
          [kv],
          (t) => {
            const store = t.objectStore(kv);
            for (const [key, value] of batch) {
              const prefix = raised.get(key);
              if (prefix !== undefined) store.delete(IDBKeyRange.bound(prefix, key, false, true));
              if (value === undefined) store.delete(key);
              else store.put(value, key);
            }
          },
          { strict },
        ),
      );
    } catch {
      this.#failed = true;
      return false;
    }
    for (const [key, value] of batch) {
      if (this.#pending.get(key) === value) this.#forget(key);
      this.#makeshift.delete(key);
    }
    // What is newer and pending has a write of its own under way.
    this.#failed = this.#makeshift.size > 0;
    return true;
  }

  #forget(key: string): void {
    this.#pending.delete(key);
    this.#raised.delete(key);
  }

  async #twice<T>(act: (db: IDBDatabase) => Promise<T>): Promise<T> {
    if (this.#memoryOnly) throw new Error("no storage on this page");
    return this.#database.twice(act);
  }
}

/** Resolves when the store is open, or when it is clear that it will not be (`persistent` is false then). */
export const openDevice = async ({ deadlineMs = 5000 } = {}): Promise<Device> => {
  const device = new Device({ deadlineMs });
  await device.start();
  return device;
};
