// npm run bench [part…]: measures ours against the packages as published, in one run on one machine, and prints one table.
// Parts: weight memory storage newcomer join mesh paint; a number bounds the size or the crowd: `npm run bench -- mesh 8`.
// The bench is TypeScript and shares code with src/, so Vite loads it as it does the host in development.

import { join } from "node:path";
import { createServer } from "vite";
import { root } from "../../signaling/prepare.mjs";

const vite = await createServer({
  root,
  configFile: false,
  logLevel: "error",
  appType: "custom",
  optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
});
try {
  const { bench } = await vite.ssrLoadModule(join(root, "tests", "bench", "bench.ts"));
  process.exitCode = await bench(process.argv.slice(2));
} finally {
  await vite.close();
}
