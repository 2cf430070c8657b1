// Somebody with thousands of keys and names: what they cost is paid once, not at each redraw for each person.

import { expect, test } from "vitest";
import { Roster } from "../../src/app/open-room/roster.ts";
import { noNetwork } from "../../src/app/session/net-state.ts";
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
  const many = authors(500);
  const tagged = (): number => [...many, ada, badal].filter((author) => people.tagOf(author) !== null).length;
  people.add(many.map((author, i) => named(`n${i}`, author, noon, "Rahim")));
  expect(tagged()).toBe(500);
  clock.asked = 0;
  expect(tagged()).toBe(500);
  expect(clock.asked).toBeLessThanOrEqual(502 * 2);
  people.see(ada, noon); // without a name, nobody's rival yet
  people.add([named("a", ada, noon, "Rahim")]);
  expect(people.tagOf(ada)).not.toBeNull();
  people.add([named("b", badal, noon - 40 * dayMs, "Rahim")]);
  expect(people.tagOf(badal)).toBeNull();
  people.see(badal, noon);
  expect(people.tagOf(badal)).not.toBeNull();
  clock.now += 31 * dayMs;
  expect(tagged()).toBe(0);
  clock.now -= 31 * dayMs; // the clock was wrong
  expect(tagged()).toBe(502);
});

test("[ID2][RC4] of more claimants than a room has people each has the longest tag, and no more are gone through", () => {
  const { people, clock } = open();
  const many = authors(8000);
  people.add(many.map((author, i) => named(`n${i}`, author, noon, "Rahim")));
  const [first = ada] = many;
  clock.asked = 0;
  expect(people.tagOf(first)).toHaveLength(10);
  people.add([named("a", ada, noon, "Rahim")]);
  expect(people.tagOf(ada)).toHaveLength(10);
  expect(clock.asked).toBeLessThan(2000);
});

/** A room of 30 people, 5 of them present, with 40 messages' authors in view, and so many names that somebody made up. */
const crowdedRoom = (madeUp: number) => {
  const { people, clock } = open();
  const honest = authors(30);
  const [me = ada] = honest;
  people.add(honest.map((author, i) => named(`h${i}`, author, noon, `Person ${i}`)));
  const chance = new Chance(11);
  const made = Array.from({ length: madeUp }, () => authorIdOf(chance.bytes(32)));
  people.add(made.map((author, i) => named(`m${i}`, author, noon, `Made up ${i}`)));
  const present = honest.slice(1, 6).map((author, i) => ({
    author,
    peerId: `p${i}`,
    awarenessId: i,
    asking: "",
    typing: false,
    inside: true,
  }));
  const net = { ...noNetwork, present };
  const asked: AuthorId[] = [];
  const roster = new Roster({
    me,
    people: {
      nameOf: (author) => {
        asked.push(author);
        return people.nameOf(author);
      },
      tagOf: (author) => people.tagOf(author),
    },
    blocked: new Set(),
    net: () => net,
    userName: () => "Mina",
  });
  roster.setInView(new Set(honest.slice(0, 20)));
  /** As many steps as one redraw takes: looks at the clock, names read. */
  const redraw = (): Readonly<{ shown: number; steps: number }> => {
    clock.asked = 0;
    asked.length = 0;
    roster.forget();
    const shown = roster.all.length;
    roster.isTaken("Asha");
    return { shown, steps: clock.asked + asked.length };
  };
  /** After somebody gave another name, as when a record has come. */
  const redrawAfterName = () => {
    const author = made[0] ?? honest[29] ?? ada;
    people.add([named(`again${clock.asked}`, author, noon + 1 + asked.length, "Another")]);
    return redraw();
  };
  return { redraw, redrawAfterName };
};

test("[RC4] 8000 made-up names cost a redraw of the people nothing", () => {
  const ordinary = crowdedRoom(0);
  const flooded = crowdedRoom(8000);
  expect(flooded.redraw()).toEqual(ordinary.redraw());
  expect(flooded.redraw()).toEqual(ordinary.redraw());
  expect(flooded.redrawAfterName().shown).toBe(20);
  expect(flooded.redrawAfterName().steps).toBeLessThanOrEqual(ordinary.redrawAfterName().steps + 10);
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
