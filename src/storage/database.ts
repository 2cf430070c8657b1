// IndexedDB as promises that always settle the way the disk did: a write counts once its transaction completed,
// not when its request succeeded. y-indexeddb ignores both (P3.1), hence these few functions.

import type { Stop } from "../lib/listeners.ts";
import { toError } from "../lib/to-error.ts";

/** Why an open connection is of no more use: the browser killed it, or another tab deletes the database. */
export type Lost = "closed" | "versionchange";

/** False where there is none: some private modes, blocked cookies (there even the access throws). */
export const hasIndexedDb = (): boolean => {
  try {
    return typeof indexedDB === "object" && indexedDB !== null;
  } catch {
    return false;
  }
};

/**
 * Opens a database, making `stores` when it is new. May hang for as long as the platform does.
 * `onLost` is called once, after the connection was closed under us.
 */
export const openDatabase = (
  name: string,
  stores: Readonly<Record<string, IDBObjectStoreParameters>>,
  onLost: (db: IDBDatabase, why: Lost) => void,
): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    // Throws where storage is blocked, which rejects.
    const opening = indexedDB.open(name);
    opening.onupgradeneeded = () => {
      for (const [store, parameters] of Object.entries(stores)) {
        opening.result.createObjectStore(store, parameters);
      }
    };
    opening.onerror = () => reject(toError(opening.error));
    opening.onsuccess = () => {
      const db = opening.result;
      db.onclose = () => onLost(db, "closed");
      db.onversionchange = () => {
        // Whoever keeps the connection open blocks the other tab for ever.
        db.close();
        onLost(db, "versionchange");
      };
      resolve(db);
    };
  });

/** What a request gives; rejects with its error. */
export const requested = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(toError(request.error));
  });

/** Resolves once the transaction is on disk (as far as its durability goes); rejects when it was aborted. */
const completed = (transaction: IDBTransaction): Promise<void> => {
  const done = new Promise<void>((resolve, reject) => {
    transaction.addEventListener("complete", () => resolve());
    transaction.addEventListener("abort", () =>
      reject(toError(transaction.error ?? new Error("transaction aborted"))),
    );
  });
  // Often a request's own failure is seen first; then nobody listens here any more.
  done.catch(() => undefined);
  return done;
};

/** Half of what was asked for must not be stored. */
export const abort = (transaction: IDBTransaction): void => {
  try {
    transaction.abort();
  } catch {
    // it has ended already, which is what is wanted
  }
};

const onFreeze = (act: () => void): Stop => {
  const listener = (event: Event): void => {
    if ((event as PageTransitionEvent).persisted) act();
  };
  globalThis.addEventListener?.("pagehide", listener); // not in Node
  return () => globalThis.removeEventListener?.("pagehide", listener);
};

/** Nothing more will be asked for. Without it the browser finds that out by itself, once the page has heard all answers. */
const commit = (transaction: IDBTransaction): void => {
  try {
    transaction.commit();
  } catch {
    // it was aborted, which its end tells; or it is of a platform without commit()
  }
};

export type Access = Readonly<{
  mode?: IDBTransactionMode;
  /** Waits for the disk itself, not only for the operating system: default 'relaxed' loses seconds on power loss. */
  strict?: boolean;
  /** `body` asks for more when it has an answer. Given up when the page is to be kept as it stands. */
  inSteps?: boolean;
}>;

/**
 * One transaction: `body`'s value, once everything it asked for is stored. It is told to commit as soon as all is asked for:
 * WebKit keeps a page that is left as it stands, and a transaction that waits there for an answer holds up every later page
 * of this origin, for ever (P3.7).
 */
export const transact = async <T>(
  db: IDBDatabase,
  stores: readonly string[],
  body: (transaction: IDBTransaction) => Promise<T> | T,
  { mode = "readwrite", strict = false, inSteps = false }: Access = {},
): Promise<T> => {
  const transaction = db.transaction([...stores], mode, strict ? { durability: "strict" } : {});
  const done = completed(transaction);
  const stopWatching = inSteps ? onFreeze(() => abort(transaction)) : null;
  try {
    const work = body(transaction);
    if (!inSteps) commit(transaction);
    const value = await work;
    await done;
    return value;
  } catch (reason) {
    abort(transaction);
    throw reason;
  } finally {
    stopWatching?.();
  }
};
