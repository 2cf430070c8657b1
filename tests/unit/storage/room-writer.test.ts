import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { deleteRoomData } from "../../../src/storage/room-store.ts";
import { useFaults } from "./faults.ts";
import { holds, openTab, reload, roomName, rowsOnDisk, untilState } from "./rooms.ts";

const faults = useFaults();

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

  test("[ST1] after many failures the pause is half a minute, but what is written then is not kept waiting", async () => {
    const tab = await openTab({ retryMs: 10 });
    faults.writes = { left: 13, how: "QuotaExceededError" };
    tab.write("a");
    await untilState(tab.store, "unsaved");
    while (faults.writes.left > 0) await tab.store.flush();
    tab.write("b");
    await tab.store.whenSaved();
    expect(await reload()).toEqual({ a: "a", b: "b" });
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
