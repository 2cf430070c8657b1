// From the first byte on a path to its link (PR7): each end says hello and, once it has verified the other's, "ready". Who has
// heard both has a link; before that nothing is read but these two.

import { concat } from "../../lib/bytes.ts";
import type { RoomContext } from "../context.ts";
import { encodeHello, ownFeatures, parseHello, spoken, type Ends, type Hello } from "./hello.ts";
import { Link, type LaneSender, type LinkOptions } from "./link.ts";
import { encodeMessage, parseMessage } from "./message-bytes.ts";
import type { LinkMessage, Parsed } from "./message.ts";

export type LinkFault = "hello" | "version" | "newer-version" | "early" | "malformed";

export type GreetingOptions = Readonly<{
  context: RoomContext;
  /** Our own, for the hello. */
  awarenessId: number;
  /** Of our peer id (PR8). */
  nonce: Uint8Array;
  selfId: string;
  peerId: string;
  /** What the hello is bound to: DTLS fingerprints of both ends, or what stands for them. */
  fingerprints: Readonly<{ local: string; remote: string }>;
  relayed: boolean;
  canBeDirect: boolean;
  live: LaneSender;
  bulk: LaneSender;
  /** Once. */
  onProven: (link: Link) => void;
  /** After `onProven` only. */
  onMessage: LinkOptions["onMessage"];
  onFault: (fault: LinkFault) => void;
}>;

type State =
  | Readonly<{ at: "hello" }>
  | Readonly<{ at: "ready"; hello: Hello }>
  | Readonly<{ at: "proven"; link: Link }>
  | Readonly<{ at: "closed" }>;

export class Greeting {
  readonly #options: GreetingOptions;
  #state: State = { at: "hello" };

  constructor(options: GreetingOptions) {
    this.#options = options;
    const { context, awarenessId, nonce, selfId, peerId, fingerprints } = options;
    const ends: Ends = {
      topic: context.topic,
      fromPeer: selfId,
      toPeer: peerId,
      fromFingerprint: fingerprints.local,
      toFingerprint: fingerprints.remote,
    };
    const hello = { ...spoken, author: context.author, nonce, awarenessId, features: ownFeatures };
    this.#send({ type: "hello", bytes: encodeHello(hello, ends, context.sign) });
  }

  /** Once proven. */
  get link(): Link | null {
    return this.#state.at === "proven" ? this.#state.link : null;
  }

  receive(bytes: Uint8Array): void {
    const state = this.#state;
    switch (state.at) {
      case "hello":
        this.#receiveHello(parseMessage(bytes));
        break;
      case "ready":
        this.#receiveReady(parseMessage(bytes), state.hello);
        break;
      case "proven":
        state.link.receive(bytes);
        break;
      case "closed":
        break;
    }
  }

  /** Nothing more is sent or heard. Idempotent. */
  close(): void {
    this.link?.close();
    this.#state = { at: "closed" };
  }

  #send(message: LinkMessage): void {
    this.#options.live.send(encodeMessage(message));
  }

  #receiveHello(message: Parsed | null): void {
    const { context, selfId, peerId, fingerprints, onFault } = this.#options;
    if (message?.type !== "hello") {
      onFault(message === null ? "hello" : "early");
      return;
    }
    const ends: Ends = {
      topic: context.topic,
      fromPeer: peerId,
      toPeer: selfId,
      fromFingerprint: fingerprints.remote,
      toFingerprint: fingerprints.local,
    };
    const hello = parseHello(concat(message.bytes), ends, context.verify);
    if (hello === null) onFault("hello");
    else if (hello.oldest > spoken.newest) onFault("newer-version");
    else if (hello.newest < spoken.oldest) onFault("version");
    else {
      this.#state = { at: "ready", hello };
      this.#send({ type: "ready" });
    }
  }

  /** What overtakes the "ready" is not heard: comparing digests brings it (MS4). */
  #receiveReady(message: Parsed | null, hello: Hello): void {
    const { context, peerId, relayed, canBeDirect, live, bulk, onProven, onMessage, onFault } = this.#options;
    if (message === null || message.type === "hello") onFault("malformed");
    if (message?.type !== "ready") return;
    const link = new Link({
      peerId,
      author: context.authorId(hello.author),
      awarenessId: hello.awarenessId,
      features: hello.features.filter((feature) => ownFeatures.includes(feature)),
      relayed,
      canBeDirect,
      live,
      bulk,
      onMessage,
      onMalformed: () => onFault("malformed"),
    });
    this.#state = { at: "proven", link };
    onProven(link);
  }
}
