// A room's rows as y-indexeddb lays them out: 'updates' (Yjs updates, numbered) and 'custom' (named values).
// Its reader is used; its writer is not, for it ignores failed writes, and nor is its class, whose constructor
// reads and writes unguarded: one corrupt row or a refused open ends in a promise nobody can catch (P3.1, P3.2, P3.3).

import { fetchUpdates, type IndexeddbPersistence } from "y-indexeddb";
import * as Y from "yjs";
import { openDatabase, requested, transact, type Lost } from "./database.ts";

const updates = "updates";
const custom = "custom";
/** Rows that could not be read stand in 'custom' under this and their number. */
const quarantine = "quarantine:";
/** Stands in 'custom' while rows may hold what was erased. */
const owing = "erasing";
const quarantined = (): IDBKeyRange => IDBKeyRange.bound(quarantine, `${quarantine}\uffff`);
/** Merging looks at every update for every struct: in groups of this many it stays linear. */
const mergedAtOnce = 50;

/** What is known of a room's rows: the fields of IndexeddbPersistence that `fetchUpdates` (9.0.12) reads and writes. */
export type Rows = {
  readonly doc: Y.Doc;
  db: IDBDatabase | null;
  /** Rows from this number on have not been read. */
  _dbref: number;
  /** How many rows there are. */
  _dbsize: number;
  _destroyed: boolean;
  /** Rows the browser failed to hand out: they may be readable another day, so tidying spares them. */
  readonly unread: Set<IDBValidKey>;
};

export const newRows = (doc: Y.Doc): Rows => ({
  doc,
  db: null,
  _dbref: 0,
  _dbsize: 0,
  _destroyed: false,
  unread: new Set(),
});

export const openRoomDatabase = (
  name: string,
  onLost: (db: IDBDatabase, why: Lost) => void,
): Promise<IDBDatabase> => openDatabase(name, { [updates]: { autoIncrement: true }, [custom]: {} }, onLost);

/** A row that Yjs can read; tried on a document of its own, since our observers' faults are not the row's. */
const isReadable = (row: unknown): row is Uint8Array => {
  if (!(row instanceof Uint8Array)) return false;
  const scratch = new Y.Doc();
  try {
    Y.decodeUpdate(row);
    Y.applyUpdate(scratch, row);
    return true;
  } catch {
    return false; // corrupt bytes make lib0 and Yjs throw whatever they stumble over
  } finally {
    scratch.destroy();
  }
};

/** Reads what `fetchUpdates` stumbled over: each row for itself; the corrupt ones are set aside when `tidy`. */
const readOneByOne = async (rows: Rows, db: IDBDatabase, tidy: boolean): Promise<void> => {
  const unseen = IDBKeyRange.lowerBound(rows._dbref);
  const keys = await transact(db, [updates], (t) => requested(t.objectStore(updates).getAllKeys(unseen)), {
    mode: "readonly",
  });
  const unread: IDBValidKey[] = [];
  for (const key of keys) {
    let row: unknown;
    try {
      row = await transact(db, [updates], (t) => requested<unknown>(t.objectStore(updates).get(key)), {
        mode: "readonly",
      });
    } catch {
      unread.push(key); // Chromium: "Failed to read large IndexedDB value"
      continue;
    }
    if (isReadable(row)) {
      try {
        Y.applyUpdate(rows.doc, row, rows);
      } catch (reason) {
        // An observer's fault. It shows as an error of the page, and the other rows are read all the same.
        queueMicrotask(() => {
          throw reason;
        });
      }
    } else if (tidy && row !== undefined) {
      await transact(db, [updates, custom], (t) => {
        t.objectStore(custom).put(row, `${quarantine}${key as number}`);
        t.objectStore(updates).delete(key);
      });
    }
  }
  // Throws when it was the connection that failed: nothing is concluded then.
  const count = await transact(db, [updates], (t) => requested(t.objectStore(updates).count()), {
    mode: "readonly",
  });
  for (const key of unread) rows.unread.add(key);
  const last = keys.at(-1);
  if (typeof last === "number") rows._dbref = last + 1;
  rows._dbsize = count;
};

/** Applies every row not read yet to the document, with `rows` as the origin. */
export const readRows = async (rows: Rows, db: IDBDatabase, { tidy }: { tidy: boolean }): Promise<void> => {
  rows.db = db;
  try {
    await fetchUpdates(rows as unknown as IndexeddbPersistence);
  } catch {
    // A corrupt row, or the connection: then reading again fails as well, and says so.
    await readOneByOne(rows, db, tidy);
  }
};

