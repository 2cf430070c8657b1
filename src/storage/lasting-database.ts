import { withDeadline } from "./deadline.ts";

export type LastingDatabaseOptions = Readonly<{
  /** Makes a connection. `onLost` is called once it was closed under us. */
  open: (onLost: (db: IDBDatabase) => void) => Promise<IDBDatabase>;
  /** Of one attempt. */
  deadlineMs: number;
  onLost?: () => void;
}>;

/**
 * A database that outlives its connections: opened when needed, opened anew when one has died, in silence or not (iOS closes
 * those of a page in the background, WebKit bugs 197050 and 277615).
 */
export class LastingDatabase {
  readonly #options: LastingDatabaseOptions;
  #db: IDBDatabase | null = null;
  #opening: Promise<IDBDatabase> | null = null;
  #closed = false;

  constructor(options: LastingDatabaseOptions) {
    this.#options = options;
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

  /** What `act` gives, with a new connection where the one at hand is of no more use. */
  async twice<T>(act: (db: IDBDatabase) => Promise<T>): Promise<T> {
    const once = async (): Promise<T> => act(await this.open());
    try {
      return await withDeadline(once(), this.#options.deadlineMs);
    } catch {
      if (this.#closed) throw new Error("closed");
      // What still runs on the old connection may end: closing waits for it.
      this.drop();
      return withDeadline(once(), this.#options.deadlineMs);
    }
  }

  async #openAnew(): Promise<IDBDatabase> {
    const db = await this.#options.open((lost) => {
      if (this.#db !== lost) return;
      this.#db = null;
      this.#options.onLost?.();
    });
    if (this.#closed) {
      db.close();
      throw new Error("closed meanwhile");
    }
    this.#db = db;
    return db;
  }
}
