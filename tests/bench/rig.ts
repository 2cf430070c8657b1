// What every part of the bench needs: pages and pre-made rooms by http, our real host, the published signaling server,
// a broadcast server, browsers. All of it ends with `close`.

import { spawn, type ChildProcess } from "node:child_process";
import { createReadStream } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import { WebSocket, WebSocketServer } from "ws";
import { launchBrowser } from "../e2e/fixtures/browser.ts";
import { startHost, type Host } from "../e2e/fixtures/host.ts";
import { buildPages, type PageName, type Pages } from "./build-pages.ts";
import { root } from "./root.ts";
import { plain, signed, type MadeRoom } from "./rooms.ts";
import { pause } from "./within.ts";

export type Rig = {
  /** Of the bench's own pages. */
  readonly origin: string;
  readonly pages: Pages;
  readonly host: Host;
  readonly iceServers: readonly RTCIceServer[];
  /** WebSocket URLs. */
  readonly signaling: Readonly<{ ours: string; stock: string; broadcast: string }>;
  /** The URL of a pre-made room. */
  urlOf(room: MadeRoom): string;
  launch(): Promise<Browser>;
  /** A page of its own process. */
  open(browser: Browser, name: PageName): Promise<Page>;
  /** Ends the browsers that are still there. */
  closeBrowsers(): Promise<void>;
  close(): Promise<void>;
};

const closeMs = 10_000;

const listen = (server: Server, port = 0): Promise<number> =>
  new Promise((resolve) => {
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });

const freePort = async (): Promise<number> => {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
};

/** bin/server.js as published. */
const startPublished = async (): Promise<Readonly<{ url: string; child: ChildProcess }>> => {
  const port = await freePort();
  const script = join(root, "node_modules", "y-webrtc", "bin", "server.js");
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, PORT: String(port) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise((resolve, reject) => {
    child.stdout.once("data", resolve);
    child.once("exit", () => reject(new Error("the published signaling server ended")));
  });
  return { url: `ws://127.0.0.1:${port}`, child };
};

/** What comes from one goes to all others, as `socket.broadcast` of Socket.IO does. */
const broadcast = (server: Server): WebSocketServer => {
  const sockets = new WebSocketServer({ server, path: "/broadcast" });
  sockets.on("connection", (socket) => {
    socket.on("message", (data, isBinary) => {
      for (const other of sockets.clients)
        if (other !== socket && other.readyState === WebSocket.OPEN) other.send(data, { binary: isBinary });
    });
  });
  return sockets;
};

const html = (name: string): string =>
  `<!doctype html><title>${name}</title><link rel="icon" href="data:,"><script type="module" src="/${name}.js"></script>`;

export const startRig = async (): Promise<Rig> => {
  const pages = await buildPages();
  const scripts = new Map(
    Object.entries(pages).flatMap(([name, { code, others }]) => [[`${name}.js`, code], ...others] as const),
  );
  const server = createServer((incoming, answer) => {
    const path = (incoming.url ?? "/").slice(1);
    const room = /^(signed|plain)-(\d+)\.bin$/.exec(path);
    if (room !== null) {
      const { path: file } = (room[1] === "signed" ? signed : plain)(Number(room[2]));
      answer.writeHead(200, {
        "Content-Type": "application/octet-stream",
        "Access-Control-Allow-Origin": "*",
      });
      createReadStream(file).pipe(answer);
    } else if (path.endsWith(".js") && scripts.has(path)) {
      answer.writeHead(200, { "Content-Type": "text/javascript" });
      answer.end(scripts.get(path));
    } else if (path === "crowd" || path in pages) {
      answer.writeHead(200, { "Content-Type": "text/html" });
      answer.end(path === "crowd" ? "<!doctype html><title>crowd</title>" : html(path));
    } else answer.writeHead(404).end();
  });
  const sockets = broadcast(server);
  const port = await listen(server);
  const origin = `http://127.0.0.1:${port}`;
  process.env["ALLOWED_ORIGINS"] = origin;
  const host = await startHost();
  const published = await startPublished();
  const config = (await (await fetch(`${host.origin}/config.json`)).json()) as { iceServers: RTCIceServer[] };
  const browsers = new Set<Browser>();
  const closeBrowsers = async (): Promise<void> => {
    const open = [...browsers];
    browsers.clear();
    // One that crashed may not answer.
    await Promise.race([Promise.all(open.map((browser) => browser.close())), pause(closeMs)]);
  };
  return {
    origin,
    pages,
    host,
    iceServers: config.iceServers,
    signaling: {
      ours: `ws://127.0.0.1:${host.port}/signaling`,
      stock: published.url,
      broadcast: `ws://127.0.0.1:${port}/broadcast`,
    },
    urlOf: ({ file, messages }) => `${origin}/${file.split("-")[0]}-${messages}.bin`,
    launch: async () => {
      // On a machine that is very busy a browser now and then ends while it starts.
      const browser = await launchBrowser().catch(() => launchBrowser());
      browsers.add(browser);
      return browser;
    },
    open: async (browser, name) => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(`${origin}/${name}`);
      await page.waitForFunction(() => "bench" in window || "bare" in window || "storage" in window);
      return page;
    },
    closeBrowsers,
    close: async () => {
      await closeBrowsers();
      published.child.kill("SIGKILL");
      await host.stop();
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
