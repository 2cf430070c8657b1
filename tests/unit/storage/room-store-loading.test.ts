import { describe, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { deleteRoomData } from "../../../src/storage/room-store.ts";
import { original, useFaults } from "./faults.ts";
import { customOnDisk, openTab, putRow, reload, roomName, rowsOnDisk, untilState } from "./rooms.ts";

const faults = useFaults();

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
