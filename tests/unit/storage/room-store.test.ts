import { IndexeddbPersistence } from "y-indexeddb";
import { describe, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { deleteRoomData } from "../../../src/storage/room-store.ts";
import { original, useFaults } from "./faults.ts";
import { customOnDisk, holds, openTab, putRow, reload, roomName, rowsOnDisk, untilState } from "./rooms.ts";

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

describe("[ST1] a failed write", () => {
  for (const how of ["AbortError", "QuotaExceededError", "throws"] as const) {
    test(`[ST1] (${how}) marks the room unsaved, is healed, and loses nothing`, async () => {
      const tab = await openTab();
      tab.write("a");
      await tab.store.whenSaved();
      faults.writes = { left: 1, how };
      expect(() => tab.write("b")).not.toThrow();
      await untilState(tab.store, "unsaved");
      await tab.store.whenSaved();
      expect(tab.states.slice(-3)).toEqual(["saving", "unsaved", "saved"]);
      tab.write("c");
      await tab.store.whenSaved();
      expect(await reload()).toEqual({ a: "a", b: "b", c: "c" });
    });
  }

  test("[ST1] many failures in a row end well, and what is written meanwhile is stored too", async () => {
    const tab = await openTab();
    faults.writes = { left: 5, how: "QuotaExceededError" };
    tab.write("a");
    await untilState(tab.store, "unsaved");
    tab.write("b");
    await tab.store.whenSaved();
    expect(faults.writes.left).toBe(0);
    expect(await reload()).toEqual({ a: "a", b: "b" });
  });

  test("[ST1] a transaction that never ends counts as failed", async () => {
    const tab = await openTab({ storeDeadlineMs: 30 });
    faults.writes = { left: 1, how: "hangs" };
    tab.write("a");
    await untilState(tab.store, "unsaved");
    await tab.store.whenSaved();
    expect(tab.texts()).toEqual({ a: "a" });
    expect(holds(await rowsOnDisk(), "a")).toBe(true);
  });

  test("[ST1] a transaction that ends after it was given up changes nothing", async () => {
    const tab = await openTab({ storeDeadlineMs: 30, retryMs: 1_000_000 });
    faults.writes = { left: 1, how: "hangs" };
    tab.write("a");
    await untilState(tab.store, "unsaved");
    tab.write("b");
    faults.hung[0]?.();
    expect(tab.store.state).toBe("unsaved");
    await tab.store.flush();
    expect(tab.store.state).toBe("saved");
    expect(await reload()).toEqual({ a: "a", b: "b" });
  });

  test("[ST1] flush() does not wait for the pause, and comes back when that attempt fails too", async () => {
    const tab = await openTab({ retryMs: 1_000_000 });
    faults.writes = { left: 2, how: "AbortError" };
    tab.write("a");
    await untilState(tab.store, "unsaved");
    await tab.store.flush();
    expect(tab.store.state).toBe("unsaved");
    await tab.store.flush();
    expect(tab.store.state).toBe("saved");
    expect(await reload()).toEqual({ a: "a" });
  });

  test("[ST1] a reopening that hangs: every attempt waits for it, only the last one counts, nothing is lost", async () => {
    const tab = await openTab({ storeDeadlineMs: 20 });
    tab.write("a");
    await tab.store.whenSaved();
    faults.closeAll("silently");
    const release = faults.holdOpenings();
    tab.write("b");
    await untilState(tab.store, "unsaved");
    await tab.store.flush(); // given up once more
    tab.write("c");
    release();
    await tab.store.whenSaved();
    expect(await reload()).toEqual({ a: "a", b: "b", c: "c" });
  });

  for (const how of ["told", "silently"] as const) {
    test(`[ST1] a connection closed ${how} under us throws at nobody and is replaced`, async () => {
      const tab = await openTab();
      tab.write("a");
      await tab.store.whenSaved();
      faults.closeAll(how);
      expect(() => tab.write("b")).not.toThrow();
      await tab.store.whenSaved();
      expect(tab.states).toContain("unsaved");
      expect(await reload()).toEqual({ a: "a", b: "b" });
    });
  }

  test("[ST1] site data cleared while nobody writes: the room says so and writes itself anew", async () => {
    const tab = await openTab();
    tab.write("a");
    await tab.store.whenSaved();
    faults.closeAll("told");
    await untilState(tab.store, "unsaved");
    await tab.store.whenSaved();
    expect(tab.store.state).toBe("saved");
  });

  test("[ST1] another tab deletes the database: an open room says so, and writes itself anew", async () => {
    const tab = await openTab();
    tab.write("a");
    await tab.store.whenSaved();
    expect(await deleteRoomData(roomName)).toBe(true);
    expect(tab.states).toContain("unsaved");
    await tab.store.whenSaved();
    expect(await reload()).toEqual({ a: "a" });
  });

  test("[ST1] a dead connection does not keep close() from storing the last message", async () => {
    const tab = await openTab({ retryMs: 1_000_000 });
    tab.write("a");
    await tab.store.whenSaved();
    faults.closeAll("silently");
    tab.write("b");
    await tab.store.close();
    expect(await reload()).toEqual({ a: "a", b: "b" });
  });

  test("[ST1] updates from peers are guarded like one's own", async () => {
    const tab = await openTab();
    const peer = new Y.Doc();
    peer.getMap("records").set("theirs", Uint8Array.of(116));
    faults.writes = { left: 1, how: "AbortError" };
    Y.applyUpdate(tab.doc, Y.encodeStateAsUpdate(peer), "provider");
    await tab.store.whenSaved();
    expect(await reload()).toEqual({ theirs: "t" });
  });
});

describe("[RC5] rows", () => {
  test("[RC5] compact() leaves no byte of what was deleted in any row", async () => {
    const tab = await openTab();
    tab.write("kept", "a harmless sentence");
    tab.write("gone", "a terrible secret");
    await tab.store.whenSaved();
    expect(holds(await rowsOnDisk(), "terrible")).toBe(true);
    tab.erase("gone");
    await tab.store.compact();
    const rows = await rowsOnDisk();
    expect(rows).toHaveLength(1);
    expect(holds(rows, "terrible")).toBe(false);
    expect(await reload()).toEqual({ kept: "a harmless sentence" });
  });

  test("[RC5] deleting and compact() in one turn are one transaction", async () => {
    const tab = await openTab();
    tab.write("gone", "a terrible secret");
    await tab.store.whenSaved();
    const seen: number[] = [];
    tab.erase("gone");
    const compacted = tab.store.compact();
    await compacted.then(async () => seen.push((await rowsOnDisk()).length));
    expect(seen).toEqual([1]);
    expect(tab.store.state).toBe("saved");
  });

  test("[RC5] compact() that fails is repeated until it is true", async () => {
    const tab = await openTab();
    tab.write("gone", "a terrible secret");
    await tab.store.whenSaved();
    faults.writes = { left: 3, how: "AbortError" };
    tab.erase("gone");
    await tab.store.compact();
    expect(holds(await rowsOnDisk(), "terrible")).toBe(false);
  });

  test("[RC5] rows another tab wrote survive compact()", async () => {
    const tab = await openTab();
    tab.write("mine");
    await tab.store.whenSaved();
    const other = await openTab();
    other.write("theirs");
    await other.store.whenSaved();
    await tab.store.compact();
    expect(await rowsOnDisk()).toHaveLength(1);
    expect(await reload()).toEqual({ mine: "mine", theirs: "theirs" });
  });

  test("[ST1] more than 200 rows become one when it is quiet", async () => {
    const tab = await openTab();
    for (let i = 0; i < 230; i++) {
      tab.write(`k${i}`);
      await tab.store.whenSaved();
    }
    await vi.waitUntil(async () => (await rowsOnDisk()).length < 100);
    expect(tab.store.state).toBe("saved");
    expect(Object.keys(await reload())).toHaveLength(230);
  });

  test("[ST1] more than 200 rows become one on close", async () => {
    const tab = await openTab({ idleMs: 1_000_000 });
    for (let i = 0; i < 230; i++) {
      tab.write(`k${i}`);
      await tab.store.whenSaved();
    }
    expect((await rowsOnDisk()).length).toBe(230);
    await tab.store.close();
    expect(await rowsOnDisk()).toHaveLength(1);
    expect(Object.keys(await reload())).toHaveLength(230);
  });

  test("bytes() is what the rows take", async () => {
    const tab = await openTab();
    tab.write("a", "x".repeat(1000));
    await tab.store.whenSaved();
    const rows = await rowsOnDisk();
    expect(await tab.store.bytes()).toBe(
      rows.reduce<number>((sum, row) => sum + (row as Uint8Array).length, 0),
    );
  });
});

describe("[ST2] loading", () => {
  const corrupt = [
    ["bytes that are no update", Uint8Array.of(1, 255, 255, 255, 255, 255, 255)],
    ["a truncated update", Uint8Array.of(1, 1, 200, 1, 0, 40, 1)],
    ["something else", { not: "bytes" }],
  ] as const;
  for (const [what, row] of corrupt) {
    test(`[ST2] ${what}: set aside, the rest is read`, async () => {
      const before = await openTab();
      before.write("a");
      await before.store.close();
      await putRow(row);
      const between = await openTab({ writer: false, loadDeadlineMs: 1_000_000 });
      expect(between.texts()).toEqual({ a: "a" });
      expect(between.store.state).toBe("saved");
      expect(await customOnDisk()).toEqual([]); // who does not write sets nothing aside
      const after = await openTab();
      expect(after.store.state).toBe("saved");
      expect(await customOnDisk()).toEqual([row]);
      after.write("b");
      await after.store.close();
      expect(await rowsOnDisk()).not.toContainEqual(row);
      expect(await reload()).toEqual({ a: "a", b: "b" });
    });
  }

  test("[ST2] a corrupt row before and between healthy ones", async () => {
    await putRow(Uint8Array.of(9, 9, 9));
    const first = await openTab();
    first.write("a");
    await first.store.close();
    await putRow(Uint8Array.of(1, 2, 3));
    const second = await openTab();
    second.write("b");
    await second.store.close();
    expect(await reload()).toEqual({ a: "a", b: "b" });
    expect(await customOnDisk()).toHaveLength(2);
  });

  test("[ST2] a corrupt row that came after the load is set aside when the rows are made one", async () => {
    const tab = await openTab();
    await putRow(Uint8Array.of(9, 9, 9));
    faults.writes = { left: 1, how: "AbortError" };
    tab.write("a");
    await untilState(tab.store, "unsaved");
    await tab.store.whenSaved();
    expect(await customOnDisk()).toEqual([Uint8Array.of(9, 9, 9)]);
    expect(await rowsOnDisk()).toHaveLength(1);
  });

  test("[RC5] what was set aside goes with an erasure: it might hold what is erased", async () => {
    await putRow(Uint8Array.of(9, 9, 9));
    const tab = await openTab();
    await tab.store.set("lease", 7);
    expect(await customOnDisk()).toHaveLength(2);
    await tab.store.compact();
    expect(await customOnDisk()).toEqual([7]);
  });

  test("[ST2] an observer that throws costs no row", async () => {
    const before = await openTab();
    before.write("a");
    await before.store.close();
    const doc = new Y.Doc();
    let thrown = 0;
    doc.getMap("records").observe(() => {
      thrown++;
      throw new Error("a fault of ours");
    });
    const faulty = await openTab({ doc });
    expect(thrown).toBe(1);
    expect(faulty.texts()).toEqual({ a: "a" });
    expect(await customOnDisk()).toEqual([]);
  });

  test("[ST2] a row the browser cannot hand out spoils nothing, and is spared by tidying", async () => {
    const before = await openTab();
    before.write("a");
    await before.store.close();
    await putRow(Uint8Array.of(0, 0));
    const getAll = vi.spyOn(IDBObjectStore.prototype, "getAll").mockImplementationOnce(() => {
      throw new DOMException("Failed to read large IndexedDB value", "DataError");
    });
    const get = original(IDBObjectStore.prototype, "get") as (
      key: IDBValidKey | IDBKeyRange,
    ) => IDBRequest<unknown>;
    const failing = vi.spyOn(IDBObjectStore.prototype, "get").mockImplementation(function (
      this: IDBObjectStore,
      key,
    ) {
      if (key === 2) throw new DOMException("Failed to read large IndexedDB value", "DataError");
      return get.call(this, key);
    });
    const tab = await openTab();
    expect(getAll).toHaveBeenCalled();
    expect(tab.texts()).toEqual({ a: "a" });
    faults.writes = { left: 1, how: "AbortError" };
    tab.write("b"); // rewrites the whole state
    await untilState(tab.store, "unsaved");
    await tab.store.whenSaved();
    failing.mockRestore();
    expect(await rowsOnDisk()).toContainEqual(Uint8Array.of(0, 0));
    expect(await reload()).toEqual({ a: "a", b: "b" });
  });

  test("[ST2] no IndexedDB: the room opens in memory, and nothing throws", async () => {
    faults.remove();
    const tab = await openTab();
    expect(tab.store.state).toBe("memory");
    tab.write("a");
    expect(tab.texts()).toEqual({ a: "a" });
    expect(await tab.store.set("x", 1)).toBe(false);
    expect(await tab.store.get("x")).toBe(1);
    expect(await tab.store.bytes()).toBe(0);
    await Promise.all([tab.store.flush(), tab.store.compact(), tab.store.close()]);
    expect(await deleteRoomData(roomName)).toBe(true);
  });

  test("[ST2] IndexedDB refused: memory", async () => {
    faults.refuse();
    const tab = await openTab();
    expect(tab.store.state).toBe("memory");
    tab.write("a");
    await tab.store.close();
  });

  test("[ST2] IndexedDB refused for a while: the history appears, and what was written meanwhile is stored", async () => {
    const before = await openTab();
    before.write("old");
    await before.store.close();
    const open = vi.spyOn(indexedDB, "open").mockImplementation(() => {
      throw new DOMException("connection lost", "UnknownError");
    });
    const tab = await openTab();
    expect(tab.store.state).toBe("memory");
    tab.write("new");
    open.mockRestore();
    await untilState(tab.store, "saved");
    expect(tab.texts()).toEqual({ old: "old", new: "new" });
    expect(await reload()).toEqual({ old: "old", new: "new" });
  });

  test("[ST2] an opening that hangs past the deadline: memory first, then the history, then everything is stored", async () => {
    const before = await openTab();
    before.write("old");
    await before.store.close();
    const release = faults.holdOpenings();
    const tab = await openTab({ loadDeadlineMs: 5 });
    expect(tab.store.state).toBe("memory");
    expect(tab.texts()).toEqual({});
    tab.write("meanwhile");
    const saved = tab.store.whenSaved();
    release();
    await saved;
    expect(tab.store.state).toBe("saved");
    expect(tab.texts()).toEqual({ old: "old", meanwhile: "meanwhile" });
    tab.write("after");
    await tab.store.whenSaved();
    expect(await reload()).toEqual({ old: "old", meanwhile: "meanwhile", after: "after" });
  });

  test("[ST2] a room closed before its history came takes no connection", async () => {
    const release = faults.holdOpenings();
    const tab = await openTab({ loadDeadlineMs: 5 });
    await tab.store.close();
    release();
    vi.restoreAllMocks();
    expect(await deleteRoomData(roomName)).toBe(true);
  });
});

describe("[ST4] tabs", () => {
  test("[ST4] a tab that does not write loads, writes nothing, and on promotion stores everything", async () => {
    const leader = await openTab();
    leader.write("a");
    await leader.store.whenSaved();
    const follower = await openTab({ writer: false });
    expect(follower.texts()).toEqual({ a: "a" });
    await leader.store.close();
    follower.write("b");
    expect(follower.store.state).toBe("saving");
    await follower.store.flush();
    expect(await reload()).toEqual({ a: "a" });
    await follower.store.becomeWriter();
    expect(follower.store.state).toBe("saved");
    expect(await reload()).toEqual({ a: "a", b: "b" });
    follower.write("c");
    await follower.store.whenSaved();
    expect(await reload()).toEqual({ a: "a", b: "b", c: "c" });
  });

  test("[ST4] what the writer stored after the follower loaded survives the promotion", async () => {
    const leader = await openTab();
    const follower = await openTab({ writer: false });
    leader.write("a");
    await leader.store.compact();
    await leader.store.close();
    await follower.store.becomeWriter();
    expect(follower.texts()).toEqual({ a: "a" });
    expect(await reload()).toEqual({ a: "a" });
  });

  test("[ST4] a follower says 'saved' when the writing tab has stored what it holds, and not before", async () => {
    const leader = await openTab();
    const follower = await openTab({ writer: false });
    follower.write("a");
    expect(follower.store.state).toBe("saving");
    faults.writes = { left: 2, how: "AbortError" };
    Y.applyUpdate(leader.doc, Y.encodeStateAsUpdate(follower.doc), "tabs");
    await follower.store.whenSaved();
    expect(leader.store.state).toBe("saved");
    expect(faults.writes.left).toBe(0);
    expect(await reload()).toEqual({ a: "a" });
  });

  test("[ST4] a follower that is behind the writing tab learns that what came from there is stored", async () => {
    const leader = await openTab();
    const follower = await openTab({ writer: false });
    leader.write("a");
    await leader.store.whenSaved();
    Y.applyUpdate(follower.doc, Y.encodeStateAsUpdate(leader.doc), "tabs");
    expect(follower.store.state).toBe("saving");
    await follower.store.whenSaved();
  });

  test("[ST4] what has not come to the writing tab is not called saved", async () => {
    const leader = await openTab();
    const ahead = await openTab({ writer: false });
    const level = await openTab({ writer: false });
    ahead.write("only here");
    leader.write("a");
    Y.applyUpdate(level.doc, Y.encodeStateAsUpdate(leader.doc), "tabs");
    await level.store.whenSaved(); // the writer's word has gone to both
    await ahead.store.get("anything");
    expect(ahead.store.state).toBe("saving");
    Y.applyUpdate(leader.doc, Y.encodeStateAsUpdate(ahead.doc), "tabs");
    await ahead.store.whenSaved();
    expect(await reload()).toEqual({ a: "a", "only here": "only here" });
  });

  test("[ST4] two writing tabs (no Web Locks on plain http) lose nothing", async () => {
    const [one, two] = await Promise.all([openTab(), openTab()]);
    for (let i = 0; i < 20; i++) {
      one.write(`one${i}`);
      two.write(`two${i}`);
      if (i % 7 === 0) await Promise.all([one.store.compact(), two.store.compact()]);
    }
    await Promise.all([one.store.whenSaved(), two.store.whenSaved()]);
    expect(Object.keys(await reload())).toHaveLength(40);
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
