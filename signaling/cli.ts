// The host as a program: `npm start` runs `run` (start.mjs), a container runs this file (dist/host/cli.js) itself.

import { realpathSync } from "node:fs";
import type { RequestListener, Server } from "node:http";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { banner } from "./banner.ts";
import { remember } from "./remembered.ts";
import { createHost, type Host, type HostOptions } from "./server.ts";
import { parseSettings, usage } from "./settings.ts";

export type RunOptions = Readonly<{
  args: readonly string[];
  dev?: Readonly<{ server: Server; app: RequestListener }>;
}>;

/** Past the drain and its last closing handshakes, whatever still holds the process is let go. */
const exitDeadlineMs = 2_000;

const here = dirname(fileURLToPath(import.meta.url));
/** The folder of package.json, from signaling/ and from dist/host/ alike. */
const root = basename(here) === "host" ? join(here, "..", "..") : join(here, "..");

const fail = (line: string): void => {
  console.error(line);
  process.exitCode = 1;
};

const startProblem = (error: unknown, port: number, host: string | undefined): string => {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "EADDRINUSE":
      return `Port ${port} is in use already. Choose another: npm start -- --port ${port === 65_535 ? 3000 : port + 1}`;
    case "EACCES":
      return `Port ${port} may not be used without more rights. Choose one above 1023: npm start -- --port 3000`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `"${host}" is no address of this machine (--host or HOST).`;
    case "ENOENT":
      return "The app is not built yet: npm start builds it.";
    default:
      return `The host could not start: ${error instanceof Error ? error.message : String(error)}`;
  }
};

/** The first signal drains, a second one leaves at once. */
const stopOnSignal = (host: Host): void => {
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    console.log("Kothabarta is closing. Rooms in progress go on without it.");
    setTimeout(() => process.exit(0), exitDeadlineMs).unref();
    host.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
};

/** Starts the host and says where it is. When it cannot, one line says why and the exit code becomes 1. */
export const run = async ({ args, dev }: RunOptions): Promise<void> => {
  if (args.includes("--help")) {
    console.log(usage);
    return;
  }
  const parsed = parseSettings(args, process.env);
  if (!parsed.ok) return fail(parsed.problem);
  const { settings } = parsed;
  const { host: address, ...rest } = settings;
  const options: HostOptions = {
    ...rest,
    ...(address === undefined ? {} : { host: address }),
    ...(dev === undefined ? { appDir: join(root, "dist", "app") } : { dev }),
  };
  const host = await createHost(options).catch((error: unknown) =>
    fail(startProblem(error, settings.port, address)),
  );
  if (host === undefined) return;
  stopOnSignal(host);
  // Whoever read our lines may go (`npm start | head`); the host stays.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

  const reachable = host.reachable();
  console.log(banner({ port: host.port, host: address, reachable, colour: process.stdout.isTTY }));
  if (host.stunPort === null && settings.stunPort !== null) {
    console.warn("No UDP port for STUN: on some networks browsers will not find each other.");
  }
  if (settings.port === 0) return; // a passing test, not a place to come back to
  const addresses = reachable.filter(({ label, host: at }) => label !== at).map(({ host: at }) => at);
  const warning = await remember(join(process.cwd(), ".kothabarta", "host.json"), {
    port: host.port,
    addresses,
  });
  if (warning !== null) console.warn(`\n${warning}`);
};

const isMain = (): boolean => {
  const script = process.argv[1];
  try {
    return script !== undefined && realpathSync(script) === fileURLToPath(import.meta.url);
  } catch {
    return false; // started without a script on disk
  }
};

if (isMain()) await run({ args: process.argv.slice(2) });
