// The first load of the built app, and the packages as published, bundled with nothing around them.

import { readFileSync } from "node:fs";
import { gzipped } from "../build-pages.ts";
import type { Rig } from "../rig.ts";
import { firstLoad } from "../root.ts";
import { row, type Row } from "../table.ts";

export const weight = async (rig: Rig, _most: number, rows: Row[]): Promise<void> => {
  const scripts = await firstLoad();
  const bytes = scripts.reduce((sum, path) => sum + gzipped(readFileSync(path, "utf8")), 0);
  rows.push(
    row({
      what: "JavaScript until the start page is drawn, gzip",
      unit: "KB",
      ours: bytes / 1024,
      published: gzipped(rig.pages.stock.code) / 1024,
      against: "yjs, y-webrtc alone",
      budget: { of: "ours", atMost: 50 },
    }),
  );
};
