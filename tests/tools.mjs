// Starts programs without a shell, so that the same lines run on Linux, macOS and Windows.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../signaling/prepare.mjs";

/** Runs a program to its end with our terminal; gives its exit code (1 when it could not start). */
export const run = (command, args, { env = {} } = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...env } });
    child.once("error", (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(1);
    });
    child.once("exit", (code) => resolve(code ?? 1));
  });

/** Runs a package's own program with this Node. */
export const runBin = (packageName, program, args, options) => {
  const folder = join(root, "node_modules", ...packageName.split("/"));
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const path = typeof bin === "string" ? bin : bin[program];
  return run(process.execPath, [join(folder, path), ...args], options);
};
