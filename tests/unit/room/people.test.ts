import { expect, test } from "vitest";
import { fold, isNameWithinLimits, tidy } from "../../../src/room/fold.ts";
import { authorIdOf, identityOf } from "../../../src/room/identity.ts";
import type { AuthorId } from "../../../src/room/ids.ts";
import { lookOf } from "../../../src/room/lookalikes.ts";
import { fingerprintOf, hueOf, People, suggestNames } from "../../../src/room/people.ts";
import { Chance } from "../../support/chance.ts";
import { ada, badal, dayMs, named, noon, said } from "./stories.ts";

const open = () => {
  const clock = { now: noon };
  return { people: new People({ now: () => clock.now }), clock };
};

/** The tags of those of these who carry one. */
const tagsOf = (people: People, authors: readonly AuthorId[]): ReadonlyMap<AuthorId, string> =>
  new Map(
    authors.flatMap((author) => {
      const tag = people.tagOf(author);
      return tag === null ? [] : [[author, tag] as const];
    }),
  );

const authors = (count: number): AuthorId[] => {
  const chance = new Chance(7);
  return Array.from({ length: count }, () => authorIdOf(chance.bytes(32)));
};

test("[RC8] a name is what its author last said, in any order; earlier ones change nothing", () => {
  const { people } = open();
  people.add([named("n2", ada, noon - 1, "Ada L"), named("n1", ada, noon - 2, "Ada")]);
  expect([people.nameOf(ada), people.nameOf(badal), people.tagOf(badal)]).toEqual(["Ada L", "", null]);
  expect(people.nameRecordsOf([badal, ada])).toEqual(["n2"]);
});

test("[RC3] a name from a clock a year ahead shows, and does not stand over the one given today", () => {
  const { people, clock } = open();
  people.add([named("n1", ada, noon + 365 * dayMs, "From the future")]);
  expect([people.nameOf(ada), people.lastSeen(ada)]).toEqual(["From the future", noon]);
  people.add([named("n2", ada, noon, "Ada")]);
  expect(people.nameOf(ada)).toBe("Ada");
  people.add([named("n3", ada, noon + 364 * dayMs, "Nearer")]);
  expect(people.nameOf(ada)).toBe("Ada");
  clock.now = noon + 365 * dayMs;
  expect(people.nameOf(ada)).toBe("From the future");
  clock.now = noon; // the clock was wrong
  people.add([named("n4", ada, noon + 1, "Ada L")]);
  expect(people.nameOf(ada)).toBe("Ada L");
});

test("[ID2] two keys under one folded name within 30 days: both carry tags, long enough to differ", () => {
  const { people, clock } = open();
  const [a, b] = authors(2) as [AuthorId, AuthorId];
  people.add([named("n1", a, noon - 29 * dayMs, "র‍্যাব Khan"), named("n2", b, noon, "র্যাবKHAN")]);
  const tags = tagsOf(people, [a, b]);
  expect([...tags.keys()]).toEqual([a, b]);
  expect(tags.get(a)).toMatch(/^[0-9a-hjkmnp-tv-z]{3,10}$/);
  expect(tags.get(a)).not.toBe(tags.get(b));
  expect(tagsOf(people, [a, b])).toEqual(tags);
  clock.now = noon + 2 * dayMs; // the first was last seen 31 days ago
  expect(tagsOf(people, [a, b]).size).toBe(0);
  people.see(a, clock.now);
  expect(tagsOf(people, [a, b]).size).toBe(2);
  // One takes another name: nobody needs a tag any more.
  people.add([named("n3", b, clock.now, "Karim")]);
  expect(tagsOf(people, [a, b]).size).toBe(0);
});

test("[ID2] anything written counts as seen; nobody is seen in the future", () => {
  const { people } = open();
  const [a, b] = authors(2) as [AuthorId, AuthorId];
  people.add([named("n1", a, noon - 90 * dayMs, "Rahim"), named("n2", b, noon - 90 * dayMs, "Rahim")]);
  expect(tagsOf(people, [a, b]).size).toBe(0);
  people.add([said("m", a, noon - dayMs), said("o", b, noon - 2 * dayMs)]);
  expect([tagsOf(people, [a, b]).size, people.lastSeen(a)]).toEqual([2, noon - dayMs]);
  people.see(a, noon + 100 * dayMs);
  expect(people.lastSeen(a)).toBe(noon);
});

test("[ID2] tags grow until every claimant of a name differs, all to one length", () => {
  const { people } = open();
  const many = authors(400);
  people.add(many.map((author, i) => named(`n${i}`, author, noon, i % 2 === 0 ? "Rahim" : " rahim".trim())));
  const tags = [...tagsOf(people, many).values()];
  const [length = 0] = tags.map((tag) => tag.length);
  expect([tags.length, new Set(tags).size, new Set(tags.map((tag) => tag.length)).size]).toEqual([
    400, 400, 1,
  ]);
  expect(length).toBeGreaterThan(3);
  expect(new Set(tags.map((tag) => tag.slice(0, length - 1))).size).toBeLessThan(400);
});

