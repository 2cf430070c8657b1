// One copy (MS1): a live frame carries the short ids of the peers it was sent to. Who receives it first waits a little, then
// forwards it to those neighbours that are neither listed nor heard from. In a full mesh nobody is left.

import type { Link } from "../link/link.ts";
import { encodeMessage } from "../link/message-bytes.ts";
import type { LinkMessage } from "../link/message.ts";

type Frame = LinkMessage & { type: "gossip" };

/** While one waits, copies from others tell who has it already. That somebody is still here can wait longer. */
const forwardWithinMs = { update: 50, presence: 400 } as const;
const remembered = 4096;
/**
 * Presence through the host goes at a slower rate (MS5): every second renewal, 22 s, well within the 30 s after which it
 * is forgotten. A timer comes a little early or late: with 22 s here, half of the time it was the third, and people vanished.
 */
const relayedPresenceMs = 16_000;

/** What was heard, and until it is forwarded who has it: kept for all that is remembered, that was 2 KB for each. */
type Heard = { holders: Set<number> | null; timer: ReturnType<typeof setTimeout> | null };

const sendAll = (links: readonly Link[], frame: Frame): void => {
  if (links.length === 0) return;
  const bytes = encodeMessage(frame);
  for (const link of links) link.sendEncoded(bytes);
};

export class Gossip {
  /** The short id of this peer. */
  readonly self: number;
  readonly #links: () => Iterable<Link>;
  readonly #heard = new Map<string, Heard>();
  /** performance.now() of our last presence on relayed links. */
  #presenceAt = -Infinity;
  #closed = false;
  /** Counted for tests and the bench. */
  readonly sent = { own: 0, forwarded: 0, received: 0, duplicates: 0 };

  constructor(self: number, links: () => Iterable<Link>) {
    this.self = self;
    this.#links = links;
  }

  /** Sends something new of this device to every neighbour. */
  publish(what: Frame["what"], payload: Uint8Array, { urgent = true } = {}): void {
    const now = performance.now();
    const alsoRelayed = what === "update" || urgent || now - this.#presenceAt >= relayedPresenceMs;
    if (what === "presence" && alsoRelayed) this.#presenceAt = now;
    const links = [...this.#links()];
    const targets = links.filter(({ relayed }) => alsoRelayed || !relayed);
    // Who is left out has the one before and gets the next: others need not carry this one there.
    const holders = [this.self, ...links.map(({ shortId }) => shortId)];
    sendAll(targets, { type: "gossip", holders, what, payload });
    this.sent.own += targets.length;
  }

  /** A copy of what is known: whoever has it needs no other. */
  repeat(link: Link, { holders }: Frame, key: string): void {
    this.sent.received++;
    this.#hear(link, holders, key);
  }

  /** True on first receipt. `key` names the contents; `isGood` resolves with whether they may be relayed. Never rejects. */
  receive(
    link: Link,
    { holders, what, payload }: Frame,
    key: string,
    isGood: Promise<boolean> | true = true,
  ): boolean {
    this.sent.received++;
    if (this.#hear(link, holders, key)) return false;
    const known = new Set([...holders, link.shortId, this.self]);
    const heard: Heard = { holders: known, timer: null };
    this.#remember(key, heard);
    const forward = (good: boolean): void => {
      if (good && !this.#closed) this.#forward(known, what, payload);
      heard.holders = null;
    };
    heard.timer = setTimeout(() => {
      heard.timer = null;
      if (isGood === true) forward(true);
      else void isGood.then(forward);
    }, Math.random() * forwardWithinMs[what]);
    return true;
  }

  close(): void {
    this.#closed = true;
    for (const { timer } of this.#heard.values()) if (timer !== null) clearTimeout(timer);
    this.#heard.clear();
  }

  #hear(link: Link, holders: readonly number[], key: string): boolean {
    const known = this.#heard.get(key);
    if (known === undefined) return false;
    this.sent.duplicates++;
    for (const id of holders) known.holders?.add(id);
    known.holders?.add(link.shortId);
    return true;
  }

  #forward(holders: Set<number>, what: Frame["what"], payload: Uint8Array): void {
    const targets = [...this.#links()].filter(({ shortId }) => !holders.has(shortId));
    for (const { shortId } of targets) holders.add(shortId);
    sendAll(targets, { type: "gossip", holders: [...holders], what, payload });
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