/** Stores updates in one transaction, merged into as few rows as is quick. `owes`: the rows before hold what was erased. */
export const appendRows = async (
  rows: Rows,
  db: IDBDatabase,
  batch: readonly Uint8Array[],
  { owes }: Readonly<{ owes: boolean }>,
): Promise<void> => {
  const merged: Uint8Array[] = [];
  for (let at = 0; at < batch.length; at += mergedAtOnce) {
    const group = batch.slice(at, at + mergedAtOnce);
    merged.push(group.length === 1 && group[0] !== undefined ? group[0] : Y.mergeUpdates(group));
  }
  const keys = await transact(db, [updates, custom], (t) => {
    const store = t.objectStore(updates);
    if (owes) t.objectStore(custom).put(true, owing);
    return Promise.all(merged.map((row) => requested(store.add(row))));
  });
  rows._dbsize += keys.length;
  // Our own rows need no reading, unless another tab's stand between.
  for (const key of keys) if (key === rows._dbref) rows._dbref = key + 1;
};

const forgetErased = (t: IDBTransaction, { owes }: Readonly<{ owes: boolean }>): void => {
  const store = t.objectStore(custom);
  store.delete(quarantined());
  if (owes) store.put(true, owing);
  else store.delete(owing);
};

/** What an earlier session erased may still be in the rows: it ended before they were rewritten. */
export const owesErasure = async (db: IDBDatabase): Promise<boolean> => (await getCustom(db, owing)) === true;

/**
 * Replaces the rows by one with the whole state, in one transaction; rows of other tabs are read first.
 * `beforeEncoding` is called where the state is taken: what is written later is not in it; when it throws, nothing changes.
 * `erase`: rows that could not be read go too, since they might hold what is to be erased (RC5).
 */
export const rewriteRows = async (
  rows: Rows,
  db: IDBDatabase,
  beforeEncoding: () => Readonly<{ erase: boolean }>,
): Promise<void> => {
  await readRows(rows, db, { tidy: true });
  // The reader's transaction has let go by now; another tab may have written since: look again inside.
  const [key, erased] = await transact(
    db,
    [updates, custom],
    async (t) => {
      const store = t.objectStore(updates);
      const unseen = await requested<unknown[]>(store.getAll(IDBKeyRange.lowerBound(rows._dbref)));
      for (const row of unseen) if (isReadable(row)) Y.applyUpdate(rows.doc, row, rows);
      const { erase } = beforeEncoding();
      if (erase) forgetErased(t, { owes: false });
      if (erase || rows.unread.size === 0) {
        store.clear();
      } else {
        const keys = await requested(store.getAllKeys());
        for (const key of keys) if (!rows.unread.has(key)) store.delete(key);
      }
      return [await requested(store.add(Y.encodeStateAsUpdate(rows.doc))), erase];
    },
    { inSteps: true },
  );
  if (erased) rows.unread.clear();
  rows._dbref = Number(key) + 1;
  rows._dbsize = 1 + rows.unread.size;
};

/**
 * The same for a page that may get no other turn: all is asked for at once, before any answer. What another tab wrote and was
 * not read here stays; so does what is still being written here, which `owes` tells the next opening.
 */
export const rewriteRowsAtOnce = async (
  rows: Rows,
  db: IDBDatabase,
  { owes }: Readonly<{ owes: boolean }>,
): Promise<void> => {
  const key = await transact(db, [updates, custom], (t) => {
    const store = t.objectStore(updates);
    store.delete(IDBKeyRange.upperBound(rows._dbref, true));
    forgetErased(t, { owes });
    return requested(store.add(Y.encodeStateAsUpdate(rows.doc)));
  });
  rows.unread.clear();
  rows._dbsize = 1;
  if (key === rows._dbref) rows._dbref = key + 1;
};

/** Bytes of all rows. */
export const sizeOfRows = async (db: IDBDatabase): Promise<number> => {
  const rows = await transact(db, [updates], (t) => requested<unknown[]>(t.objectStore(updates).getAll()), {
    mode: "readonly",
  });
  return rows.reduce<number>((sum, row) => sum + (row instanceof Uint8Array ? row.length : 0), 0);
};

export const getCustom = (db: IDBDatabase, key: string): Promise<unknown> =>
  transact(db, [custom], (t) => requested<unknown>(t.objectStore(custom).get(key)), { mode: "readonly" });

export const setCustom = (db: IDBDatabase, key: string, value: unknown, strict: boolean): Promise<void> =>
  transact(db, [custom], (t) => void t.objectStore(custom).put(value, key), { strict });
