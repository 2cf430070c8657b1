// The clock of this device's own records (RC3): it follows what is seen, within a day of the wall, and nothing further ahead.

import { compareClocks, follow, isDue, tick, zeroClock, type Clock } from "./clock.ts";

export class OwnClock {
  #last: Clock = zeroClock;
  /** Seen, and further ahead than is followed: until they are due. Those below another that is due are as good as followed. */
  #ahead: Clock[] = [];

  /** The last that was followed or given. */
  get last(): Clock {
    return this.#last;
  }

  see(clock: Clock, wallMs: number): void {
    if (isDue(clock, wallMs)) this.#last = follow(this.#last, clock, wallMs);
    else this.#ahead.push(clock);
  }

  /**
   * For a new record. `all`: the clocks of all that counts here, gone through only when the wall has fallen back (a device set
   * right): going on from where it stood, what is written now would be a year ahead too.
   */
  next(wallMs: number, all: () => Iterable<Clock>): Clock {
    if (!isDue(this.#last, wallMs)) {
      this.#last = zeroClock;
      this.#ahead = [];
      for (const clock of all()) this.see(clock, wallMs);
    } else if (this.#ahead.length > 0) this.#catchUp(wallMs);
    this.#last = tick(this.#last, wallMs);
    return this.#last;
  }

  #catchUp(wallMs: number): void {
    const seen = this.#ahead;
    this.#ahead = [];
    for (const clock of seen) if (compareClocks(clock, this.#last) > 0) this.see(clock, wallMs);
  }
}
