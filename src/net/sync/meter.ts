// How fast one link is read (GT4): what comes faster waits its turn; it delays, and only what would overflow the wait is left
// to be found by comparing digests (MS4). A member who floods a room fills it no faster than this.

/** More than anybody writes: an evening of 100 people is 5 MB. */
const rate = { bytesPerSecond: 256 * 1024, burstBytes: 4 * 1024 * 1024 } as const;
const maxWaitingBytes = 8 * 1024 * 1024;

type Waiting = Readonly<{ bytes: number; act: () => void }>;

export class Pace {
  #tokens: number = rate.burstBytes;
  #filledAt = performance.now();
  readonly #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** Does it now or, in its order, as soon as the pace allows. False when it is not done at all. */
  take(bytes: number, act: () => void): boolean {
    this.#fill();
    if (this.#waiting.length === 0 && this.#tokens > 0) {
      this.#tokens -= bytes;
      act();
      return true;
    }
    if (this.#waitingBytes + bytes > maxWaitingBytes) return false;
    this.#waiting.push({ bytes, act });
    this.#waitingBytes += bytes;
    this.#wait();
    return true;
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#waiting.length = 0;
    this.#waitingBytes = 0;
  }

  #fill(): void {
    const now = performance.now();
    this.#tokens = Math.min(
      rate.burstBytes,
      this.#tokens + ((now - this.#filledAt) / 1000) * rate.bytesPerSecond,
    );
    this.#filledAt = now;
  }

  #wait(): void {
    const debt = Math.max(0, -this.#tokens);
    this.#timer ??= setTimeout(() => this.#drain(), (debt / rate.bytesPerSecond) * 1000 + 1);
  }

  #drain(): void {
    this.#timer = null;
    this.#fill();
    while (this.#tokens > 0) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#tokens -= next.bytes;
      this.#waitingBytes -= next.bytes;
      next.act();
    }
    if (this.#waiting.length > 0) this.#wait();
  }
}
