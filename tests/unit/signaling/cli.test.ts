// The built host as its own process: what people see in the terminal, and how it ends.

import { spawn, spawnSync, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { WebSocket } from "ws";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const root = fileURLToPath(new URL("../../..", import.meta.url));
const dir = mkdtempSync(join(tmpdir(), "kothabarta-cli-"));
const cli = join(dir, "dist", "host", "cli.js");

beforeAll(() => {
  const vite = join(root, "node_modules", "vite", "bin", "vite.js");
  const args = [vite, "build", "--ssr", "--outDir", join(dir, "dist", "host"), "--logLevel", "warn"];
  const built = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  if (!existsSync(cli)) throw new Error(`${built.stdout}${built.stderr}`);
  mkdirSync(join(dir, "dist", "app"));
  writeFileSync(join(dir, "dist", "app", "index.html"), "<!doctype html><title>Kothabarta</title>");
});
afterAll(() => rmSync(dir, { recursive: true }));

type Run = Readonly<{
  child: ChildProcessByStdio<null, Readable, Readable>;
  out: () => string;
  err: () => string;
}>;

const start = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Run => {
  const clean = { ...process.env, PORT: "", HOST: "", NODE_OPTIONS: "", ...env };
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: dir,
    env: clean,
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  return { child, out: () => out, err: () => err };
};

/** Resolves with the port of the ready line. */
const ready = async ({ child, out, err }: Run): Promise<number> => {
  for (;;) {
    const line = /^Kothabarta is ready: http:\/\/localhost:(\d+)$/m.exec(out());
    if (line !== null) return Number(line[1]);
    if (child.exitCode !== null) throw new Error(err());
    await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
  }
};

const ended = async ({ child }: Run): Promise<number | null> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, "close");
  return child.exitCode;
};

describe("the command", () => {
  test("[SG1] says where it is, serves the app, and on SIGTERM and SIGINT sees everyone off", async () => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      const run = start(["--port", "0"]);
      const port = await ready(run);
      expect(await (await fetch(`http://localhost:${port}/`)).text()).toContain("Kothabarta");
      const socket = new WebSocket(`ws://localhost:${port}/signaling`);
      await once(socket, "open");
      const closed = once(socket, "close");
      run.child.kill(signal);
      expect((await closed)[0]).toBe(1012);
      expect(await ended(run)).toBe(0);
      expect(run.err()).toBe("");
    }
    expect(existsSync(join(dir, ".kothabarta"))).toBe(false); // port 0 is no address to remember
  });

  test("[SG1] a busy port is one clear line and exit code 1", async () => {
    const taken = createServer().listen(0);
    onTestFinished(() => void taken.close());
    await once(taken, "listening");
    const { port } = taken.address() as { port: number };
    const run = start([], { PORT: String(port) });
    expect(await ended(run)).toBe(1);
    expect(run.err()).toBe(
      `Port ${port} is in use already. Choose another: npm start -- --port ${port + 1}\n`,
    );
    expect(run.out()).toBe("");
  });

  test("[SG1] a mistaken argument is one clear line and exit code 1", async () => {
    const run = start(["--port", "many"]);
    expect(await ended(run)).toBe(1);
    expect(run.err()).toBe('"many" is not a port: a number from 0 to 65535 is needed.\n');
  });

  test("[SG1] no address of this machine is one clear line and exit code 1", async () => {
    const run = start(["--port", "0"], { HOST: "198.51.100.1" });
    expect(await ended(run)).toBe(1);
    expect(run.err()).toBe('"198.51.100.1" is no address of this machine (--host or HOST).\n');
  });

  test("[ST6] remembers its port, and warns when it comes back on another", async () => {
    const free = createServer().listen(0);
    await once(free, "listening");
    const { port } = free.address() as { port: number };
    free.close();
    await once(free, "close");
    mkdirSync(join(dir, ".kothabarta"), { recursive: true });
    const state = join(dir, ".kothabarta", "host.json");
    writeFileSync(state, JSON.stringify({ port: 1, addresses: [] }));
    const run = start(["--port", String(port)]);
    await ready(run);
    while (!run.err().includes("Save my rooms and identity")) await once(run.child.stderr, "data");
    expect(run.err()).toContain(`it was 1 last time, it is ${port} now`);
    expect(JSON.parse(readFileSync(state, "utf8"))).toMatchObject({ port });
  });
});
