// One development run, started by start.mjs: Vite serves the app from its sources and loads the host's TypeScript;
// both on one port. Ends with code 75 when the host's sources change.

import { createServer as createHttpServer } from "node:http";
import { hostname } from "node:os";
import { join, sep } from "node:path";
import { createServer as createViteServer } from "vite";
import { root } from "./prepare.mjs";

const restartCode = 75;

const server = createHttpServer();
const vite = await createViteServer({
  configFile: join(root, "vite.config.ts"),
  server: {
    middlewareMode: true,
    hmr: { server },
    // By name too, so that a phone on the LAN can look at it.
    allowedHosts: [hostname(), ".local"],
  },
});

const hostSources = join(root, "signaling") + sep;
vite.watcher.add(hostSources).on("change", (file) => {
  if (file.startsWith(hostSources)) process.exit(restartCode);
});

const { run } = await vite.ssrLoadModule(join(root, "signaling", "cli.ts"));
await run({ args: process.argv.slice(2), dev: { server, app: vite.middlewares } });
if (process.exitCode === 1) process.exit(1); // Vite's watcher would keep us
