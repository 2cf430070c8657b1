// Time that passes as fast as it is computed. Import it before anything that imports lib0: lib0 keeps `Date.now` as it finds
// it, and y-protocols' Awareness forgets people by that clock. What runs at one millisecond runs in order of its making, then
// all promises settle.

import { onTestFinished } from "vitest";

type Task = { at: number; order: number; every: number | null; run: () => void; cancelled: boolean };

const real = {
  dateNow: Date.now.bind(Date),
  performanceNow: performance.now.bind(performance),
  setImmediate: globalThis.setImmediate,
};
let current: VirtualTime | null = null;

Date.now = () => (current === null ? real.dateNow() : current.wall);
performance.now = () => (current === null ? real.performanceNow() : current.now);

const settle = (): Promise<void> => new Promise((resolve) => real.setImmediate(resolve));
const isBefore = (a: Task, b: Task): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

export class VirtualTime {
  /** ms since the start. */
  now = 1000;
  /** Tasks run so far. */
  ran = 0;
  #epoch = Date.UTC(2026, 0, 1);
  readonly #heap: Task[] = [];
  readonly #restore: (() => void)[] = [];
  #order = 0;

  /** Takes the place of the page's clocks and timers until the test ends. */
  static start(): VirtualTime {
    if (current !== null) throw new Error("one virtual time at a time");
    const time = new VirtualTime();
    current = time;
    time.#install();
    onTestFinished(() => time.stop());
    return time;
  }

  /** ms since 1970. */
  get wall(): number {
    return this.#epoch + this.now;
  }

  /** The device's clock is set: time goes on as before, only the date jumps. */
  setClock(byMs: number): void {
    this.#epoch += byMs;
  }

  /** Calls `run` in `ms`; whole milliseconds. */
  after(ms: number, run: () => void): () => void {
    const task = this.#add(ms, null, run);
    return () => {
      task.cancelled = true;
    };
  }

  /** Lets `ms` pass. */
  async pass(ms: number): Promise<void> {
    const until = this.now + ms;
    await settle();
    for (let next = this.#heap[0]; next !== undefined && next.at <= until; next = this.#heap[0]) {
      this.now = next.at;
      while (this.#heap[0] !== undefined && this.#heap[0].at <= this.now) this.#runNext();
      await settle();
    }
    this.now = until;
  }

  /** Lets time pass until the condition holds; throws when it has not after `withinMs`. */
  async until(condition: () => boolean, withinMs = 60_000, what = condition.toString()): Promise<void> {
    const deadline = this.now + withinMs;
    await settle();
    while (!condition()) {
      if (this.now >= deadline) throw new Error(`not within ${withinMs} virtual ms: ${what}`);
      await this.pass(10);
    }
  }

  stop(): void {
    for (const restore of this.#restore.splice(0)) restore();
    this.#heap.length = 0;
    if (current === this) current = null;
  }

  #install(): void {
    const replace = (name: string, value: unknown): void => {
      const before = Reflect.get(globalThis, name) as unknown;
      Reflect.set(globalThis, name, value);
      this.#restore.push(() => Reflect.set(globalThis, name, before));
    };
    const clear = (task: unknown): void => {
      if (typeof task === "object" && task !== null) (task as Task).cancelled = true;
    };
    replace("setTimeout", (run: () => void, ms = 0) => this.#add(ms, null, run));
    replace("setInterval", (run: () => void, ms = 0) => this.#add(ms, Math.max(1, ms), run));
    replace("clearTimeout", clear);
    replace("clearInterval", clear);
  }

  #add(ms: number, every: number | null, run: () => void): Task {
    const at = Math.ceil(this.now + Math.max(0, ms));
    const task = { at, order: this.#order++, every, run, cancelled: false };
    this.#push(task);
    return task;
  }

  #runNext(): void {
    const task = this.#pop();
    if (task === undefined || task.cancelled) return;
    this.ran++;
    task.run();
    if (task.every === null || task.cancelled) return;
    task.at = Math.ceil(this.now + task.every);
    task.order = this.#order++;
    this.#push(task);
  }

  #push(task: Task): void {
    const heap = this.#heap;
    let at = heap.push(task) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || isBefore(parent, task)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = task;
  }

  #pop(): Task | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let below = at * 2 + 1;
      const left = heap[below];
      const right = heap[below + 1];
      if (left === undefined) break;
      const child = right !== undefined && isBefore(right, left) ? right : left;
      if (child === right) below++;
      if (isBefore(last, child)) break;
      heap[at] = child;
      at = below;
    }
    heap[at] = last;
    return first;
  }
}
