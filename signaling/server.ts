// The host, put together: the app, signaling, /config.json, /rooms, /healthz, /metrics and STUN (SG1).

import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import type { Bus } from "./bus.ts";
import { createConfig, type Config, type IceServer } from "./config.ts";
import { Directory } from "./directory.ts";
import { securityHeaders } from "./headers.ts";
import { createIsOwnName } from "./host-name.ts";
import { createCounters, defaultLimits, type Counters, type Limits } from "./limits.ts";
import { createMemoryBus } from "./memory-bus.ts";
import { createTraffic, mayReadMetrics, sendMetrics } from "./metrics.ts";
import { forwarded } from "./proxy.ts";
import { boundTo, hostNameOnLan, lanAddresses, reachableFrom, type Reachable } from "./reachable.ts";
import { sendJson, sendText } from "./respond.ts";
import { Sockets } from "./sockets.ts";
import { serveStatic } from "./static.ts";
import { startStun, type Stun } from "./stun.ts";
import { Topics } from "./topics.ts";

export type HostOptions = Readonly<{
  /** TCP port; 0 takes any free one. Default 3000. */
  port?: number;
  /** Address to listen on. Default: all, IPv4 and IPv6. */
  host?: string;
  /** The built app (dist/app). Without it every page is a 404. */
  appDir?: string;
  /** UDP port of the STUN responder; a free one is taken where it is in use. null: no STUN. Default 3478. */
  stunPort?: number | null;
  /** Further ICE servers for /config.json. */
  iceServers?: readonly IceServer[];
  /** Origins besides the host's own whose pages may use the signaling. */
  allowedOrigins?: readonly string[];
  /** Behind a reverse proxy: believe the last X-Forwarded-For, -Proto, -Host. Default false. */
  trustProxy?: boolean;
  limits?: Partial<Limits>;
  /** Shared topics of several nodes. Default: this node alone. */
  bus?: Bus;
  /** Sockets are closed within this time when the host goes down, each at a random moment. Default 1000. */
  drainMs?: number;
  /** Names and addresses of this host, the best first. Default: asked of the operating system. */
  reachable?: () => readonly Reachable[];
  /** Development: an HTTP server to use instead of an own one, and who answers for the app. */
  dev?: Readonly<{ server: Server; app: RequestListener }>;
}>;

export type Host = Readonly<{
  port: number;
  /** null where there is no STUN responder. */
  stunPort: number | null;
  counters: Readonly<Counters>;
  /** Open sockets and topics with subscribers. */
  load: () => Readonly<{ sockets: number; topics: number }>;
  reachable: () => readonly Reachable[];
  /** Drains and stops. Idempotent. */
  close: () => Promise<void>;
}>;

type Started = Readonly<{ bound: AddressInfo; stun: Stun | null; reachable: () => readonly Reachable[] }>;

/** Under Node's 60 s: a browser that has not sent its headers by then is none. */
const headersTimeoutMs = 15_000;
const requestTimeoutMs = 30_000;

/** Read by whoever runs the host, in the browser or the log of a proxy. */
const unknownName =
  "This host does not know that name as its own. Start it with ALLOWED_ORIGINS=https://that.name, " +
  "or with TRUST_PROXY=1 behind a reverse proxy.";

const listen = (server: Server, port: number, host: string | undefined): Promise<AddressInfo> =>
  new Promise((done, fail) => {
    server.once("error", fail);
    server.listen({ port, host, exclusive: true }, () => {
      server.off("error", fail);
      done(server.address() as AddressInfo);
    });
  });

