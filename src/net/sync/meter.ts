// How fast one link is read (GT0, GT4): its author pays for what each message costs here. What comes faster waits its turn; only
// what would overflow the wait is left to be found by comparing digests (MS4), or asked for again.

import { Allowance } from "../../lib/allowance.ts";
import type { Heard, Link } from "../link/link.ts";

/** More than anybody writes: an evening of 100 people is 5 MB. */
const rate = { perSecond: 256 * 1024, burst: 4 * 1024 * 1024 } as const;
const maxWaitingBytes = 8 * 1024 * 1024;

/** In bytes of what is only read; 1 ms of a phone's processor is about 2 KB. */
const cost = {
  /** Of any message: its way through the lanes. */
  message: 64,
  /** A signature to verify. */
  record: 512,
  /** Of presence, by its bytes: an entry of 150 has a signature. */
  presence: 8,
  /** To look for all that another lacks. */
  ask: 16 * 1024,
  /** To look for what a bucket lacks, and to say it. */
  bucket: 4 * 1024,
} as const;

export const costOf = (message: Heard): number => {
  switch (message.type) {
    case "gossip": {
      const { what, payload, holders } = message;
      const weight = what === "presence" ? payload.length * cost.presence : payload.length + cost.record;
      return cost.message + holders.length * 4 + weight;
    }
    case "records":
      return message.records.reduce<number>((sum, { length }) => sum + length + cost.record, cost.message);
    case "slice":
      return cost.message + 4 * message.update.length;
    case "ask":
      return cost.ask + message.stateVector.length;
    case "buckets":
      return cost.bucket;
    case "bucket":
      return cost.bucket + message.ids.length;
    case "held":
      return cost.message + message.ids.length;
    case "unknown":
      return cost.message + message.size;
    case "bye":
    case "credit":
    case "done":
    case "enough":
    case "heartbeat":
    case "ping":
    case "pong":
      return cost.message;
  }
};

/** Says that a link lives, or ends it: heard out of its turn, while there are not thousands of them. */
const isSign = ({ type }: Heard): boolean =>
  type === "heartbeat" || type === "ping" || type === "pong" || type === "bye";

/** A pace for each link. */
export class Meters {
  readonly #all = new WeakMap<Link, Readonly<{ messages: Pace; signs: Pace }>>();

  take(link: Link, message: Heard, act: () => void): void {
    const known = this.#all.get(link);
    const { messages, signs } = known ?? { messages: new Pace(), signs: new Pace(signRate) };
    if (known === undefined) this.#all.set(link, { messages, signs });
    (isSign(message) ? signs : messages).take(costOf(message), act);
  }

  drop(link: Link): void {
    const { messages, signs } = this.#all.get(link) ?? {};
    messages?.close();
    signs?.close();
    this.#all.delete(link);
  }
}

/** A hundred at once, ten a second. */
const signRate = { perSecond: 10 * cost.message, burst: 100 * cost.message } as const;

type Waiting = Readonly<{ bytes: number; act: () => void }>;

export class Pace {
  readonly #allowance: Allowance;
  readonly #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(given: ConstructorParameters<typeof Allowance>[0] = rate) {
    this.#allowance = new Allowance(given);
  }

  /** Does it now or, in its order, as soon as the pace allows. False when it is not done at all. */
  take(bytes: number, act: () => void): boolean {
    if (this.#waiting.length === 0 && this.#allowance.left > 0) {
      this.#allowance.spend(bytes);
      act();
      return true;
    }
    if (this.#waitingBytes + bytes > maxWaitingBytes) return false;
    this.#waiting.push({ bytes, act });
    this.#waitingBytes += bytes;
    this.#wait();
    return true;
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#waiting.length = 0;
    this.#waitingBytes = 0;
  }

  #wait(): void {
    this.#timer ??= setTimeout(() => this.#drain(), this.#allowance.waitMs + 1);
  }

  #drain(): void {
    this.#timer = null;
    while (this.#allowance.left > 0) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#allowance.spend(next.bytes);
      this.#waitingBytes -= next.bytes;
      next.act();
    }
    if (this.#waiting.length > 0) this.#wait();
  }
}
