// Who may try to connect now (PR3): few at a time, and after a failure not again at once. Published y-webrtc re-offers for ever.
// An announce costs nothing, and whoever makes them up answers none: so an attempt holds its place for a moment only, until it
// is answered, and who comes next is drawn by lot.

import type { ReachedPeer } from "./reach.ts";

/** Attempts of ours at a time, and all together: one that knocks here is somebody present, an announce may be a ghost's. */
const maxUnproven = { ours: 8, all: 24 } as const;
/** A host that announces peers without end fills nothing but this. */
const maxQueued = 256;
/** Until it is answered an attempt holds its place for so long; less where others wait. It may go on without. */
const unansweredMs = { least: 1000, most: 3000 } as const;
/** Attempts that go on without a place. */
const maxPlaceless = 64;
const firstMs = 1000;
const mostMs = 60_000;
const remembered = 1024;

type Place = Readonly<{ ours: boolean; answered: boolean; since: number }>;
type Waiting = Readonly<{ peer: ReachedPeer; ours: boolean; go: () => void }>;

export class Admission {
  readonly #failures = new Map<string, { count: number; until: number }>();
  readonly #unproven = new Map<ReachedPeer, Place>();
  /** Oldest first. An answer, late as it is, gives them a place again. */
  readonly #placeless = new Set<ReachedPeer>();
  #queue: Waiting[] = [];

  /** Calls `go` when this peer may begin. `patient`: we begin; else the other already has, and only the number is bounded. */
  admit(peer: ReachedPeer, patient: boolean, go: () => void): void {
    const until = patient ? (this.#failures.get(peer.ids.peer)?.until ?? 0) : 0;
    const wait = until - performance.now();
    const entry = { peer, ours: patient, go };
    const take = (): void => {
      if (this.#hasRoomFor(entry)) this.#begin(entry);
      else {
        if (this.#queue.length >= maxQueued) this.#drawn()?.peer.destroy("full");
        this.#queue.push(entry);
        this.#look();
      }
    };
    if (wait > 0) setTimeout(take, wait);
    else take();
  }

  /** The other side is there. */
  onAnswered(peer: ReachedPeer): void {
    const ours = this.#unproven.get(peer)?.ours ?? false;
    if (this.#placeless.delete(peer) || this.#unproven.has(peer))
      this.#unproven.set(peer, { ours, answered: true, since: performance.now() });
  }

  onProven(peer: ReachedPeer): void {
    this.#failures.delete(peer.ids.peer);
    this.#done(peer);
  }

  /** `failed`: it ended before it was proven, and not because one of the two left. */
  onEnd(peer: ReachedPeer, failed: boolean): void {
    if (failed) {
      const id = peer.ids.peer;
      const count = (this.#failures.get(id)?.count ?? 0) + 1;
      const wait = Math.min(mostMs, firstMs * 2 ** (count - 1)) * (0.5 + Math.random());
      this.#failures.delete(id);
      this.#failures.set(id, { count, until: performance.now() + wait });
      if (this.#failures.size > remembered) {
        const [oldest] = this.#failures.keys();
        if (oldest !== undefined) this.#failures.delete(oldest);
      }
    }
    this.#done(peer);
  }

  /** Failures to reach this peer in a row. */
  failuresOf(peerId: string): number {
    return this.#failures.get(peerId)?.count ?? 0;
  }

  /** The network changed: everybody may be tried again at once. */
  forget(): void {
    this.#failures.clear();
  }

  #hasRoomFor({ ours }: Waiting): boolean {
    if (this.#unproven.size >= maxUnproven.all) return false;
    return !ours || [...this.#unproven.values()].filter((place) => place.ours).length < maxUnproven.ours;
  }

  #begin({ peer, ours, go }: Waiting): void {
    if (peer.destroyed) return;
    this.#unproven.set(peer, { ours, answered: false, since: performance.now() });
    for (const ms of Object.values(unansweredMs)) setTimeout(() => this.#look(), ms);
    go();
  }

  /** Whoever has held a place for long enough without an answer gives it up. */
  #look(): void {
    const patience = this.#queue.length > 0 ? unansweredMs.least : unansweredMs.most;
    const now = performance.now();
    for (const [peer, { answered, since }] of this.#unproven) {
      if (answered || now - since < patience) continue;
      this.#unproven.delete(peer);
      this.#placeless.add(peer);
    }
    const [oldest] = this.#placeless;
    if (this.#placeless.size > maxPlaceless) oldest?.destroy("deadline");
    this.#next();
  }

  /** One of those who wait, taken out. */
  #drawn(): Waiting | undefined {
    const [drawn] = this.#queue.splice(Math.floor(Math.random() * this.#queue.length), 1);
    return drawn;
  }

  #done(peer: ReachedPeer): void {
    this.#queue = this.#queue.filter((entry) => entry.peer !== peer);
    this.#placeless.delete(peer);
    if (this.#unproven.delete(peer)) this.#next();
  }

  #next(): void {
    const waiting: Waiting[] = [];
    for (let entry = this.#drawn(); entry !== undefined; entry = this.#drawn()) {
      if (this.#hasRoomFor(entry)) this.#begin(entry);
      else waiting.push(entry);
    }
    this.#queue.push(...waiting);
  }
}
