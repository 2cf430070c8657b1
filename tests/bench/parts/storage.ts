// Loading a room from IndexedDB, the same rows through our store and through y-indexeddb as published, in turns.

import type { Rig } from "../rig.ts";
import { signed } from "../rooms.ts";
import { median, row, type Row } from "../table.ts";

const sizes = [1000, 10_000, 100_000];
const turns = 5;

export const storage = async (rig: Rig, most: number, rows: Row[]): Promise<void> => {
  for (const messages of sizes.filter((size) => size <= most)) {
    const browser = await rig.launch();
    const page = await rig.open(browser, "storage");
    const entries = await page.evaluate((url) => window.storage.seed(url), rig.urlOf(signed(messages)));
    const times = { ours: [] as number[], stock: [] as number[] };
    for (let turn = 0; turn < turns; turn++)
      for (const side of ["ours", "stock"] as const) {
        await page.reload();
        await page.waitForFunction(() => "storage" in window);
        const loaded = await page.evaluate((which) => window.storage[which](), side);
        if (loaded.entries !== entries) throw new Error(`${side} loaded ${loaded.entries} of ${entries}`);
        times[side].push(loaded.ms);
      }
    rows.push(
      row({
        what: `load ${messages / 1000} k from IndexedDB`,
        unit: "ms",
        ours: median(times.ours),
        published: median(times.stock),
      }),
    );
    await browser.close();
  }
};