/** Starts a host. Rejects when the port is in use (code EADDRINUSE) or `appDir` cannot be read. */
export const createHost = async ({
  port: wantedPort = 3000,
  host,
  appDir,
  stunPort: wantedStunPort = 3478,
  iceServers = [],
  allowedOrigins = [],
  trustProxy = false,
  limits: ownLimits = {},
  bus = createMemoryBus(),
  drainMs = 1000,
  reachable: askedReachable,
  dev,
}: HostOptions = {}): Promise<Host> => {
  const limits = { ...defaultLimits, ...ownLimits };
  const counters = createCounters();
  const traffic = createTraffic();
  const topics = new Topics(bus, limits, counters);
  const directory = new Directory(bus, limits);
  const now = (): number => performance.now();
  const isOwnName = createIsOwnName({
    allowedOrigins,
    trustProxy,
    names: () => [host ?? "", ...(askedReachable?.() ?? []).map((known) => known.host)],
  });
  const sockets = new Sockets({
    topics,
    directory,
    limits,
    counters,
    traffic,
    now,
    allowedOrigins,
    trustProxy,
    isOwnName,
  });
  const app = dev?.app ?? (appDir === undefined ? null : await serveStatic(appDir));

  const config = async (request: IncomingMessage): Promise<Config> => {
    const { bound, stun, reachable } = await started;
    return createConfig({
      localAddress: request.socket.localAddress ?? "",
      remoteAddress: request.socket.remoteAddress ?? "",
      publicOrigin: trustProxy ? (forwarded(request)?.origin ?? null) : null,
      port: bound.port,
      stunPort: stun?.port ?? null,
      reachable: reachable(),
      extraIceServers: iceServers,
    });
  };

  const metrics = (response: ServerResponse): void => {
    const { user, system } = process.cpuUsage();
    sendMetrics(response, {
      sockets: sockets.count,
      topics: topics.size,
      counters,
      traffic,
      cpuSeconds: (user + system) / 1e6,
      residentBytes: process.memoryUsage.rss(),
    });
  };

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("Allow", "GET, HEAD").setHeader("Connection", "close");
      return sendText(response, 405, "Method not allowed");
    }
    const [path = ""] = (request.url ?? "").split("?", 1);
    const { host: name } = request.headers;
    if (name !== undefined && path !== "/healthz" && !isOwnName(name)) {
      counters["bad-origin"]++;
      return sendText(response, 421, unknownName);
    }
    switch (path) {
      case "/config.json":
        return sendJson(response, await config(request));
      case "/rooms":
        return sendJson(response, { rooms: await directory.rooms() });
      case "/healthz":
        return closing === undefined ? sendText(response, 200, "ok") : sendText(response, 503, "going down");
      case "/metrics":
        return mayReadMetrics(request) ? metrics(response) : sendText(response, 404, "Not found");
      case "/signaling":
        response.setHeader("Upgrade", "websocket");
        return sendText(response, 426, "This is for WebSockets");
      default:
        return app === null ? sendText(response, 404, "Not found") : app(request, response);
    }
  };

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    for (const [name, value] of Object.entries(
      securityHeaders(request.headers.host, {
        dev: dev !== undefined,
        proto: request.headers["x-forwarded-proto"]?.toString(),
      }),
    )) {
      response.setHeader(name, value);
    }
    route(request, response).catch(() => {
      counters.internal++;
      if (response.headersSent) response.destroy();
      else sendText(response, 500, "Something went wrong here");
    });
  };

  const server = dev?.server ?? createServer();
  server.headersTimeout = headersTimeoutMs;
  server.requestTimeout = requestTimeoutMs;
  server.on("request", answer);
  server.on("upgrade", (request, socket, head) => {
    // Vite's own socket, on the same server.
    if (dev !== undefined && request.headers["sec-websocket-protocol"]?.startsWith("vite-") === true) return;
    sockets.upgrade(request, socket, head);
  });
  server.on("clientError", (_error, socket) => {
    counters["bad-request"]++;
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    else socket.destroy();
  });

  const start = async (): Promise<Started> => {
    const bound = await listen(server, wantedPort, host);
    const { address } = bound;
    const [stun, name] = await Promise.all([
      wantedStunPort === null ? null : startStun({ port: wantedStunPort, address }),
      askedReachable === undefined ? hostNameOnLan() : null,
    ]);
    const all = askedReachable ?? ((): readonly Reachable[] => reachableFrom(name, lanAddresses()));
    return { bound, stun, reachable: () => boundTo(address, all()) };
  };
  let closing: Promise<void> | undefined;
  const started = start();
  const { bound, stun, reachable } = await started.catch(async (error: unknown) => {
    await Promise.all([sockets.close(0), bus.close()]);
    throw error;
  });

  const stop = async (): Promise<void> => {
    const closed = new Promise<void>((done) => server.close(() => done()));
    await Promise.all([sockets.close(drainMs), stun?.close()]);
    server.closeAllConnections();
    await Promise.all([closed, bus.close()]);
  };

  return {
    port: bound.port,
    stunPort: stun?.port ?? null,
    counters,
    load: () => ({ sockets: sockets.count, topics: topics.size }),
    reachable,
    close: () => (closing ??= stop()),
  };
};
