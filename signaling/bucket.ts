// A token bucket that may fall into debt: what has been read is done, and the debt says how long to read no more.

export class Bucket {
  readonly #rate: number;
  readonly #burst: number;
  #tokens: number;
  #at: number;

  /** `rate` tokens a second, at most `burst` saved up. `now` in milliseconds, of any clock that never goes back. */
  constructor(rate: number, burst: number, now: number) {
    this.#rate = rate;
    this.#burst = burst;
    this.#tokens = burst;
    this.#at = now;
  }

  /** Takes `units`; gives the milliseconds until the bucket is out of debt again, 0 when it is not in debt. */
  spend(units: number, now: number): number {
    this.#refill(now);
    this.#tokens -= units;
    return this.#tokens >= 0 ? 0 : (-this.#tokens / this.#rate) * 1000;
  }

  debt(now: number): number {
    this.#refill(now);
    return Math.max(0, -this.#tokens);
  }

  isFull(now: number): boolean {
    this.#refill(now);
    return this.#tokens >= this.#burst;
  }

  #refill(now: number): void {
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#at) / 1000) * this.#rate);
    this.#at = now;
  }
}
