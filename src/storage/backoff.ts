/** Waits between attempts, twice as long each time, up to a bound. One waits at a time. */
export class Backoff {
  readonly #firstMs: number;
  readonly #longestMs: number;
  #nextMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wake: (() => void) | null = null;

  constructor({ firstMs, longestMs }: { firstMs: number; longestMs: number }) {
    this.#firstMs = firstMs;
    this.#longestMs = longestMs;
    this.#nextMs = firstMs;
  }

  wait(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      this.#arm(this.#nextMs);
      this.#nextMs = Math.min(this.#nextMs * 2, this.#longestMs);
    });
  }

  /** There is a new reason to try: the wait lasts no longer than the first one. */
  hurry(): void {
    if (this.#wake === null || this.#nextMs <= this.#firstMs * 2) return;
    this.#nextMs = this.#firstMs * 2;
    this.#arm(this.#firstMs);
  }

  /** Ends the wait. */
  now(): void {
    clearTimeout(this.#timer);
    this.#wake?.();
    this.#wake = null;
  }

  /** It worked: the next wait is the first again. */
  reset(): void {
    this.#nextMs = this.#firstMs;
  }

  #arm(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(), ms);
  }
}
