// Somebody with thousands of keys and names: what they cost is paid once, not at each redraw for each person.

import { expect, test } from "vitest";
import { authorIdOf } from "../../src/room/identity.ts";
import type { AuthorId } from "../../src/room/ids.ts";
import { People } from "../../src/room/people.ts";
import { Chance } from "../support/chance.ts";
import { ada, badal, dayMs, named, noon } from "../unit/room/stories.ts";

const open = () => {
  const clock = { now: noon, asked: 0 };
  const now = (): number => {
    clock.asked++;
    return clock.now;
  };
  return { people: new People({ now }), clock };
};

const authors = (count: number): AuthorId[] => {
  const chance = new Chance(7);
  return Array.from({ length: count }, () => authorIdOf(chance.bytes(32)));
};

test("[ID2][GT4] tags are found once for all who show one name, until a name or who was seen changes", () => {
  const { people, clock } = open();
  people.add(authors(500).map((author, i) => named(`n${i}`, author, noon, "Rahim")));
  const tags = people.tags();
  expect(tags.size).toBe(500);
  expect(people.tags()).toBe(tags);
  people.see(ada, noon); // without a name, nobody's rival yet
  people.add([named("a", ada, noon, "Rahim")]);
  expect(people.tags().has(ada)).toBe(true);
  people.add([named("b", badal, noon - 40 * dayMs, "Rahim")]);
  expect(people.tags().has(badal)).toBe(false);
  people.see(badal, noon);
  expect(people.tags().has(badal)).toBe(true);
  clock.now += 31 * dayMs;
  expect(people.tags().size).toBe(0);
  clock.now -= 31 * dayMs; // the clock was wrong
  expect(people.tags().size).toBe(502);
});

test("[RC3][GT4] thousands of names from the day after tomorrow are not gone through for each name that is drawn", () => {
  const { people, clock } = open();
  const [first] = authors(1) as [AuthorId];
  people.add(
    Array.from({ length: 5000 }, (_, i) => named(`n${i}`, first, noon + 2 * dayMs + i, `Name ${i}`)),
  );
  clock.asked = 0;
  for (let i = 0; i < 100; i++) expect(people.nameOf(first)).toBe("Name 4999");
  expect(clock.asked).toBeLessThanOrEqual(200);
  clock.now = noon + dayMs + 10; // some are due
  expect(people.nameOf(first)).toBe("Name 10");
  clock.now = noon + 3 * dayMs;
  expect(people.nameOf(first)).toBe("Name 4999");
});
