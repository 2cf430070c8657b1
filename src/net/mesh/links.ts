// The proven links of a room, by the peer they lead to, and how many there may be (MS3).

import type { Link } from "../link/link.ts";
import type { ReachedPeer } from "./reach.ts";

/** Links that others ask for may exceed one's own bound by this. */
const inboundFactor = 1.5;
const fullAnswers = 0.15;

type Entry = Readonly<{ peer: ReachedPeer; link: Link }>;

export class Links {
  readonly #entries = new Map<string, Entry>();
  readonly #most: number;

  /** `most`: links that this peer looks for. */
  constructor(most: number) {
    this.#most = most;
  }

  get all(): readonly Link[] {
    return [...this.#entries.values()].map(({ link }) => link);
  }

  get peers(): readonly ReachedPeer[] {
    return [...this.#entries.values()].map(({ peer }) => peer);
  }

  get size(): number {
    return this.#entries.size;
  }

  /** No other is taken, whoever asks. */
  get isFull(): boolean {
    return this.#entries.size >= this.#most * inboundFactor;
  }

  /**
   * Whether to answer an announce. One that has enough answers now and then: in a room where everybody has, a newcomer would
   * find nobody.
   */
  get wantsMore(): boolean {
    return this.size < this.#most || (!this.isFull && Math.random() < fullAnswers);
  }

  has(peerId: string): boolean {
    return this.#entries.has(peerId);
  }

  /** The link that this very peer stands for, not one before it with the same id. */
  of(peer: ReachedPeer): Link | null {
    const entry = this.#entries.get(peer.ids.peer);
    return entry?.peer === peer ? entry.link : null;
  }

  peerOf(link: Link): ReachedPeer | null {
    const entry = this.#entries.get(link.peerId);
    return entry?.link === link ? entry.peer : null;
  }

  /** Gives the link that this one takes the place of: relayed until now, or of an earlier peer. */
  put(peer: ReachedPeer, link: Link): Link | null {
    const before = this.#entries.get(link.peerId)?.link ?? null;
    this.#entries.set(link.peerId, { peer, link });
    return before;
  }

  remove(link: Link): void {
    this.#entries.delete(link.peerId);
  }
}
