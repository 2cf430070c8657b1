// Who may try to connect now (PR3): few at a time, and after a failure not again at once. Published y-webrtc re-offers for ever.

import type { ReachedPeer } from "./reach.ts";

/** Attempts of ours at a time, and all together: one that knocks here is somebody present, an announce may be a ghost's. */
const maxUnproven = { ours: 8, all: 24 } as const;
/** A host that announces peers without end fills nothing but this. */
const maxQueued = 256;
const firstMs = 1000;
const mostMs = 60_000;
const remembered = 1024;

type Waiting = Readonly<{ peer: ReachedPeer; ours: boolean; go: () => void }>;

export class Admission {
  readonly #failures = new Map<string, { count: number; until: number }>();
  /** Peer → whether the attempt is ours. */
  readonly #unproven = new Map<ReachedPeer, boolean>();
  #queue: Waiting[] = [];

  /** Calls `go` when this peer may begin. `patient`: we begin; else the other already has, and only the number is bounded. */
  admit(peer: ReachedPeer, patient: boolean, go: () => void): void {
    const until = patient ? (this.#failures.get(peer.ids.peer)?.until ?? 0) : 0;
    const wait = until - performance.now();
    const entry = { peer, ours: patient, go };
    const take = (): void => {
      if (this.#hasRoomFor(entry)) this.#begin(entry);
      else if (this.#queue.length < maxQueued) this.#queue.push(entry);
      else peer.destroy("full");
    };
    if (wait > 0) setTimeout(take, wait);
    else take();
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
    return !ours || [...this.#unproven.values()].filter(Boolean).length < maxUnproven.ours;
  }

  #begin({ peer, ours, go }: Waiting): void {
    if (peer.destroyed) return;
    this.#unproven.set(peer, ours);
    go();
  }

  #done(peer: ReachedPeer): void {
    this.#queue = this.#queue.filter((entry) => entry.peer !== peer);
    if (!this.#unproven.delete(peer)) return;
    const waiting = this.#queue;
    this.#queue = [];
    for (const entry of waiting) {
      if (this.#hasRoomFor(entry)) this.#begin(entry);
      else this.#queue.push(entry);
    }
  }
}
