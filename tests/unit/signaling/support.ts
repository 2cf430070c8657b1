// A real host on a free port, and people who talk to it over real sockets. Nothing here waits for a time: it waits
// for messages and conditions, and the test's own deadline ends what never comes.

import { once } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { expect, onTestFinished, vi } from "vitest";
import { WebSocket, type ClientOptions } from "ws";
import { createHost, type Host, type HostOptions } from "../../../signaling/server.ts";

// Conditions come in milliseconds; a machine that does ten other things may need longer.
vi.setConfig({ testTimeout: 30_000 });

/** What arrives, as a test wants to look at it. */
export type Received = Readonly<{ type?: string; topic?: string; clients?: number; data?: unknown }>;

export const startHost = async (options: HostOptions = {}): Promise<Host> => {
  const quiet: HostOptions = { port: 0, host: "127.0.0.1", stunPort: null, drainMs: 0, reachable: () => [] };
  const host = await createHost({ ...quiet, ...options });
  onTestFinished(() => host.close());
  return host;
};

/** Polls a condition until it holds. */
export const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await turn();
};

export class Person {
  readonly socket: WebSocket;
  readonly received: Received[] = [];
  /** Resolves with the code when the socket has closed. */
  readonly closed: Promise<number>;
  #news: (() => void) | undefined;

  constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = once(socket, "close").then(([code]) => code as number);
    socket.on("error", () => undefined);
    socket.on("message", (data: Buffer) => {
      this.received.push(JSON.parse(data.toString()) as Received);
      this.#news?.();
    });
  }

  say(message: unknown): void {
    this.socket.send(JSON.stringify(message));
  }

  subscribe(...topics: string[]): void {
    this.say({ type: "subscribe", topics });
  }

  publish(topic: string, data: unknown): void {
    this.say({ type: "publish", topic, data });
  }

  /** The first message that fits, taken out of `received`. */
  async next(fits: (message: Received) => boolean = () => true): Promise<Received> {
    for (;;) {
      const index = this.received.findIndex(fits);
      if (index >= 0) return this.received.splice(index, 1)[0] ?? {};
      await new Promise<void>((done) => (this.#news = done));
    }
  }

  /** Everything said so far has been handled, and everything the host had to say to this person has come. */
  async settled(): Promise<void> {
    this.say({ type: "ping" });
    await this.next(({ type }) => type === "pong");
  }
}

export const connect = async (host: Host, options: ClientOptions = {}): Promise<Person> => {
  const person = new Person(new WebSocket(`ws://127.0.0.1:${host.port}/signaling`, options));
  onTestFinished(() => person.socket.terminate());
  await once(person.socket, "open");
  return person;
};

/** A person in a topic. */
export const join = async (host: Host, ...topics: string[]): Promise<Person> => {
  const person = await connect(host);
  person.subscribe(...topics);
  await person.settled();
  return person;
};

/** The HTTP status with which the host refuses to open a socket. */
export const refusal = async (host: Host, path: string, options: ClientOptions = {}): Promise<number> => {
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, options);
  socket.on("error", () => undefined);
  onTestFinished(() => socket.terminate());
  const [, response] = (await once(socket, "unexpected-response")) as [unknown, { statusCode: number }];
  return response.statusCode;
};

/** The host still does its work. */
export const expectAlive = async (host: Host): Promise<void> => {
  const [ada, bela] = [await join(host, "still here"), await join(host, "still here")];
  ada.publish("still here", "hello");
  expect((await bela.next()).data).toBe("hello");
  expect(host.counters.internal).toBe(0);
};
