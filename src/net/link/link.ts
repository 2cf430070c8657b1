// A link to one peer over its lanes, from the first byte: hello, ready, then messages. It is proven once both hellos verified.

import { concat } from "../../lib/bytes.ts";
import type { AuthorId } from "../../room/ids.ts";
import type { RoomContext } from "../context.ts";
import { shortIdOf } from "./short-id.ts";
import { encodeHello, parseHello, spoken, type Ends } from "./hello.ts";
import { encodeMessage, parseMessage, type LinkMessage } from "./message.ts";

/** Where a link's messages go: the lanes of a data channel, or of the relay. */
export interface LaneSender {
  readonly queued: number;
  send(message: Uint8Array): void;
  ready(): Promise<void>;
}

export type LinkFault = "hello" | "version" | "early" | "malformed";

export type LinkOptions = Readonly<{
  context: RoomContext;
  awarenessId: number;
  selfId: string;
  peerId: string;
  localFingerprint: string;
  remoteFingerprint: string;
  live: LaneSender;
  bulk: LaneSender;
  relayed?: boolean;
  onProven: () => void;
  onMessage: (message: LinkMessage) => void;
  onFault: (fault: LinkFault) => void;
}>;

export class Link {
  readonly peerId: string;
  readonly shortId: number;
  /** Set once proven. */
  author: AuthorId | null = null;
  awarenessId: number | null = null;
  /** performance.now() of the last message. */
  heardAt = performance.now();
  /** Round trip, ms; null before the first pong. */
  rttMs: number | null = null;
  closed = false;
  /** The first heartbeat told whether history must be asked for. */
  compared = false;
  /** Travels through the host because no direct path exists (MS5). */
  readonly relayed: boolean;
  readonly #options: LinkOptions;
  #helloVerified = false;
  #readyReceived = false;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.peerId = options.peerId;
    this.shortId = shortIdOf(options.peerId);
    this.relayed = options.relayed ?? false;
    const { context, awarenessId, selfId, peerId, localFingerprint, remoteFingerprint } = options;
    const ends: Ends = {
      topic: context.topic,
      fromPeer: selfId,
      toPeer: peerId,
      fromFingerprint: localFingerprint,
      toFingerprint: remoteFingerprint,
    };
    this.send({
      type: "hello",
      bytes: encodeHello({ ...spoken, author: context.author, awarenessId }, ends, context.sign),
    });
  }

  get proven(): boolean {
    return this.#helloVerified && this.#readyReceived;
  }

  /** Bytes waiting on the bulk lane. */
  get bulkQueued(): number {
    return this.#options.bulk.queued;
  }

  send(message: LinkMessage): void {
    this.sendEncoded(encodeMessage(message));
  }

  /** What goes to many is encoded once. */
  sendEncoded(bytes: Uint8Array): void {
    if (!this.closed) this.#options.live.send(bytes);
  }

  /** For history: never delays what `send` sends. Resolves when more may be sent. */
  async sendBulk(message: LinkMessage): Promise<void> {
    if (this.closed) return;
    this.#options.bulk.send(encodeMessage(message));
    await this.#options.bulk.ready();
  }

  receive(bytes: Uint8Array): void {
    const message = parseMessage(bytes);
    this.heardAt = performance.now();
    if (message === null) {
      this.#options.onFault(this.#helloVerified ? "malformed" : "hello");
      return;
    }
    if (message.type === "hello") this.#receiveHello(message.bytes);
    else if (!this.#helloVerified) this.#options.onFault("early");
    else if (message.type === "ready") this.#receiveReady();
    else this.#options.onMessage(message);
  }

  #receiveHello(bytes: Uint8Array): void {
    if (this.#helloVerified) {
      this.#options.onFault("malformed");
      return;
    }
    const { context, selfId, peerId, localFingerprint, remoteFingerprint } = this.#options;
    const ends: Ends = {
      topic: context.topic,
      fromPeer: peerId,
      toPeer: selfId,
      fromFingerprint: remoteFingerprint,
      toFingerprint: localFingerprint,
    };
    const hello = parseHello(concat(bytes), ends, context.verify);
    if (hello === null) {
      this.#options.onFault("hello");
      return;
    }
    if (hello.oldest > spoken.newest || hello.newest < spoken.oldest) {
      this.#options.onFault("version");
      return;
    }
    this.author = context.authorId(hello.author);
    this.awarenessId = hello.awarenessId;
    this.#helloVerified = true;
    this.send({ type: "ready" });
    if (this.#readyReceived) this.#options.onProven();
  }

  #receiveReady(): void {
    if (this.#readyReceived) return;
    this.#readyReceived = true;
    this.#options.onProven();
  }
}
