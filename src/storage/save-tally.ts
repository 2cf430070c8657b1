// What a room owes its disk, as counters: no promise is made by a flag that somebody else may lower.
// Pure bookkeeping; room-store.ts does the work.

/** What a transaction covers once it has completed. */
export type Covered = Readonly<{ updates: number; rewrites: number }>;

type Waiter = Covered & Readonly<{ patient: boolean; resolve: () => void }>;

export class SaveTally {
  // Updates, as they are written and as transactions with them complete.
  #written = 0;
  #saved = 0;
  // Rewrites of the whole state, as they are asked for and done; each reason holds the newest it needs.
  #asked = 0;
  #rewritten = 0;
  #lostAt = 0;
  #dueAt = 0;
  #eraseAt = 0;
  #waiters: Waiter[] = [];

  /** An update was written. */
  wrote(): void {
    this.#written++;
  }

  /** The stored rows may lack something: only the whole state makes them right. */
  lost(): void {
    this.#lostAt = ++this.#asked;
  }

  /** The document holds what no queue does (written before the load, or while another tab was the writer). */
  due(): void {
    this.#dueAt = ++this.#asked;
  }

  /** Erased content must leave the disk, with the next rewrite: it asks for none. */
  erase(): Covered {
    this.#eraseAt = this.#asked + 1;
    return { updates: 0, rewrites: this.#eraseAt };
  }

  /** It must leave now. */
  compact(): Covered {
    this.#asked = Math.max(this.#asked, this.#eraseAt);
    return { updates: 0, rewrites: this.#eraseAt };
  }

  /** Many rows may become one; nothing depends on it. */
  tidy(): Covered {
    return { updates: 0, rewrites: ++this.#asked };
  }

  get isEmpty(): boolean {
    return this.#written === 0;
  }

  get isLost(): boolean {
    return this.#rewritten < this.#lostAt;
  }

  get isStored(): boolean {
    return this.#reached(this.needed);
  }

  get wantsRewrite(): boolean {
    return this.#rewritten < this.#asked;
  }

  /** Content that was erased may still be on the disk. */
  get owesErasure(): boolean {
    return this.#rewritten < this.#eraseAt;
  }

  /** What must be covered for everything written until now to be safe. */
  get needed(): Covered {
    return { updates: this.#written, rewrites: Math.max(this.#lostAt, this.#dueAt) };
  }

  /** What the whole state covers when it is taken now. */
  get whole(): Covered {
    return { updates: this.#written, rewrites: this.#asked };
  }

  /** What the queue covers when it is taken now. */
  get queued(): Covered {
    return { updates: this.#written, rewrites: this.#rewritten };
  }

  done({ updates, rewrites }: Covered): void {
    this.#saved = Math.max(this.#saved, updates);
    this.#rewritten = Math.max(this.#rewritten, rewrites);
    this.#release((waiter) => this.#reached(waiter));
  }

  /** An attempt failed: those who wait for an attempt only have waited long enough. */
  failed(): void {
    this.#release(({ patient }) => !patient);
  }

  /** Resolves when that much is covered; an impatient one also when an attempt has failed. */
  wait(covered: Covered, { patient }: { patient: boolean }): Promise<void> {
    return new Promise((resolve) => {
      this.#waiters.push({ ...covered, patient, resolve });
    });
  }

  #reached({ updates, rewrites }: Covered): boolean {
    return this.#saved >= updates && this.#rewritten >= rewrites;
  }

  #release(isDone: (waiter: Waiter) => boolean): void {
    const done = this.#waiters.filter(isDone);
    this.#waiters = this.#waiters.filter((waiter) => !done.includes(waiter));
    for (const { resolve } of done) resolve();
  }
}
