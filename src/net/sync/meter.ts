// How fast one link is read (GT0, GT4): its author pays for what each message costs here. What comes faster waits its turn; only
// what would overflow the wait is left to be found by comparing digests (MS4), or asked for again.

import type { Heard, Link } from "../link/link.ts";

/** More than anybody writes: an evening of 100 people is 5 MB. */
const rate = { bytesPerSecond: 256 * 1024, burstBytes: 4 * 1024 * 1024 } as const;
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
const signRate = { bytesPerSecond: 10 * cost.message, burstBytes: 100 * cost.message } as const;

type Waiting = Readonly<{ bytes: number; act: () => void }>;

export class Pace {
  readonly #rate: Readonly<{ bytesPerSecond: number; burstBytes: number }>;
  #tokens: number;
  #filledAt = performance.now();
  readonly #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(given: Readonly<{ bytesPerSecond: number; burstBytes: number }> = rate) {
    this.#rate = given;
    this.#tokens = given.burstBytes;
  }

  /** Does it now or, in its order, as soon as the pace allows. False when it is not done at all. */
  take(bytes: number, act: () => void): boolean {
    this.#fill();
    if (this.#waiting.length === 0 && this.#tokens > 0) {
      this.#tokens -= bytes;
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

  #fill(): void {
    const now = performance.now();
    this.#tokens = Math.min(
      this.#rate.burstBytes,
      this.#tokens + ((now - this.#filledAt) / 1000) * this.#rate.bytesPerSecond,
    );
    this.#filledAt = now;
  }

  #wait(): void {
    const debt = Math.max(0, -this.#tokens);
    this.#timer ??= setTimeout(() => this.#drain(), (debt / this.#rate.bytesPerSecond) * 1000 + 1);
  }

  #drain(): void {
    this.#timer = null;
    this.#fill();
    while (this.#tokens > 0) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#tokens -= next.bytes;
      this.#waitingBytes -= next.bytes;
      next.act();
    }
    if (this.#waiting.length > 0) this.#wait();
  }
}
