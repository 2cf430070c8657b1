// The proven links of a room, by the peer they lead to: how many there may be (MS3), and which gives way to another (PR3).

import type { AuthorId } from "../../room/ids.ts";
import type { Link } from "../link/link.ts";
import type { ReachedPeer } from "./reach.ts";

/** Links that others ask for may exceed one's own bound by this. */
const inboundFactor = 1.5;
const fullAnswers = 0.15;
/** Tabs and devices of one author. A fifth takes the place of the one that was silent longest. */
const mostOfAuthor = 4;

type Entry = Readonly<{ peer: ReachedPeer; link: Link }>;

/** Unheard for the longest. */
const silentest = (entries: readonly Entry[]): Entry | null =>
  entries.reduce<Entry | null>(
    (least, entry) => (least === null || entry.link.heardAt < least.link.heardAt ? entry : least),
    null,
  );

export class Links {
  readonly #entries = new Map<string, Entry>();
  readonly #most: number;

  readonly #isKnown: (author: AuthorId) => boolean;

  /** `most`: links that this peer looks for; `isKnown`: the room has words of this author. */
  constructor(most: number, isKnown: (author: AuthorId) => boolean) {
    this.#most = most;
    this.#isKnown = isKnown;
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

  /** No other is taken, whoever asks: as many as may be, each of somebody else, and no stranger whose place a friend could have. */
  isClosed({ knowsAnybody }: Readonly<{ knowsAnybody: boolean }>): boolean {
    if (!this.#isFull || this.#spare() !== null) return false;
    return !knowsAnybody || this.all.every(({ author }) => this.#isKnown(author));
  }

  get #isFull(): boolean {
    return this.#entries.size >= this.#most * inboundFactor;
  }

  /** The peer that has to give its place to this link; null where there is a free one, undefined where there is none at all. */
  placeFor({ peerId, author }: Link): ReachedPeer | null | undefined {
    if (this.has(peerId)) return null;
    const own = [...this.#entries.values()].filter(({ link }) => link.author === author);
    if (own.length >= mostOfAuthor) return silentest(own)?.peer;
    if (!this.#isFull) return null;
    const spare = this.#spare();
    if (spare !== null && own.length === 0) return spare.peer;
    if (!this.#isKnown(author)) return undefined;
    return silentest([...this.#entries.values()].filter(({ link }) => !this.#isKnown(link.author)))?.peer;
  }

  /** The least useful: of somebody who has others. */
  #spare(): Entry | null {
    const counts = new Map<AuthorId, number>();
    for (const { author } of this.all) counts.set(author, (counts.get(author) ?? 0) + 1);
    return silentest([...this.#entries.values()].filter(({ link }) => (counts.get(link.author) ?? 0) > 1));
  }

  /**
   * Whether to answer an announce. One that has enough answers now and then: in a room where everybody has, a newcomer would
   * find nobody.
   */
  get wantsMore(): boolean {
    return this.size < this.#most || (!this.#isFull && Math.random() < fullAnswers);
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
