// When this peer calls out for links through signaling: who is there and has room answers.

/** Again while somebody known has no link (MS3). */
const everyMs = 60_000;
/** Apart, so that those who have lost the same peer do not call in step. */
const apartMs = 10_000;
const soonMs = 1000;

export class Announcer {
  readonly #announce: () => void;
  #at = performance.now();
  #soon: ReturnType<typeof setTimeout> | null = null;
  #closed = false;

  constructor(announce: () => void) {
    this.#announce = announce;
  }

  get isOverdue(): boolean {
    return performance.now() - this.#at > everyMs;
  }

  now(): void {
    if (this.#closed) return;
    this.#at = performance.now() + Math.random() * apartMs;
    this.#announce();
  }

  /** Within a second; asked for many times in between, once. */
  soon(): void {
    if (this.#closed) return;
    this.#soon ??= setTimeout(() => {
      this.#soon = null;
      this.now();
    }, Math.random() * soonMs);
  }

  close(): void {
    this.#closed = true;
    if (this.#soon !== null) clearTimeout(this.#soon);
  }
}
