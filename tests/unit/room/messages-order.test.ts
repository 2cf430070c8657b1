// Any order, any batches, any repetition of the same records: the same list, as a slow model says it.

import { expect, test } from "vitest";
import { isDue } from "../../../src/room/clock.ts";
import type { AuthorId } from "../../../src/room/ids.ts";
import type { Message } from "../../../src/room/message.ts";
import { Messages } from "../../../src/room/messages.ts";
import type { ParsedRecord } from "../../../src/room/record.ts";
import { Chance } from "../../support/chance.ts";
import { forSeeds } from "../../support/seeded.ts";
import { asModel, slowMessages } from "./messages-model.ts";
import { dayMs, edited, erased, noon, reacted, said } from "./stories.ts";

const authors = ["ada", "badal", "chitra", "dina"] as AuthorId[];
const emojis = ["👍", "❤️", "😂"];

/** Everything members may sign, kind and unkind: others' edits, erases that tell a wrong place, clocks far ahead, ties. */
const roomOf = (chance: Chance): ParsedRecord[] => {
  const messages: ParsedRecord[] = [];
  const rest: ParsedRecord[] = [];
  const at = (): number => noon + chance.below(20) + (chance.happens(0.1) ? dayMs * chance.between(1, 3) : 0);
  for (let i = chance.between(1, 12); i > 0; i--)
    messages.push(said(`m${chance.hex(6)}`, chance.pick(authors), at()));
  for (let i = chance.below(20); i > 0; i--) {
    const { id } = chance.pick(messages);
    rest.push(edited(`e${chance.hex(6)}`, chance.pick(authors), at(), id, `edit ${i}`));
  }
  for (let i = chance.below(20); i > 0; i--) {
    const { id } = chance.happens(0.9) ? chance.pick(messages) : { id: "nobody knows" };
    const emoji = chance.pick(emojis);
    rest.push(reacted(`r${chance.hex(6)}`, chance.pick(authors), at(), id, emoji, chance.happens(0.6)));
  }
  for (let i = chance.below(8); i > 0; i--) {
    const of = chance.pick([...messages, ...rest.filter(({ payload }) => payload.kind === "edit")]);
    const clock = chance.happens(0.8) ? of.clock : { ms: at(), counter: 1 };
    const wasMessage = chance.happens(0.85) === (of.payload.kind === "message");
    rest.push(erased(`x${chance.hex(6)}`, of, at(), { clock, wall: clock.ms, wasMessage }));
  }
  return [...messages, ...rest];
};

const batches = (chance: Chance, records: readonly ParsedRecord[]): ParsedRecord[][] => {
  const left = chance.shuffle([...records, ...records.filter(() => chance.happens(0.2))]);
  const cut: ParsedRecord[][] = [];
  while (left.length > 0) cut.push(left.splice(0, chance.between(1, chance.happens(0.2) ? 200 : 6)));
  return cut;
};

type Seen = Readonly<{ now: number; blocked?: ReadonlySet<AuthorId> }>;

/** All is there; what is due in the one order; what is ahead, and nothing else, is marked and stands at a time that is due. */
const expectModel = (list: readonly Message[], records: readonly ParsedRecord[], at: Seen): void => {
  const model = slowMessages(records, at);
  const due = ({ clock, ahead }: Message): boolean => isDue(ahead ?? clock, at.now);
  expect(asModel(list)).toEqual(model);
  expect(list.filter(due)).toEqual(model.filter(due));
  expect(list.filter(({ ahead }) => ahead !== undefined)).toEqual(list.filter((one) => !due(one)));
  expect(list.filter(({ clock }) => !isDue(clock, at.now))).toEqual([]);
};

test(
  "[RC3] any order and batching of the same records gives the list of the slow model",
  () =>
    forSeeds({ count: 600 }, (seed) => {
      const chance = new Chance(seed);
      const records = roomOf(chance);
      const blocked = new Set(chance.happens(0.3) ? [chance.pick(authors)] : []);
      for (let run = 0; run < 3; run++) {
        const messages = new Messages({ now: () => noon, blocked: new Set(blocked) });
        for (const batch of batches(chance, records)) messages.add(batch);
        expectModel(messages.list, records, { now: noon, blocked });
      }
    }),
  60_000,
);

test(
  "[RC6] at every step: the list is the model's, sorted, and what did not change is the same object",
  () =>
    forSeeds({ first: 1000, count: 150 }, (seed) => {
      const chance = new Chance(seed);
      let now = noon;
      const blocked = new Set<AuthorId>();
      const messages = new Messages({ now: () => now, blocked: new Set() });
      const seen: ParsedRecord[] = [];
      for (const batch of batches(chance, roomOf(chance))) {
        const before = new Map(messages.list.map((message) => [message.id, message]));
        const then = now;
        const fresh = messages.add(batch);
        seen.push(...batch);
        if (chance.happens(0.15)) {
          now += chance.below(dayMs);
          const placed = messages.list.filter(({ ahead }) => ahead !== undefined);
          messages.recheck();
          for (const one of placed) {
            // What is not due stays where it stood.
            const still = messages.get(one.id);
            if (still?.ahead !== undefined && still.ahead === one.ahead)
              expect(still.clock).toEqual(one.clock);
          }
        }
        const changed = chance.happens(0.15) ? chance.pick(authors) : null;
        if (changed !== null) {
          const isBlocked = !blocked.has(changed);
          if (isBlocked) blocked.add(changed);
          else blocked.delete(changed);
          messages.setBlocked(changed, isBlocked);
        } else for (const { id } of fresh) expect(before.has(id), `${id} is fresh`).toBe(false);
        expectModel(messages.list, seen, { now, blocked });
        for (const message of messages.list) {
          expect(messages.get(message.id)).toBe(message);
          const old = before.get(message.id);
          // (A second change may undo the first: then it is equal, and new.)
          if (
            changed === null &&
            now === then &&
            !message.erased &&
            JSON.stringify(old) === JSON.stringify(message)
          )
            expect(message).toBe(old);
        }
      }
    }),
  60_000,
);

test("[RC6] thousands in batches from the newest back stand as if they had come in order", () => {
  const chance = new Chance(5);
  const records = Array.from({ length: 5000 }, (_, i) =>
    said(`m${i}`, chance.pick(authors), noon - 1000 + (i >> 2)),
  );
  const messages = new Messages({ now: () => noon });
  for (let end = records.length; end > 0; end -= 1000)
    messages.add(records.slice(end - 1000, end).toReversed());
  const inOrder = records.sort((a, b) => a.clock.ms - b.clock.ms || (a.id < b.id ? -1 : 1));
  expect(messages.list.map(({ id }) => id)).toEqual(inOrder.map(({ id }) => id));
});

test("[RC3] however the wall jumps, forth and back: what is due stands in one order, and what is ahead is marked", () =>
  forSeeds({ first: 3000, count: 200 }, (seed) => {
    const chance = new Chance(seed);
    let now = noon;
    const messages = new Messages({ now: () => now });
    const seen: ParsedRecord[] = [];
    // (Of an author's reactions with one emoji only the last is kept, by the wall as it stood.)
    const records = roomOf(chance).filter(({ payload }) => payload.kind !== "reaction");
    for (const batch of batches(chance, records)) {
      messages.add(batch);
      seen.push(...batch);
      now = noon + chance.between(-2, 4) * dayMs + chance.below(dayMs);
      messages.recheck();
      expectModel(messages.list, seen, { now });
    }
  }));
