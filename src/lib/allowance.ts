/** So much at once, and so much a second after that. It may fall into debt: what was done is done, and the next waits. */
export class Allowance {
  readonly #burst: number;
  readonly #perSecond: number;
  #left: number;
  #filledAt = performance.now();

  constructor({ burst, perSecond }: Readonly<{ burst: number; perSecond: number }>) {
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#left = burst;
  }

  /** Below 0: in debt. */
  get left(): number {
    const now = performance.now();
    this.#left = Math.min(this.#burst, this.#left + ((now - this.#filledAt) / 1000) * this.#perSecond);
    this.#filledAt = now;
    return this.#left;
  }

  /** Until it is out of debt. */
  get waitMs(): number {
    return (Math.max(0, -this.left) / this.#perSecond) * 1000;
  }

  spend(amount: number): void {
    this.#left -= amount;
  }

  /** One, if there is one whole. */
  take(): boolean {
    if (this.left < 1) return false;
    this.spend(1);
    return true;
  }
}
