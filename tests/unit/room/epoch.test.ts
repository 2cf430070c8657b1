import { expect, test } from "vitest";
import { epochOf, standingEpoch } from "../../../src/room/epoch.ts";
import { Messages } from "../../../src/room/messages.ts";
import { People } from "../../../src/room/people.ts";
import type { ParsedRecord } from "../../../src/room/record.ts";
import { ada, badal, edited, erased, named, noon, reacted, said } from "./stories.ts";

const inEpoch = (record: ParsedRecord, epoch: number): ParsedRecord => ({ ...record, epoch });
const here = epochOf({ ms: noon, counter: 0 });

test("[RC9] an epoch is 2^31 ms of the clock; the standing one is before them all", () => {
  const first = here * 2 ** 31;
  expect(
    [first - 1, first, first + 2 ** 31 - 1, first + 2 ** 31].map((ms) => epochOf({ ms, counter: 9 })),
  ).toEqual([here - 1, here, here, here + 1]);
  expect([epochOf({ ms: 0, counter: 0 }), epochOf({ ms: -5, counter: 0 })]).toEqual([standingEpoch, 0]);
});

test("[RC9] a message whose epoch is not its clock's is not drawn, nor a tombstone of another epoch", () => {
  const messages = new Messages({ now: () => noon });
  const good = said("good", ada, noon);
  messages.add([
    good,
    inEpoch(said("standing", ada, noon), standingEpoch),
    inEpoch(said("later", ada, noon), here + 1),
  ]);
  expect(messages.list.map(({ id }) => id)).toEqual(["good"]);
  messages.add([inEpoch(erased("x", said("never seen", ada, noon - 5), noon), here + 1)]);
  expect(messages.list.map(({ id, erased: gone }) => [id, gone])).toEqual([["good", false]]);
});

test("[RC9] an edit or a reaction finds its target in its own epoch alone", () => {
  const messages = new Messages({ now: () => noon });
  messages.add([
    said("m", ada, noon - 9),
    inEpoch(edited("e1", ada, noon - 3, "m", "from another epoch"), here + 1),
    inEpoch(reacted("r1", badal, noon - 2, "m", "👍"), here - 1),
  ]);
  expect(messages.list).toMatchObject([{ text: "m", edited: false, reactions: [] }]);
  messages.add([edited("e2", ada, noon - 5, "m", "as it is"), reacted("r2", badal, noon - 4, "m", "👍")]);
  expect(messages.list).toMatchObject([{ text: "as it is", edited: true, reactions: [{ emoji: "👍" }] }]);
  // What is said later in another epoch takes nothing back.
  messages.add([inEpoch(reacted("r3", badal, noon - 1, "m", "👍", false), here + 1)]);
  expect(messages.list).toMatchObject([{ reactions: [{ emoji: "👍" }] }]);
});

test("[RC9] a name counts in the epoch of its clock", () => {
  const people = new People({ now: () => noon });
  people.add([named("n", ada, noon - 5, "Ada"), inEpoch(named("n2", ada, noon, "Elsewhere"), here + 1)]);
  expect(people.nameOf(ada)).toBe("Ada");
});
