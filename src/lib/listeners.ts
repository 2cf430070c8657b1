/** Stops what was started; calling it again is harmless. */
export type Stop = () => void;

/** What a model offers its watchers: something changed, look again. */
export interface Watchable {
  subscribe(listener: () => void): Stop;
}

/** A set of listeners. One that throws does not keep the others from hearing. */
export class Listeners<Args extends readonly unknown[] = []> {
  readonly #listeners = new Set<(...args: Args) => void>();

  get size(): number {
    return this.#listeners.size;
  }

  add(listener: (...args: Args) => void): Stop {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(...args: Args): void {
    for (const listener of this.#listeners) {
      try {
        listener(...args);
      } catch (reason) {
        queueMicrotask(() => {
          throw reason;
        });
      }
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}
