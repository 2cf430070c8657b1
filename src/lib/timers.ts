/** Timeouts by name: setting one again replaces it, and none fires after `close`. */
export class Timers<Name extends string> {
  readonly #pending = new Map<Name, ReturnType<typeof setTimeout>>();
  #closed = false;

  after(name: Name, ms: number, act: () => void): void {
    if (this.#closed) return;
    clearTimeout(this.#pending.get(name));
    this.#pending.set(
      name,
      setTimeout(() => {
        this.#pending.delete(name);
        act();
      }, ms),
    );
  }

  isSet(name: Name): boolean {
    return this.#pending.has(name);
  }

  stop(name: Name): void {
    clearTimeout(this.#pending.get(name));
    this.#pending.delete(name);
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    for (const timer of this.#pending.values()) clearTimeout(timer);
    this.#pending.clear();
  }
}
