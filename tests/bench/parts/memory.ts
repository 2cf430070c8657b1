// What a message costs: encoded, and on the heap (buffers included) after a forced collection. Ours with its projection
// (verified records, list of messages, people), plain Yjs without any.

import type { Rig } from "../rig.ts";
import { plain, secretText, signed, type MadeRoom } from "../rooms.ts";
import { row, type Row } from "../table.ts";

type Usage = Readonly<{ usedSize: number; backingStorageSize?: number }>;

const heapOf = async (rig: Rig, kind: "ours" | "stock", room: MadeRoom): Promise<number> => {
  const browser = await rig.launch();
  const page = await rig.open(browser, kind);
  const session = await page.context().newCDPSession(page);
  const used = async (): Promise<number> => {
    for (let turn = 0; turn < 3; turn++) await session.send("HeapProfiler.collectGarbage");
    const { usedSize, backingStorageSize = 0 } = (await session.send("Runtime.getHeapUsage")) as Usage;
    return usedSize + backingStorageSize;
  };
  const opening = { url: "", iceServers: [], secret: secretText, me: 0 };
  const before = await used();
  await page.evaluate((options) => window.bench.open(options), { ...opening, room: rig.urlOf(room) });
  const after = await used();
  await browser.close();
  return (after - before) / room.messages;
};

export const memory = async (rig: Rig, most: number, rows: Row[]): Promise<void> => {
  for (const messages of [10_000, 100_000].filter((size) => size <= most)) {
    const [ours, stock] = [signed(messages), plain(messages)];
    rows.push(
      row({
        what: `encoded bytes a message, ${messages / 1000} k`,
        unit: "bytes",
        ours: ours.bytes / messages,
        published: stock.bytes / messages,
        against: "unsigned JSON",
      }),
      row({
        what: `heap a message, ${messages / 1000} k, projection included`,
        unit: "bytes",
        ours: await heapOf(rig, "ours", ours),
        published: await heapOf(rig, "stock", stock),
        against: "no projection",
        budget: { of: "ours", atMost: 1024 },
      }),
    );
  }
};
