// How often one address is answered: at most 20 times in any second (SG6). The table is bounded, so forged sender
// addresses cost no more memory than it holds, and no more answers than it admits.

const windowMs = 1000;

export class StunRate {
  readonly #perSecond: number;
  readonly #maxAddresses: number;
  /** Times of the last answers, oldest first. The map keeps the address answered longest ago in front. */
  readonly #answers = new Map<string, number[]>();

  constructor({ perSecond = 20, maxAddresses = 2048 }: { perSecond?: number; maxAddresses?: number } = {}) {
    this.#perSecond = perSecond;
    this.#maxAddresses = maxAddresses;
  }

  get size(): number {
    return this.#answers.size;
  }

  /** True when `key` may be answered at `now`; that answer then counts. */
  admit(key: string, now: number): boolean {
    const recent = (this.#answers.get(key) ?? []).filter((time) => now - time < windowMs);
    if (recent.length >= this.#perSecond) return false;
    if (!this.#answers.has(key) && this.#answers.size >= this.#maxAddresses && !this.#forgetOldest(now)) {
      return false;
    }
    recent.push(now);
    this.#answers.delete(key);
    this.#answers.set(key, recent);
    return true;
  }

  /** Makes room by forgetting the address answered longest ago, if that was long enough ago to be forgotten. */
  #forgetOldest(now: number): boolean {
    for (const [key, times] of this.#answers) {
      if (now - (times.at(-1) ?? 0) < windowMs) return false;
      this.#answers.delete(key);
      return true;
    }
    return false;
  }
}
