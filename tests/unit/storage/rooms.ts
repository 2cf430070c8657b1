// Two or more tabs of one room over one browser's storage, closed at the end of the test.

import { onTestFinished } from "vitest";
import * as Y from "yjs";
import { RoomStore, type RoomStoreOptions, type SaveState } from "../../../src/storage/room-store.ts";

export type Tab = Readonly<{
  doc: Y.Doc;
  store: RoomStore;
  /** Every state it has shown. */
  states: SaveState[];
  write(key: string, text?: string): void;
  erase(key: string): void;
  texts(): Record<string, string>;
}>;

export const roomName = "kothabarta-room-test";

/** Opens the room in a new tab. Pauses are short; nothing in a test depends on how short. */
export const openTab = async (options: Partial<RoomStoreOptions> = {}): Promise<Tab> => {
  const doc = options.doc ?? new Y.Doc();
  const records = doc.getMap<Uint8Array>("records");
  const store = await RoomStore.open({
    name: roomName,
    writer: true,
    retryMs: 1,
    idleMs: 1,
    compactPauseMs: 1,
    ...options,
    doc,
  });
  onTestFinished(() => store.close());
  const states: SaveState[] = [store.state];
  store.subscribe(() => states.push(store.state));
  return {
    doc,
    store,
    states,
    write: (key, text = key) => void records.set(key, new TextEncoder().encode(text)),
    erase: (key) => records.delete(key),
    texts: () =>
      Object.fromEntries([...records].map(([key, bytes]) => [key, new TextDecoder().decode(bytes)])),
  };
};

/** The page is loaded anew: what does the room hold? */
export const reload = async (): Promise<Record<string, string>> => {
  const tab = await openTab({ writer: false });
  const texts = tab.texts();
  await tab.store.close();
  return texts;
};

export const untilState = (store: RoomStore, state: SaveState): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (store.state !== state) return;
      stop();
      resolve();
    };
    const stop = store.subscribe(look);
    look();
  });

const openRaw = (): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const opening = indexedDB.open(roomName);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore("updates", { autoIncrement: true });
      opening.result.createObjectStore("custom");
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error ?? new Error("no database"));
  });

const inRaw = async <T>(
  store: "updates" | "custom",
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> => {
  const db = await openRaw();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = db.transaction([store], "readwrite");
      const request = act(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
    });
  } finally {
    db.close();
  }
};

/** The rows as they stand on disk. */
export const rowsOnDisk = (): Promise<unknown[]> =>
  inRaw("updates", (store) => store.getAll() as IDBRequest<unknown[]>);
export const putRow = (row: unknown): Promise<unknown> => inRaw("updates", (store) => store.add(row));
export const customOnDisk = (): Promise<unknown[]> =>
  inRaw("custom", (store) => store.getAll() as IDBRequest<unknown[]>);

/** True when the bytes of `text` stand in any of these values. */
export const holds = (values: readonly unknown[], text: string): boolean =>
  values.some((value) => value instanceof Uint8Array && Buffer.from(value).includes(text));
