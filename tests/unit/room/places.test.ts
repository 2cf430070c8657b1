import { expect, test } from "vitest";
import type { RecordId } from "../../../src/room/ids.ts";
import { comparePlaces, indexOfPlace, rankOf, type Place } from "../../../src/room/places.ts";

const place = (ms: number, id: string, counter = 0): Place => ({
  clock: { ms, counter },
  id: id as RecordId,
});

test("[RC3] places are ordered by time, then counter, then id", () => {
  const sorted = [place(1, "z"), place(2, "y"), place(2, "a", 1), place(2, "b", 1), place(3, "a")];
  expect(sorted.toReversed().sort(comparePlaces)).toEqual(sorted);
  expect(comparePlaces(place(2, "a"), place(2, "a"))).toBe(0);
  expect(sorted.map(rankOf)).toEqual(sorted.map(rankOf).toSorted());
});

test("[ST8] ranks stand in the order of their places, however long the numbers are", () => {
  const numbers = [0, 9, 10, 2 ** 31, Date.now(), Number.MAX_SAFE_INTEGER];
  const places = numbers.flatMap((ms) => numbers.map((counter) => place(ms, "a", counter)));
  for (const a of places) {
    for (const b of places) expect(rankOf(a) < rankOf(b)).toBe(comparePlaces(a, b) < 0);
  }
});

test("[RC3] a place is found among equal clocks too, and so is where one that has left would stand", () => {
  const list = [place(1, "a"), place(5, "b"), place(5, "c"), place(5, "d"), place(9, "a")];
  for (const [i, one] of list.entries()) expect(indexOfPlace(list, one)).toBe(i);
  expect(indexOfPlace(list, place(5, "bb"))).toBe(2);
  expect(indexOfPlace(list, place(7, "a"))).toBe(4);
  expect(indexOfPlace(list, place(99, "a"))).toBe(5);
  expect(indexOfPlace([], place(1, "a"))).toBe(0);
});
