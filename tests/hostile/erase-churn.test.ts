// A member that writes and erases words without end: every honest device rewrote its whole room for each of them.

import "fake-indexeddb/auto";
import { IDBObjectStore } from "fake-indexeddb";
import { expect, onTestFinished, test } from "vitest";
import * as Y from "yjs";
import { RoomStore } from "../../src/storage/room-store.ts";
import { Chance } from "../support/chance.ts";
import { cheapIdentity } from "../support/cheap-identity.ts";
import { createRoom, eraseOf, messagesOf } from "../support/room.ts";

/** Bytes that are added to rows from now on. */
const countWritten = () => {
  const counted = { bytes: 0 };
  const add = Reflect.get(IDBObjectStore.prototype, "add") as (...args: unknown[]) => unknown;
  const counting = function (this: unknown, ...args: unknown[]): unknown {
    if (args[0] instanceof Uint8Array) counted.bytes += args[0].length;
    return add.apply(this, args);
  };
  Reflect.set(IDBObjectStore.prototype, "add", counting);
  onTestFinished(() => void Reflect.set(IDBObjectStore.prototype, "add", add));
  return counted;
};

const rowsOf = async (name: string): Promise<readonly Uint8Array[]> => {
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error ?? new Error("no database"));
  });
  const rows = await new Promise<Uint8Array[]>((resolve) => {
    const request = db.transaction(["updates"]).objectStore("updates").getAll();
    request.onsuccess = () => resolve(request.result as Uint8Array[]);
  });
  db.close();
  return rows;
};

test("[RC5] a word written and erased again and again does not rewrite the room each time; on leaving all are gone", async () => {
  const mallory = cheapIdentity(new Chance(66));
  const room = createRoom({ now: () => Date.UTC(2026, 0, 2) });
  const records = room.doc.getMap<Uint8Array>("records");
  const big = messagesOf(cheapIdentity(new Chance(3)), 1000, (i) => `${i} ${"x".repeat(800)}`);
  room.doc.transact(() => {
    for (const { id, bytes } of big) records.set(id, bytes);
  });
  await room.ledger.whenSettled();
  const store = await RoomStore.open({
    name: "churn",
    doc: room.doc,
    writer: true,
    compactPauseMs: 1_000_000_000,
  });
  await store.flush();
  const size = Y.encodeStateAsUpdate(room.doc).length;
  const written = countWritten();
  room.ledger.onRemoved(() => void store.compact());
  const words = messagesOf(mallory, 40, (i) => `the word ${i}`);
  for (const word of words) {
    const erase = eraseOf(mallory, word);
    records.set(word.id, word.bytes);
    await store.whenSaved();
    records.set(erase.id, erase.bytes);
    await room.ledger.whenSettled();
    expect(records.has(word.id)).toBe(false); // out of memory at once
    await store.whenSaved();
  }
  expect(written.bytes).toBeLessThan(size * 1.5);
  await store.close();
  room.ledger.close();
  const rows = Buffer.concat(await rowsOf("churn"));
  expect([rows.includes("the word "), rows.length < size * 1.1]).toEqual([false, true]);
});
