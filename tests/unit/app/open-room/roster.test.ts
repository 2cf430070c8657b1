import { expect, test } from "vitest";
import { Roster } from "../../../../src/app/open-room/roster.ts";
import { noNetwork, type NetState } from "../../../../src/app/session/net-state.ts";
import type { AuthorId } from "../../../../src/room/ids.ts";

const authorOf = (letter: string): AuthorId => letter.repeat(43) as AuthorId;
const [before, me, after] = [authorOf("A"), authorOf("B"), authorOf("C")];

type Present = Readonly<{ author: AuthorId; inside: boolean; asking: string }>;

const roster = (
  present: readonly Present[],
  names: ReadonlyMap<AuthorId, string> = new Map(),
  blocked: ReadonlySet<AuthorId> = new Set(),
): Roster => {
  const net: NetState = {
    ...noNetwork,
    present: present.map((one) => ({ ...one, typing: false, peerId: one.author, awarenessId: 1 })),
  };
  return new Roster({
    me,
    people: {
      nameOf: (author) => names.get(author) ?? "",
      tagOf: () => null,
    },
    blocked,
    net: () => net,
    userName: () => "Mina",
  });
};

test("[ID2] a name is taken by whoever is inside under it, however it is spelt, and not by one's other tab", () => {
  const names = new Map([
    [after, "Asha Rahman"],
    [me, "Mina"],
  ]);
  const inside = [
    { author: after, inside: true, asking: "" },
    { author: me, inside: true, asking: "" },
  ];
  expect(roster(inside, names).isTaken("ASHA  rahman")).toBe(true);
  expect(roster(inside, names).isTaken("Mina")).toBe(false);
  expect(roster([], names).isTaken("Asha Rahman")).toBe(false);
});

test("[ID2] of two who ask for one name at once the lower key gets it, and the same one in both eyes", () => {
  const asks = (author: AuthorId): Present => ({ author, inside: false, asking: "asha" });
  expect(roster([asks(before)]).isTaken("Asha")).toBe(true);
  expect(roster([asks(after)]).isTaken("Asha")).toBe(false);
  expect(roster([asks(me)]).isTaken("Asha")).toBe(false);
  expect(roster([{ author: before, inside: false, asking: "" }]).isTaken("Asha")).toBe(false);
});

test("[RC4] you stand first, then those present by name, then those away with a message in view; who is at the door is away", () => {
  const names = new Map([
    [before, "Zakir"],
    [after, "Asha"],
    [authorOf("D"), "Bilal"],
    [authorOf("E"), "Abir"],
    [authorOf("F"), "Neither here nor in view"],
  ]);
  const people = roster(
    [
      { author: before, inside: true, asking: "" },
      { author: authorOf("D"), inside: true, asking: "" },
      { author: authorOf("E"), inside: false, asking: "Abir" },
    ],
    names,
  );
  expect(people.setInView(new Set([before, after, authorOf("E")]))).toBe(true);
  expect(people.setInView(new Set([authorOf("E"), after, before]))).toBe(false);
  const shown = people.all;
  expect(shown.map(({ name, path }) => [name, path])).toEqual([
    ["Mina", "you"],
    ["Bilal", "connecting"],
    ["Zakir", "connecting"],
    ["Abir", "away"],
    ["Asha", "away"],
  ]);
});

test("[UX13] whom one has blocked stands in the list though away and with nothing in view: it can be undone", () => {
  const people = roster([], new Map([[after, "Asha"]]), new Set([after]));
  expect(people.all.map(({ author, path, blocked }) => [author, path, blocked])).toEqual([
    [me, "you", false],
    [after, "away", true],
  ]);
});
