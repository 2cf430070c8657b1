import { expect, test } from "vitest";
import { Custody } from "../../../src/app/custody.ts";
import type { AuthorId, RecordId } from "../../../src/room/ids.ts";

const [ada, badal, chitra] = ["ada", "badal", "chitra"] as [AuthorId, AuthorId, AuthorId];
const ids = (...words: string[]): RecordId[] => words as RecordId[];

test("nobody is said to hold what they have not said they hold", () => {
  const custody = new Custody();
  custody.follow(ids("a", "b"));
  expect(custody.held(new Set([ada]))).toEqual([]);
  expect([custody.hear(ada, ids("a", "unknown")), custody.hear(ada, ids("a"))]).toEqual([true, false]);
  expect(custody.held(new Set([ada, badal]))).toEqual([["a", "another"]]);
  expect(custody.held(new Set())).toEqual([["a", "another"]]); // the one who has it is away
});

test("everyone is everyone who is here now; equal digests mean everything followed so far", () => {
  const custody = new Custody();
  custody.follow(ids("a", "b"));
  custody.hear(ada, ids("a"));
  custody.hear(badal, null);
  custody.follow(ids("c"));
  expect(custody.held(new Set([ada, badal]))).toEqual([
    ["a", "everyone"],
    ["b", "another"],
  ]);
  expect(custody.held(new Set([badal]))).toEqual([
    ["a", "everyone"],
    ["b", "everyone"],
  ]);
  expect(custody.held(new Set([ada, badal, chitra]))).toContainEqual(["a", "another"]);
});

test("the newest 300 are followed; following again forgets nothing", () => {
  const custody = new Custody();
  custody.follow(ids(...Array.from({ length: 301 }, (_, i) => String(i))));
  custody.hear(ada, null);
  custody.follow(ids("300"));
  const held = custody.held(new Set([ada])).map(([id]) => id);
  expect([held.length, held[0], held.at(-1)]).toEqual([300, "1", "300"]);
});
