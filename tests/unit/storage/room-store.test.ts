import { IndexeddbPersistence } from "y-indexeddb";
import { describe, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { useFaults } from "./faults.ts";
import { openTab, reload, roomName, rowsOnDisk } from "./rooms.ts";

const faults = useFaults();

describe("[ST1] what is written is saved", () => {
  test("[ST1] a new room opens saved, and what is written is there after a reload", async () => {
    const tab = await openTab();
    expect(tab.store.state).toBe("saved");
    tab.write("a");
    expect(tab.store.state).toBe("saving");
    await tab.store.whenSaved();
    expect(tab.store.state).toBe("saved");
    expect(await reload()).toEqual({ a: "a" });
  });

  test("[ST1] opening a room writes nothing", async () => {
    const first = await openTab();
    first.write("a");
    await first.store.close();
    const second = await openTab();
    await second.store.close();
    expect(await rowsOnDisk()).toHaveLength(1);
  });

  test("[ST1] a document that is not empty when the room opens is stored whole", async () => {
    const doc = new Y.Doc();
    doc.getMap("records").set("before", Uint8Array.of(98));
    const tab = await openTab({ doc });
    await tab.store.whenSaved();
    expect(await reload()).toEqual({ before: "b" });
  });

  test("[ST1] a burst becomes one row", async () => {
    const tab = await openTab();
    for (let i = 0; i < 40; i++) tab.write(`k${i}`);
    await tab.store.whenSaved();
    expect(await rowsOnDisk()).toHaveLength(1);
    expect(Object.keys(await reload())).toHaveLength(40);
  });

  test("[ST1] 'saved' is not said before the transaction completed", async () => {
    const tab = await openTab();
    faults.writes = { left: 1, how: "hangs" };
    tab.write("a");
    let isSaved = false;
    void tab.store.whenSaved().then(() => (isSaved = true));
    await vi.waitUntil(() => faults.hung.length > 0);
    await tab.store.get("anything"); // a whole transaction later
    expect(tab.store.state).toBe("saving");
    expect(isSaved).toBe(false);
    faults.hung[0]?.();
    await tab.store.whenSaved();
    expect(tab.states).toEqual(["saved", "saving", "saved"]);
  });

  test("[ST1] the published y-indexeddb reads what this store wrote, and this store what that one wrote", async () => {
    const tab = await openTab();
    tab.write("ours");
    await tab.store.close();
    const doc = new Y.Doc();
    const stock = new IndexeddbPersistence(roomName, doc);
    await stock.whenSynced;
    expect([...doc.getMap("records").keys()]).toEqual(["ours"]);
    doc.getMap("records").set("theirs", Uint8Array.of(116));
    await stock.destroy();
    expect(await reload()).toEqual({ ours: "ours", theirs: "t" });
  });

  test("[ST1] close() stores what is left, twice is harmless, and later writes go nowhere", async () => {
    const tab = await openTab();
    tab.write("last");
    await Promise.all([tab.store.close(), tab.store.close()]);
    tab.write("too late");
    expect(await reload()).toEqual({ last: "last" });
  });
});

test("custom values survive a dead connection and a reload; strict durability is asked for", async () => {
  const tab = await openTab();
  faults.closeAll("silently");
  const begin = vi.spyOn(IDBDatabase.prototype, "transaction");
  expect(await tab.store.set("lease", { clean: false }, { strict: true })).toBe(true);
  expect(begin.mock.calls.at(-1)?.[2]).toEqual({ durability: "strict" });
  await tab.store.close();
  const next = await openTab();
  expect(await next.store.get("lease")).toEqual({ clean: false });
  expect(await next.store.get("nothing")).toBeUndefined();
});

test("a custom value that cannot be stored says so, and is still there", async () => {
  const tab = await openTab();
  faults.writes = { left: 2, how: "QuotaExceededError" };
  expect(await tab.store.set("lease", 1)).toBe(false);
  expect(await tab.store.get("lease")).toBe(1);
  expect(await tab.store.set("lease", 2)).toBe(true);
  expect(await tab.store.get("lease")).toBe(2);
});
