// Loading one database of a room: through our store, and through y-indexeddb as published.

import { IndexeddbPersistence } from "y-indexeddb";
import * as Y from "yjs";
import { RoomStore } from "../../../src/storage/room-store.ts";

const name = "bench-room";
/** Rows after the merged one: what a day of chatting leaves before it is tidied. */
const tailRows = 300;

const count = (doc: Y.Doc): number => doc.getMap("records")._map.size;

const storage = {
  /** One row with most of the room, and a few hundred with one record each. */
  seed: async (url: string): Promise<number> => {
    const update = new Uint8Array(await (await fetch(url)).arrayBuffer());
    const store = new Y.Doc();
    const persistence = new IndexeddbPersistence(name, store);
    await persistence.whenSynced;
    Y.applyUpdate(store, update);
    for (let i = 0; i < tailRows; i++) store.getMap("tail").set(`${i}`, new Uint8Array(200).fill(i));
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await persistence.destroy();
    return count(store);
  },
  /** ms until the document is there. */
  ours: async (): Promise<Readonly<{ ms: number; entries: number }>> => {
    const doc = new Y.Doc();
    const began = performance.now();
    const store = await RoomStore.open({ name, doc, writer: false, loadDeadlineMs: 60_000 });
    const ms = performance.now() - began;
    await store.close();
    return { ms, entries: count(doc) };
  },
  stock: async (): Promise<Readonly<{ ms: number; entries: number }>> => {
    const doc = new Y.Doc();
    const began = performance.now();
    const persistence = new IndexeddbPersistence(name, doc);
    await persistence.whenSynced;
    const ms = performance.now() - began;
    await persistence.destroy();
    return { ms, entries: count(doc) };
  },
};

declare global {
  interface Window {
    storage: typeof storage;
  }
}

window.storage = storage;
