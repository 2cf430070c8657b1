// The one order of everything in a room (RC3): hybrid clock, then id; and sorted lists in that order.

import { compareClocks, isDue, type Clock } from "./clock.ts";
import type { RecordId } from "./ids.ts";

export type Place = Readonly<{ clock: Clock; id: RecordId }>;

export const comparePlaces = (a: Place, b: Place): number =>
  compareClocks(a.clock, b.clock) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/**
 * True when `a` counts before `b`, of two records that say the same of one thing (edits of a message, names of a person): the
 * later, but nothing that is further ahead than clocks follow before what is due (RC3): it was written with a wrong clock.
 */
export const outranks = (a: Place, b: Place, wallMs: number): boolean => {
  const isDueA = isDue(a.clock, wallMs);
  return isDueA === isDue(b.clock, wallMs) ? comparePlaces(a, b) > 0 : isDueA;
};

const digits = String(Number.MAX_SAFE_INTEGER).length;
const padded = (count: number): string => String(count).padStart(digits, "0");

/** The same order in strings: of two places, the later has the greater rank. */
export const rankOf = ({ clock, id }: Place): string => `${padded(clock.ms)}.${padded(clock.counter)}.${id}`;

/** Where `place` stands or would stand in a sorted list. */
export const indexOfPlace = (list: readonly Place[], place: Place): number => {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = list[middle];
    if (at !== undefined && comparePlaces(at, place) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Merges places that are sorted and not in the list, from its end, where new ones belong most often. */
export const insertPlaces = <T extends Place>(list: T[], fresh: readonly T[]): void => {
  let old = list.length - 1;
  for (const place of fresh) list.push(place);
  let at = list.length - 1;
  for (let next = fresh.length - 1; next >= 0; at--) {
    const before = list[old];
    const place = fresh[next];
    if (place === undefined) return;
    if (old >= 0 && before !== undefined && comparePlaces(before, place) > 0) {
      list[at] = before;
      old--;
    } else {
      list[at] = place;
      next--;
    }
  }
};
