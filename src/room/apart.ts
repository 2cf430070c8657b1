// Where messages stand that are dated further ahead than clocks follow (RC3): where they were received, until they are due. And
// what else waits for that. It knows places, not what stands there.

import { compareClocks, isDue, type Clock } from "./clock.ts";
import type { RecordId } from "./ids.ts";
import { comparePlaces, insertPlaces, type Place } from "./places.ts";
import type { ParsedRecord } from "./record.ts";

/** A message or an edit by its id: it may be erased meanwhile. A reaction is taken once more when it is due. */
export type Waiting = Place & Readonly<{ record: ParsedRecord | null }>;

/** What stands at the end of a list, at places that are not due: the wall has fallen back. */
export const endAhead = (list: readonly Place[], wallMs: number): readonly RecordId[] => {
  let from = list.length;
  for (let last = list[from - 1]; last !== undefined && !isDue(last.clock, wallMs); last = list[from - 1])
    from--;
  return list.slice(from).map(({ id }) => id);
};

export class Apart {
  readonly #places = new Map<RecordId, Clock>();
  /** By their own clocks. */
  readonly #waiting: Waiting[] = [];
  /** Not among them yet: sorting in one by one would cost their number squared. */
  #fresh: Waiting[] = [];
  #arrivals = 0;

  /** Where it stands meanwhile; undefined for what stands at its own clock. */
  placeOf(id: RecordId): Clock | undefined {
    return this.#places.get(id);
  }

  /** After all that is here now, whose last place is `last`, and before whatever comes next: the counter is no whole number. */
  put({ id, clock }: Place, last: Clock | undefined, wallMs: number): void {
    if (this.#places.has(id)) return;
    const now = { ms: wallMs, counter: -1 }; // what is written in this very millisecond comes next, too
    const { ms, counter } = last === undefined || compareClocks(last, now) < 0 ? now : last;
    this.#places.set(id, { ms, counter: Math.floor(counter) + 1 - 1 / (++this.#arrivals + 1) });
    this.wait({ id, clock, record: null });
  }

  wait(waiting: Waiting): void {
    this.#fresh.push(waiting);
  }

  /** It stands at its own clock from now on, or nowhere. */
  release(id: RecordId): void {
    this.#places.delete(id);
  }

  takeDue(wallMs: number): readonly Waiting[] {
    this.#sort();
    const end = this.#waiting.findIndex(({ clock }) => !isDue(clock, wallMs));
    return this.#waiting.splice(0, end < 0 ? this.#waiting.length : end);
  }

  #sort(): void {
    if (this.#fresh.length === 0) return;
    insertPlaces(this.#waiting, this.#fresh.sort(comparePlaces));
    this.#fresh = [];
  }
}
