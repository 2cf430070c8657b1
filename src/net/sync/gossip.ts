// One copy (MS1): a live frame carries the short ids of the peers it was sent to. Who receives it first waits a little, then
// forwards it to those neighbours that are neither listed nor heard from. In a full mesh nobody is left.

import { sameBytes } from "../../lib/bytes.ts";
import type { Link } from "../link/link.ts";
import { encodeMessage } from "../link/message-bytes.ts";
import type { LinkMessage } from "../link/message.ts";
import { shortIdsFor } from "../link/short-id.ts";

type Frame = LinkMessage & { type: "gossip" };

/** While one waits, copies from others tell who has it already. That somebody is still here can wait longer. */
const forwardWithinMs = { update: 50, presence: 400 } as const;
const remembered = 4096;
/**
 * Presence through the host goes at a slower rate (MS5): every second renewal, 22 s, well within the 30 s after which it
 * is forgotten. A timer comes a little early or late: with 22 s here, half of the time it was the third, and people vanished.
 */
const relayedPresenceMs = 16_000;

/** Who has what was heard: our neighbours by their peer ids, all others as the frame names them. */
type Holders = Readonly<{ peerIds: Set<string>; listed: Set<number>; payload: Uint8Array }>;
/** Until it is forwarded: kept for all that is remembered, the holders were 2 KB for each. */
type Heard = { holders: Holders | null; timer: ReturnType<typeof setTimeout> | null };

const sendAll = (links: readonly Link[], frame: Frame): void => {
  if (links.length === 0) return;
  const bytes = encodeMessage(frame);
  for (const link of links) link.sendEncoded(bytes);
};

export class Gossip {
  /** This peer's id. */
  readonly #self: string;
  readonly #links: () => Iterable<Link>;
  readonly #heard = new Map<string, Heard>();
  /** performance.now() of our last presence on relayed links. */
  #presenceAt = -Infinity;
  #closed = false;
  /** Counted for tests and the bench. */
  readonly sent = { own: 0, forwarded: 0, received: 0, duplicates: 0 };

  constructor(self: string, links: () => Iterable<Link>) {
    this.#self = self;
    this.#links = links;
  }

  /** Ourselves and every neighbour, as a frame with this payload lists them. */
  holdersOf(payload: Uint8Array): readonly number[] {
    return [this.#self, ...Array.from(this.#links(), ({ peerId }) => peerId)].map(shortIdsFor(payload));
  }

  /** Sends something new of this device to every neighbour. */
  publish(what: Frame["what"], payload: Uint8Array, { urgent = true } = {}): void {
    const now = performance.now();
    const alsoRelayed = what === "update" || urgent || now - this.#presenceAt >= relayedPresenceMs;
    if (what === "presence" && alsoRelayed) this.#presenceAt = now;
    const targets = [...this.#links()].filter(({ relayed }) => alsoRelayed || !relayed);
    // Who is left out has the one before and gets the next: others need not carry this one there.
    sendAll(targets, { type: "gossip", holders: this.holdersOf(payload), what, payload });
    this.sent.own += targets.length;
  }

  /** A copy of what is known: whoever has it needs no other. */
  repeat(link: Link, frame: Frame, key: string): void {
    this.sent.received++;
    this.#hear(link, frame, key);
  }

  /**
   * True on first receipt. `key` names the contents; `isGood` resolves with whether they may be relayed, and never rejects.
   * `payload`: what is forwarded, where that is not all that came.
   */
  receive(
    link: Link,
    frame: Frame,
    key: string,
    {
      isGood = true,
      payload = frame.payload,
    }: { isGood?: Promise<boolean> | true; payload?: Uint8Array } = {},
  ): boolean {
    this.sent.received++;
    if (this.#hear(link, frame, key)) return false;
    const holders: Holders = { peerIds: new Set(), listed: new Set(), payload };
    const heard: Heard = { holders, timer: null };
    this.#remember(key, heard);
    this.#note(holders, link, frame);
    const forward = (good: boolean): void => {
      if (good && !this.#closed) this.#forward(holders, frame.what);
      heard.holders = null;
    };
    heard.timer = setTimeout(() => {
      heard.timer = null;
      if (isGood === true) forward(true);
      else void isGood.then(forward);
    }, Math.random() * forwardWithinMs[frame.what]);
    return true;
  }

  close(): void {
    this.#closed = true;
    for (const { timer } of this.#heard.values()) if (timer !== null) clearTimeout(timer);
    this.#heard.clear();
  }

  #hear(link: Link, frame: Frame, key: string): boolean {
    const known = this.#heard.get(key);
    if (known === undefined) return false;
    this.sent.duplicates++;
    if (known.holders !== null) this.#note(known.holders, link, frame);
    return true;
  }

  /** Whom the frame lists has it. */
  #note({ peerIds, listed, payload }: Holders, link: Link, frame: Frame): void {
    const shortIdOf = shortIdsFor(frame.payload);
    const holders = new Set(frame.holders);
    for (const { peerId } of this.#links()) if (holders.has(shortIdOf(peerId))) peerIds.add(peerId);
    peerIds.add(link.peerId);
    // Of those who are nobody's neighbours here, only what the frame calls them is known.
    if (frame.payload === payload || sameBytes(frame.payload, payload))
      for (const id of holders) listed.add(id);
  }

  #forward({ peerIds, listed, payload }: Holders, what: Frame["what"]): void {
    const targets = [...this.#links()].filter(({ peerId }) => !peerIds.has(peerId));
    if (targets.length === 0) return;
    const all = [this.#self, ...peerIds, ...targets.map(({ peerId }) => peerId)].map(shortIdsFor(payload));
    sendAll(targets, { type: "gossip", holders: [...new Set([...all, ...listed])], what, payload });
    this.sent.forwarded += targets.length;
  }

  #remember(key: string, heard: Heard): void {
    this.#heard.set(key, heard);
    if (this.#heard.size <= remembered) return;
    const [oldest] = this.#heard.keys();
    if (oldest !== undefined) this.#heard.delete(oldest);
  }
}

/** Names contents among those of the last minute; two that collide cost one forwarded copy. */
export const keyOf = (bytes: Uint8Array): string => {
  let a = 0x811c9dc5;
  let b = 0;
  for (const byte of bytes) {
    a = Math.imul(a ^ byte, 0x01000193);
    b = (Math.imul(b, 31) + byte) | 0;
  }
  return `${bytes.length} ${a} ${b}`;
};
