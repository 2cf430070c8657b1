// Which links still live (PR4): a heartbeat on each, and a question where one was silent for too long or is doubted.

import type { Link } from "../link/link.ts";

/** Through the host at a slower rate: it carries everybody (MS5). */
const heartbeatMs = { direct: 10_000, relayed: 25_000 } as const;
/** Two and a half heartbeats unheard: asked, and gone without an answer. */
const silentMs = { direct: 25_000, relayed: 60_000 } as const;
const probeMs = 3000;

export type LivenessOptions = Readonly<{
  heartbeat: (link: Link) => void;
  onSilent: (link: Link) => void;
  /** True while nobody looks at this page: its timers prove nothing about others. */
  isHidden: () => boolean;
}>;

export class Liveness {
  readonly #options: LivenessOptions;
  readonly #beatAt = new WeakMap<Link, number>();
  readonly #probing = new WeakSet<Link>();
  readonly #rttMs = new WeakMap<Link, number>();
  /** performance.now() by nonce. */
  readonly #pings = new Map<number, number>();
  #nonce = 0;

  constructor(options: LivenessOptions) {
    this.#options = options;
  }

  /** Looks at all links; to be called every second or so. */
  tick(links: readonly Link[]): void {
    const now = performance.now();
    for (const link of links) {
      const kind = link.relayed ? "relayed" : "direct";
      if (now - (this.#beatAt.get(link) ?? -Infinity) >= heartbeatMs[kind]) this.beat(link);
      if (now - link.heardAt > silentMs[kind] && !this.#options.isHidden()) this.probe(link);
    }
    for (const [nonce, sentAt] of this.#pings) if (now - sentAt > silentMs.relayed) this.#pings.delete(nonce);
  }

  beat(link: Link): void {
    this.#beatAt.set(link, performance.now());
    this.#options.heartbeat(link);
    this.#ping(link);
  }

  /** No answer within 3 s: the link is dead. */
  probe(link: Link): void {
    if (this.#probing.has(link)) return;
    this.#probing.add(link);
    const askedAt = performance.now();
    this.#ping(link);
    setTimeout(() => {
      this.#probing.delete(link);
      if (!link.closed && link.heardAt < askedAt) this.#options.onSilent(link);
    }, probeMs);
  }

  onPong(link: Link, nonce: number): void {
    const sentAt = this.#pings.get(nonce);
    this.#pings.delete(nonce);
    if (sentAt !== undefined) this.#rttMs.set(link, performance.now() - sentAt);
  }

  /** Round trip, ms; null before the first pong. */
  rttOf(link: Link): number | null {
    return this.#rttMs.get(link) ?? null;
  }

  #ping(link: Link): void {
    const nonce = ++this.#nonce;
    this.#pings.set(nonce, performance.now());
    link.send({ type: "ping", nonce });
  }
}
