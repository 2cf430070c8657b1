import { describe, expect, test, vi } from "vitest";
import { useFaults } from "./faults.ts";
import { holds, openTab, reload, rowsOnDisk } from "./rooms.ts";

const faults = useFaults();

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
    // Theirs stands between two of ours.
    tab.write("mine, later");
    await tab.store.whenSaved();
    await tab.store.compact();
    expect(await rowsOnDisk()).toHaveLength(1);
    expect(await reload()).toEqual({ mine: "mine", theirs: "theirs", "mine, later": "mine, later" });
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
