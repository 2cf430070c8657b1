// `npm start`: installs what is missing, builds what is stale, starts the host. `--dev` (`npm run dev`): from the
// sources, with live reload of app and host. Plain Node, no shell: the same on Windows.

import { spawn } from "node:child_process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { join } from "node:path";
import { ensureBuilt, ensureInstalled, root } from "./prepare.mjs";

const oldestNode = [20, 19];
const args = process.argv.slice(2);
const dev = args.includes("--dev");

const nodeIsTooOld = () => {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  return major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1]);
};

/** The host's own sources changed: dev.mjs ends with this code, and is started again. */
const restartCode = 75;

const runDev = () => {
  const script = fileURLToPath(new URL("./dev.mjs", import.meta.url));
  const child = spawn(process.execPath, [script, ...args.filter((arg) => arg !== "--dev")], {
    stdio: "inherit",
  });
  const forward = (signal) => child.kill(signal);
  process.on("SIGTERM", forward).on("SIGINT", forward);
  child.on("exit", (code, signal) => {
    process.off("SIGTERM", forward).off("SIGINT", forward);
    if (code === restartCode) runDev();
    else process.exitCode = signal === null ? (code ?? 1) : 0;
  });
};

const problem = nodeIsTooOld()
  ? `Node ${oldestNode.join(".")} or newer is needed; this is ${process.versions.node}.`
  : dev
    ? ensureInstalled()
    : ensureBuilt();

if (problem !== null) {
  console.error(problem);
  process.exitCode = 1;
} else if (dev) {
  runDev();
} else {
  const { run } = await import(pathToFileURL(join(root, "dist", "host", "cli.js")).href);
  await run({ args });
}