test("[ID2] a name that mixes Latin, Cyrillic and Greek always carries a tag, however its letters are dressed", () => {
  for (const name of ["Аlice", "Aliсe", "αdam", "ａлекс", "𝐀лекс", "Бobα"]) {
    const { people } = open();
    people.add([named("n", ada, noon - 400 * dayMs, name)]);
    expect(people.tagOf(ada), name).toHaveLength(3);
  }
  for (const name of ["Алексей", "Αλέξης", "রহিম Khan", "王 Wang", "Élodie", "محمد", "Ω", "😀 Bob"]) {
    const { people } = open();
    people.add([named("n", ada, noon, name)]);
    expect(people.tagOf(ada), name).toBeNull();
  }
});

test("[ID2] once their looks can be told, names that look alike are rivals: those known before, those that come, those given up", async () => {
  const { people } = open();
  const [a, b, c, d] = authors(4) as [AuthorId, AuthorId, AuthorId, AuthorId];
  people.add([named("n1", a, noon, "Bilal"), named("n2", b, noon, "BiIal"), named("n3", c, noon, "Rahim")]);
  expect(tagsOf(people, [a, b, c]).size).toBe(0);
  await people.learnLooks(lookOf);
  expect([...tagsOf(people, [a, b, c]).keys()]).toEqual([a, b]);
  people.add([named("n4", d, noon, "Rahirn")]);
  expect([...tagsOf(people, [a, b, c, d]).keys()]).toEqual([a, b, c, d]);
  // What folds alike and does not look alike is still one name.
  people.add([named("n5", d, noon + 1, "BILAL")]);
  expect([...tagsOf(people, [a, b, c, d]).keys()]).toEqual([a, b, d]);
  people.add([named("n6", d, noon + 2, "Dina"), named("n7", b, noon + 2, "Bina")]);
  expect(tagsOf(people, [a, b, c, d]).size).toBe(0);
});

test("[ID2][RC4] thousands of made-up names are gone through in slices, and those that come meanwhile count too", async () => {
  const { people } = open();
  const many = authors(1600);
  const [first = ada, second = ada, last = ada] = [many[0], many[1], many.at(-1)];
  people.add(
    many.map((author, i) => named(`n${i}`, author, noon, author === last ? "Bi1al" : `Made up ${i}`)),
  );
  let looked = 0;
  const learning = people.learnLooks((name) => {
    looked++;
    return lookOf(name);
  });
  expect(looked).toBeLessThan(1600);
  people.add([named("b1", first, noon + 1, "Bilal"), named("b2", second, noon + 1, "BiIal")]);
  expect([...tagsOf(people, [first, second]).keys()]).toEqual([first, second]);
  await learning;
  expect(tagsOf(people, [first, second, last]).size).toBe(3);
});

test("[ID2] suggestions are free, tidy and within limits, for the longest names too", () => {
  const names = [
    "Rahim",
    "ক".repeat(40), // 40 code points, 120 bytes
    "😀".repeat(40), // 40 code points, 160 bytes
    "ক্ষ্ম্য".repeat(5) + "রহিমা",
    "👨‍👩‍👧‍👦".repeat(5) + "Rahi",
    "🇧🇩".repeat(20),
    "a ".repeat(19) + "bc",
    "é".repeat(40),
  ];
  for (const name of names) {
    expect(isNameWithinLimits(name), name).toBe(true);
    const taken = new Set([fold(name)]);
    const suggestions = suggestNames(name, (candidate) => taken.has(fold(candidate)));
    expect(new Set(suggestions.map(fold)).size, name).toBe(3);
    for (const suggestion of suggestions) {
      expect(isNameWithinLimits(suggestion), suggestion).toBe(true);
      expect(tidy(suggestion)).toBe(suggestion);
      expect(taken.has(fold(suggestion))).toBe(false);
      // Cut between what a reader takes for letters.
      expect(suggestion).not.toMatch(/(\u200d|\u09cd) \d/u);
    }
    expect(
      suggestNames(name, (candidate) => candidate.endsWith(" 2") || candidate.endsWith(" 4"))[0],
    ).toMatch(/ 3$/);
  }
  expect(suggestNames("Rahim", () => true)).toEqual([]);
});

test("[ID3] colour and fingerprint come from the key alone, as committed", () => {
  const { id } = identityOf(new Uint8Array(32).fill(1));
  expect([hueOf(id), fingerprintOf(id)]).toEqual([194, "183c 7762 0105 f379 a131 8f3a 5efa 7a94"]);
  expect(fingerprintOf(id)).toMatch(/^([0-9a-f]{4} ){7}[0-9a-f]{4}$/);
  const many = authors(200);
  const hues = many.map(hueOf);
  expect(Math.min(...hues)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...hues)).toBeLessThan(360);
  expect(new Set(hues).size).toBeGreaterThan(120);
  expect(new Set(many.map(fingerprintOf)).size).toBe(200);
});

test("[LK6] a name of nothing visible is none, and does not take the place of one", () => {
  const { people } = open();
  people.add([
    named("n1", ada, noon - 2, "Ada"),
    named("n2", ada, noon - 1, "\u2800"),
    named("n3", badal, noon, "\u2800\u2800"),
  ]);
  expect([people.nameOf(ada), people.nameOf(badal)]).toEqual(["Ada", ""]);
  expect(people.nameRecordsOf([ada, badal])).toEqual(["n1"]);
});
