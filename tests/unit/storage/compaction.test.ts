// What was erased leaves the disk with the next compaction, which is paced, and at the latest on leaving (RC5).

import { describe, expect, test, vi } from "vitest";
import { original, useFaults } from "./faults.ts";
import { customOnDisk, holds, openTab, reload, rowsOnDisk, type Tab } from "./rooms.ts";

const faults = useFaults();
const never = 1_000_000_000;

/** The key of what was erased stays (P4.2). */
const textOf = (word: string): string => `text of ${word}`;
const onDisk = async (word: string): Promise<boolean> => holds(await rowsOnDisk(), textOf(word));

/** A word that was stored and is erased while the pause after a first compaction lasts. */
const eraseWithin = async (tab: Tab, word = "word"): Promise<void> => {
  tab.write("kept");
  tab.write("first", textOf("first"));
  tab.write(word, textOf(word));
  await tab.store.whenSaved();
  tab.erase("first");
  await tab.store.compact();
  tab.erase(word);
  void tab.store.compact();
};

describe("[RC5] erased content", () => {
  test("[RC5] is compacted at once after a quiet time, and then not before the pause is over", async () => {
    const tab = await openTab({ compactPauseMs: never });
    await eraseWithin(tab);
    await tab.store.whenSaved();
    expect([await onDisk("first"), await onDisk("word")]).toEqual([false, true]);
    expect([await reload(), tab.store.state]).toEqual([{ kept: "kept" }, "saved"]);
  });

  test("[RC5] the pause is twenty times what the last compaction took", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    const clear = original(IDBObjectStore.prototype, "clear") as () => IDBRequest;
    vi.spyOn(IDBObjectStore.prototype, "clear").mockImplementationOnce(function (this: IDBObjectStore) {
      vi.advanceTimersByTime(1000);
      return clear.call(this);
    });
    try {
      const tab = await openTab({ compactPauseMs: 5000 });
      await eraseWithin(tab);
      await tab.store.whenSaved();
      vi.advanceTimersByTime(19_900);
      await tab.store.get("anything"); // a whole transaction later
      expect(await onDisk("word")).toBe(true);
      const compacted = tab.store.compact();
      vi.advanceTimersByTime(200);
      await compacted;
      expect(await onDisk("word")).toBe(false);
    } finally {
      vi.useRealTimers();
    }
  });

  test("[RC5] leaves on leaving, asked for in the first turn: the page may get no other", async () => {
    const tab = await openTab({ compactPauseMs: never });
    await eraseWithin(tab);
    await tab.store.whenSaved();
    const add = vi.spyOn(IDBObjectStore.prototype, "add");
    const left = tab.store.flush({ leaving: true });
    for (let i = 0; i < 50; i++) await Promise.resolve();
    expect(add).toHaveBeenCalledTimes(1);
    await left;
    expect([await onDisk("word"), (await rowsOnDisk()).length, await customOnDisk()]).toEqual([false, 1, []]);
    // A page that lives on goes on.
    tab.write("later");
    await tab.store.whenSaved();
    expect(await reload()).toEqual({ kept: "kept", later: "later" });
  });

  test("[RC5] leaving in the turn of the erasing, or while something is being written, loses nothing", async () => {
    const tab = await openTab({ compactPauseMs: never });
    await eraseWithin(tab);
    tab.write("last");
    await tab.store.flush({ leaving: true });
    await tab.store.whenSaved();
    expect(await reload()).toEqual({ kept: "kept", last: "last" });
    const next = await openTab();
    await vi.waitUntil(async () => !(await onDisk("word")) && (await customOnDisk()).length === 0);
    expect(next.texts()).toEqual({ kept: "kept", last: "last" });
  });

  test("[RC5] leaving that fails is told, and a page that lives on makes it good", async () => {
    const tab = await openTab({ compactPauseMs: never });
    await eraseWithin(tab);
    await tab.store.whenSaved();
    faults.writes = { left: 1, how: "AbortError" };
    await tab.store.flush({ leaving: true });
    await tab.store.whenSaved();
    expect(tab.states).toContain("unsaved");
    expect([await reload(), await onDisk("word")]).toEqual([{ kept: "kept" }, false]);
  });

  test("[RC5] leaves with the room, and with the next opening of one that ended without a turn", async () => {
    const left = await openTab({ compactPauseMs: never });
    await eraseWithin(left, "left");
    await left.store.close();
    expect(await onDisk("left")).toBe(false);
    const killed = await openTab({ compactPauseMs: never });
    await eraseWithin(killed, "killed");
    await killed.store.whenSaved();
    expect(await onDisk("killed")).toBe(true);
    const next = await openTab({ compactPauseMs: never });
    await vi.waitUntil(async () => !(await onDisk("killed")));
    expect([next.texts(), await customOnDisk()]).toEqual([{ kept: "kept" }, []]);
  });

  test("[RC5] while a tab follows nothing is compacted; who takes over does it", async () => {
    const tab = await openTab({ writer: false, compactPauseMs: never });
    tab.write("word", textOf("word"));
    tab.erase("word");
    await tab.store.compact();
    await tab.store.becomeWriter();
    expect([await onDisk("word"), tab.store.state]).toEqual([false, "saved"]);
  });
});
