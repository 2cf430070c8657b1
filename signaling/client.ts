// One browser's socket on /signaling: reads its messages within its limits, sends it what its topics bring.

import { WebSocket, type RawData } from "ws";
import type { AddressUse } from "./address-table.ts";
import { Bucket } from "./bucket.ts";
import type { Directory } from "./directory.ts";
import { workUnits, type Counters, type Limits, type Reason } from "./limits.ts";
import { parseClientMessage, parseJson, type ClientMessage } from "./message.ts";
import type { Traffic } from "./metrics.ts";
import type { Subscriber, Topics } from "./topics.ts";

export type ClientContext = Readonly<{
  topics: Topics;
  directory: Directory;
  limits: Limits;
  counters: Counters;
  traffic: Traffic;
  /** Monotonic milliseconds. */
  now: () => number;
}>;

const pong = Buffer.from('{"type":"pong"}');
/** A malformed message costs as much as reading ten good ones: nobody honest sends any. */
const malformedUnits = 10;
/** Deriving a topic from a name takes about 0.1 ms. */
const listUnits = 20;

export class Client implements Subscriber {
  readonly topics = new Map<string, Set<string>>();
  readonly listed = new Set<string>();
  readonly address: AddressUse;
  readonly #socket: WebSocket;
  readonly #context: ClientContext;
  readonly #bucket: Bucket;
  #resume: NodeJS.Timeout | undefined;
  /** Something was heard since the last ping. */
  #heard = true;
  #closed = false;

  constructor(socket: WebSocket, address: AddressUse, context: ClientContext) {
    this.#socket = socket;
    this.address = address;
    this.#context = context;
    this.#bucket = new Bucket(context.limits.socketRate, context.limits.socketBurst, context.now());
    socket.on("message", (data, isBinary) => this.#guard(() => this.#receive(data, isBinary)));
    socket.on("ping", () => this.#guard(() => this.#answerPing()));
    socket.on("pong", () => (this.#heard = true));
    // ws closes the socket itself after an error.
    socket.on("error", (error) => this.#countFrameError(error));
    socket.on("close", () => this.#end());
  }

  deliver(frame: Buffer): void {
    if (this.#closed || this.#socket.readyState !== WebSocket.OPEN) return;
    if (this.#isBacklogged()) {
      this.#context.counters["slow-reader"]++;
      return;
    }
    const { traffic } = this.#context;
    traffic.copies++;
    traffic.copiedBytes += frame.length;
    this.#socket.send(frame, { binary: false }, () => undefined);
  }

  /**
   * Called every ping interval: cuts the dead and those that do not read, pings the others. A verdict waits until what
   * has arrived is read: timers run first, so a process that was stopped would wake up and cut everyone.
   */
  check(): void {
    if (this.#closed) return;
    const paused = this.#resume !== undefined;
    if (!this.#heard && !paused) setImmediate(() => this.#heard || this.#cut("dead"));
    else if (this.#isBacklogged()) this.#cut("slow-reader");
    else if (this.#socket.readyState === WebSocket.OPEN) {
      // While we do not read, no pong can be heard.
      this.#heard = paused;
      this.#socket.ping(undefined, undefined, () => undefined);
    }
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.#end();
    this.#socket.terminate();
  }

  #receive(data: RawData, isBinary: boolean): void {
    if (this.#closed) return; // frames already read when it was cut
    this.#heard = true;
    const { counters, limits, traffic } = this.#context;
    const bytes = (data as Buffer).length; // ws gives a Buffer unless told otherwise
    traffic.messages++;
    traffic.bytes += bytes;
    if (isBinary) {
      counters.binary++;
      this.#charge(malformedUnits);
      return;
    }
    const message = parseClientMessage(parseJson((data as Buffer).toString()), limits);
    if (message === null) {
      counters.malformed++;
      this.#charge(malformedUnits + workUnits(bytes, 0));
      return;
    }
    this.#charge(this.#handle(message, bytes));
  }

  /** Does what the message says; gives the work it was, in units. */
  #handle(message: ClientMessage, bytes: number): number {
    const { topics, counters } = this.#context;
    let work = workUnits(bytes, 0);
    switch (message.type) {
      case "subscribe":
        for (const topic of message.topics) topics.subscribe(this, topic);
        work += message.topics.length;
        break;
      case "unsubscribe":
        for (const topic of message.topics) {
          topics.unsubscribe(this, topic);
          this.listed.delete(topic);
        }
        work += message.topics.length;
        break;
      case "publish":
        work = workUnits(bytes, topics.publish(this, message));
        break;
      case "ping":
        this.deliver(pong);
        work += 1;
        break;
      case "list":
        void this.#list(message.name);
        work += listUnits;
        break;
      case "unknown":
        counters["unknown-type"]++;
        break;
    }
    return work;
  }

  async #list(name: string): Promise<void> {
    const { directory, counters } = this.#context;
    // A failing bus is the only way to "internal": the client lists again when it reconnects.
    const refused = await directory.list(this, name).catch((): Reason => "internal");
    if (refused !== null) counters[refused]++;
  }

  /** Ours to answer: ws would queue pongs without end for one who pings and never reads. */
  #answerPing(): void {
    if (this.#closed) return;
    this.#heard = true;
    this.#charge(workUnits(0, 1));
    if (this.#isBacklogged()) return;
    this.#socket.pong(undefined, undefined, () => undefined);
  }

  /** Over its rate a socket is read more slowly, so nothing honest is lost; far over it, it is cut. */
  #charge(units: number): void {
    const { limits, counters, now } = this.#context;
    const time = now();
    const wait = Math.max(this.#bucket.spend(units, time), this.address.bucket.spend(units, time));
    if (this.#bucket.debt(time) > limits.maxSocketDebt) {
      this.#cut("too-fast");
    } else if (wait > 0 && this.#resume === undefined) {
      counters.slowed++;
      this.#socket.pause();
      this.#resume = setTimeout(() => {
        this.#resume = undefined;
        this.#socket.resume();
      }, wait);
    }
  }

  #isBacklogged(): boolean {
    return this.#socket.bufferedAmount > this.#context.limits.maxBufferedBytes;
  }

  #cut(reason: "dead" | "slow-reader" | "too-fast"): void {
    if (this.#closed) return;
    this.#context.counters[reason]++;
    this.terminate();
  }

  #countFrameError(error: Error): void {
    const tooBig = "code" in error && error.code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH";
    this.#context.counters[tooBig ? "too-big" : "bad-frame"]++;
  }

  /** Whatever a handler throws ends this socket, not the host. */
  #guard(handle: () => void): void {
    try {
      handle();
    } catch {
      this.#context.counters.internal++;
      this.terminate();
    }
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#resume);
    this.#context.topics.leave(this);
  }
}
