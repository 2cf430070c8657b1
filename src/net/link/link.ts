// A link to one peer, proven by both hellos (PR7): whose it is stands fast, and anything may come. What another part of net
// knows of a link it keeps itself, by link; here is only what the link itself knows.

import type { AuthorId } from "../../room/ids.ts";
import { encodeMessage, parseMessage } from "./message-bytes.ts";
import type { LinkMessage, Unknown } from "./message.ts";
import { shortIdOf } from "./short-id.ts";

/** Where a link's messages go: the lanes of a data channel, or of the relay. */
export interface LaneSender {
  send(message: Uint8Array): void;
  /** Resolves when more may be sent without piling up. */
  ready(): Promise<void>;
}

/** What may come once the hellos are through. */
export type Message = Exclude<LinkMessage, { type: "hello" | "ready" }>;
export type Heard = Message | Unknown;

export type LinkOptions = Readonly<{
  peerId: string;
  author: AuthorId;
  /** What the peer calls itself in presence. */
  awarenessId: number;
  /** What both can do beyond what every version can (VR2). */
  features: readonly number[];
  /** Travels through the host because no direct path exists (MS5). */
  relayed: boolean;
  /** Both browsers have WebRTC. */
  canBeDirect: boolean;
  live: LaneSender;
  bulk: LaneSender;
  onMessage: (message: Heard) => void;
  onMalformed: () => void;
}>;

export class Link {
  readonly peerId: string;
  readonly shortId: number;
  readonly author: AuthorId;
  readonly awarenessId: number;
  readonly features: readonly number[];
  readonly relayed: boolean;
  readonly canBeDirect: boolean;
  readonly #options: LinkOptions;
  #heardAt = performance.now();
  #closed = false;

  constructor(options: LinkOptions) {
    this.#options = options;
    const { peerId, author, awarenessId, features, relayed, canBeDirect } = options;
    this.peerId = peerId;
    this.shortId = shortIdOf(peerId);
    this.author = author;
    this.awarenessId = awarenessId;
    this.features = features;
    this.relayed = relayed;
    this.canBeDirect = canBeDirect;
  }

  /** performance.now() of the last message. */
  get heardAt(): number {
    return this.#heardAt;
  }

  get closed(): boolean {
    return this.#closed;
  }

  send(message: Message): void {
    this.sendEncoded(encodeMessage(message));
  }

  /** What goes to many is encoded once. */
  sendEncoded(bytes: Uint8Array): void {
    if (!this.#closed) this.#options.live.send(bytes);
  }

  /** For history: never delays what `send` sends. Resolves when more may be sent. */
  async sendBulk(message: Message): Promise<void> {
    if (this.#closed) return;
    this.#options.bulk.send(encodeMessage(message));
    await this.#options.bulk.ready();
  }

  receive(bytes: Uint8Array): void {
    if (this.#closed) return;
    const message = parseMessage(bytes);
    this.#heardAt = performance.now();
    if (message === null || message.type === "hello") this.#options.onMalformed();
    else if (message.type !== "ready") this.#options.onMessage(message);
  }

  /** Nothing more is sent or heard. Idempotent. */
  close(): void {
    this.#closed = true;
  }
}
