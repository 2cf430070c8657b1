// A member that hangs thousands of reactions on somebody's message, or sentences in place of emoji.

import { expect, test } from "vitest";
import { authorIdOf } from "../../src/room/identity.ts";
import { Messages } from "../../src/room/messages.ts";
import { parseRecord } from "../../src/room/record.ts";
import { cheapIdentity } from "../support/cheap-identity.ts";
import { recordsOf } from "../support/room.ts";
import { Chance } from "../support/chance.ts";
import { ada, badal, idOfWord, noon, reacted, said } from "../unit/room/stories.ts";

test("[RC6] thousands of reactions by one make no thousands of buttons, and push out none that several gave", () => {
  const chance = new Chance(3);
  const mallory = authorIdOf(chance.bytes(32));
  const records = [
    said("m", ada, noon),
    ...Array.from({ length: 3000 }, (_, i) => reacted(`r${i}`, mallory, noon + 1 + i, "m", `${i}`)),
    reacted("a", ada, noon + 5000, "m", "👍"),
    reacted("b", badal, noon + 5001, "m", "👍"),
  ];
  const views = [records, chance.shuffle(records)].map((order) => {
    const messages = new Messages({ now: () => noon + 10_000 });
    for (let at = 0; at < order.length; at += 200) messages.add(order.slice(at, at + 200));
    return messages.get(idOfWord("m"))?.reactions ?? [];
  });
  expect(views[0]).toHaveLength(48);
  expect(views[0]?.map(({ emoji }) => emoji)).toContain("👍");
  expect(views[1]).toEqual(views[0]);
});

test("[RC4] a reaction that is several lines, words, or turns the text around is none; emoji are", () => {
  const mallory = cheapIdentity(new Chance(66));
  const parsed = (emoji: string): unknown => {
    const [record] = recordsOf(mallory, [
      { kind: "reaction", target: "AAAAAAAAAAAAAAAAAAAAAA" as never, emoji, on: true },
    ]);
    return record && parseRecord(record.id, record.bytes)?.payload.kind;
  };
  for (const bad of ["a b", "a\nb", "\u202eabc", "\u2067x", "\u0000", " ", "\u200b", "\ufeff"])
    expect(parsed(bad), JSON.stringify(bad)).toBe("unknown");
  for (const good of ["👍", "❤️", "👩🏽‍💻", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "1️⃣", "🇧🇩", "+1", "বাহ"])
    expect(parsed(good), good).toBe("reaction");
});
