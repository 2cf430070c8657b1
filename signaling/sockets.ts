// Lets browsers in on /signaling, keeps count of them, pings them, and sees them off when the host goes down.

import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";
import { limitKey } from "./address.ts";
import { AddressTable, type AddressUse } from "./address-table.ts";
import { Client, type ClientContext } from "./client.ts";
import type { IsOwnName } from "./host-name.ts";
import type { Reason } from "./limits.ts";
import { forwarded } from "./proxy.ts";

export type SocketsOptions = ClientContext &
  Readonly<{
    /** Origins besides the host's own whose pages may connect. */
    allowedOrigins: readonly string[];
    trustProxy: boolean;
    isOwnName: IsOwnName;
  }>;

/** The pings of one round are spread over this many slices, so that ten thousand sockets make no wave. */
const slices = 15;
/** How long a browser may take to answer a close frame. */
const closeDeadlineMs = 500;
/** RFC 6455's registry: "service restart". Clients come back on their own. */
const serviceRestart = 1012;

const statusTexts = {
  403: "Forbidden",
  404: "Not Found",
  429: "Too Many Requests",
  503: "Service Unavailable",
} as const;
type Status = keyof typeof statusTexts;
type Refusal = Readonly<{ status: Status; reason: Reason }>;

const refuse = (socket: Duplex, status: Status): void => {
  socket.on("error", () => undefined); // gone before our answer
  socket.once("finish", () => socket.destroy()); // it need not say goodbye
  socket.end(`HTTP/1.1 ${status} ${statusTexts[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
};

/** Browsers always say where the page came from; what says nothing is no browser, and no page can make it act. */
const isOriginAllowed = (
  { headers: { origin, host } }: IncomingMessage,
  { allowedOrigins, isOwnName }: Pick<SocketsOptions, "allowedOrigins" | "isOwnName">,
): boolean => {
  if (origin === undefined || allowedOrigins.includes(origin)) return true;
  if (host === undefined || !URL.canParse(origin)) return false;
  return new URL(origin).host === host.toLowerCase() && isOwnName(host);
};

export class Sockets {
  readonly #options: SocketsOptions;
  readonly #addresses: AddressTable;
  readonly #server: WebSocketServer;
  readonly #slices: Set<Client>[] = Array.from({ length: slices }, () => new Set());
  readonly #timer: NodeJS.Timeout;
  #count = 0;
  #opened = 0;
  #turn = 0;
  #draining = false;
  #onEmpty: (() => void) | undefined;

  constructor(options: SocketsOptions) {
    this.#options = options;
    this.#addresses = new AddressTable(options.limits);
    this.#server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false, // sealed bytes do not compress, and inflating is a bomb's way in
      maxPayload: options.limits.maxMessageBytes,
      autoPong: false, // client.ts
    });
    this.#timer = setInterval(() => this.#check(), options.limits.pingIntervalMs / slices);
    this.#timer.unref();
  }

  /** Open sockets. */
  get count(): number {
    return this.#count;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { limits, counters, trustProxy, now } = this.#options;
    const proxied = trustProxy ? forwarded(request) : null;
    const key = limitKey(proxied?.address ?? request.socket.remoteAddress ?? "");
    const use = this.#addresses.use(key, now());
    const refusal = this.#refusal(request, use);
    if (refusal !== null) {
      counters[refusal.reason]++;
      refuse(socket, refusal.status);
      return;
    }
    use.bucket.spend(limits.upgradeCost, now());
    this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#open(webSocket, use));
  }

  /** Lets nobody in any more, closes each socket at a random moment within `drainMs`, and waits until all are gone. */
  async close(drainMs: number): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    clearInterval(this.#timer);
    const empty = new Promise<void>((done) => {
      if (this.#count === 0) done();
      else this.#onEmpty = done;
    });
    const timers = this.#all().map((client) =>
      // All at once they would all come back at once, and their offers would cross.
      setTimeout(() => client.close(serviceRestart, "restart"), Math.random() * drainMs),
    );
    const terminate = (): void => this.#all().forEach((client) => client.terminate());
    timers.push(setTimeout(terminate, drainMs + closeDeadlineMs));
    await empty;
    timers.forEach(clearTimeout);
    this.#server.close();
  }

  #refusal(request: IncomingMessage, use: AddressUse): Refusal | null {
    const { limits, now } = this.#options;
    if (request.url?.split("?", 1)[0] !== "/signaling") return { status: 404, reason: "bad-path" };
    if (this.#draining) return { status: 503, reason: "draining" };
    if (!isOriginAllowed(request, this.#options)) return { status: 403, reason: "bad-origin" };
    if (this.#count >= limits.maxSockets) return { status: 503, reason: "too-many-sockets" };
    if (use.sockets >= limits.maxSocketsPerAddress) {
      return { status: 429, reason: "too-many-sockets-of-address" };
    }
    if (use.bucket.debt(now()) > 0) return { status: 429, reason: "too-many-upgrades" };
    return null;
  }

  #open(webSocket: WebSocket, use: AddressUse): void {
    const client = new Client(webSocket, use, this.#options);
    const slice = this.#slices[this.#opened++ % slices];
    slice?.add(client);
    this.#count++;
    use.sockets++;
    webSocket.once("close", () => {
      slice?.delete(client);
      this.#count--;
      use.sockets--;
      if (this.#count === 0) this.#onEmpty?.();
    });
  }

  #all(): Client[] {
    return this.#slices.flatMap((slice) => [...slice]);
  }

  #check(): void {
    this.#turn = (this.#turn + 1) % slices;
    this.#slices[this.#turn]?.forEach((client) => client.check());
    if (this.#turn === 0) this.#addresses.sweep(this.#options.now());
  }
}
