import { expect, test } from "vitest";
import { Custody } from "../../../../src/app/session/custody.ts";
import type { AuthorId, RecordId } from "../../../../src/room/ids.ts";

const [ada, badal, chitra] = ["ada", "badal", "chitra"] as [AuthorId, AuthorId, AuthorId];
const ids = (...words: string[]): RecordId[] => words as RecordId[];

test("[UX10] nobody is said to hold what they have not said they hold", () => {
  const custody = new Custody();
  custody.follow(ids("a", "b"));
  expect(custody.held(new Set([ada]))).toEqual([]);
  expect([custody.hear(ada, ids("a", "unknown")), custody.hear(ada, ids("a"))]).toEqual([true, false]);
  expect(custody.held(new Set([ada, badal]))).toEqual([["a", "another"]]);
  expect(custody.held(new Set())).toEqual([["a", "another"]]); // the one who has it is away
});

test("[UX10] everyone is everyone who is here now; equal digests mean everything followed so far", () => {
  const custody = new Custody();
  custody.follow(ids("a", "b"));
  custody.hear(ada, ids("a"));
  custody.hear(badal, null);
  custody.follow(ids("a", "b", "c"));
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

test("following goes on for those named again, and ends for the others", () => {
  const custody = new Custody();
  custody.follow(ids("old", "kept"));
  custody.hear(ada, null);
  custody.follow(ids("kept", "new"));
  expect(custody.held(new Set([ada]))).toEqual([["kept", "everyone"]]);
  expect(custody.hear(ada, ids("old"))).toBe(false);
});
