// Runs the parts that were asked for, each within its time, and prints their rows as one table.

import type { Rig } from "./rig.ts";
import { startRig } from "./rig.ts";
import { join } from "./parts/join.ts";
import { memory } from "./parts/memory.ts";
import { mesh } from "./parts/mesh.ts";
import { newcomer } from "./parts/newcomer.ts";
import { paint } from "./parts/paint.ts";
import { storage } from "./parts/storage.ts";
import { weight } from "./parts/weight.ts";
import { table, type Row } from "./table.ts";
import { within } from "./within.ts";

/** `most`: the largest size or crowd to measure. What was measured before a failure stays in `rows`. */
type Part = Readonly<{ run: (rig: Rig, most: number, rows: Row[]) => Promise<void>; minutes: number }>;

const parts: Readonly<Record<string, Part>> = {
  weight: { run: weight, minutes: 1 },
  memory: { run: memory, minutes: 3 },
  storage: { run: storage, minutes: 4 },
  newcomer: { run: newcomer, minutes: 6 },
  join: { run: join, minutes: 6 },
  mesh: { run: mesh, minutes: 8 },
  paint: { run: paint, minutes: 6 },
};

const failed = (name: string, reason: unknown): Row => ({
  what: `${name}: ${reason instanceof Error ? reason.message.split("\n")[0] : String(reason)}`,
  ours: "failed",
  published: "–",
  ratio: "–",
  budget: "–",
  met: "no: not measured",
});

/** Gives the exit code: 1 when a part could not be measured; a missed budget is said, not punished. */
export const bench = async (words: readonly string[]): Promise<number> => {
  const most = Number(words.find((word) => /^\d+$/.test(word)) ?? Infinity);
  const names = words.filter((word) => !/^\d+$/.test(word));
  const unknown = names.filter((name) => !(name in parts));
  if (unknown.length > 0) {
    console.error(`No part is called ${unknown.join(", ")}; there are ${Object.keys(parts).join(", ")}.`);
    return 1;
  }
  const rig = await startRig();
  const rows: Row[] = [];
  let failures = 0;
  try {
    for (const [name, { run, minutes }] of Object.entries(parts)) {
      if (names.length > 0 && !names.includes(name)) continue;
      const began = Date.now();
      try {
        await within(minutes * 60_000, name, run(rig, most, rows));
      } catch (reason) {
        rows.push(failed(name, reason));
        failures++;
      }
      await rig.closeBrowsers();
      console.log(`${name}: ${((Date.now() - began) / 1000).toFixed(0)} s`);
    }
  } finally {
    await rig.close();
  }
  console.log(`\n${table(rows)}`);
  const missed = rows.filter(({ met }) => met.startsWith("no")).length;
  console.log(`\n${rows.filter(({ met }) => met === "yes").length} budgets met, ${missed} missed`);
  return failures === 0 ? 0 : 1;
};
