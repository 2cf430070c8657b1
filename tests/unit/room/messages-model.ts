// The messages of a room once more, slowly: a function of all records and the time, without any order of arrival. So what is
// further ahead than clocks follow stands at its own clock here, not where it was received.

import { compareClocks, isDue } from "../../../src/room/clock.ts";
import type { AuthorId } from "../../../src/room/ids.ts";
import type { Message, Reaction } from "../../../src/room/message.ts";
import type { ParsedRecord } from "../../../src/room/record.ts";

type Place = Pick<ParsedRecord, "clock" | "id">;
const inOrder = (a: Place, b: Place): number =>
  compareClocks(a.clock, b.clock) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const unique = (records: readonly ParsedRecord[]): ParsedRecord[] =>
  [...new Map(records.map((record) => [record.id, record])).values()].sort(inOrder);

/** What counts last stands last: nothing that is further ahead than clocks follow before what is due (RC3). */
const byWeight = (records: readonly ParsedRecord[], now: number): readonly ParsedRecord[] => [
  ...records.filter(({ clock }) => !isDue(clock, now)),
  ...records.filter(({ clock }) => isDue(clock, now)),
];

const reactionsTo = (target: string, records: readonly ParsedRecord[]): readonly Reaction[] => {
  const last = new Map<string, ParsedRecord>();
  for (const record of records)
    if (record.payload.kind === "reaction" && record.payload.target === target)
      last.set(`${record.author} ${record.payload.emoji}`, record);
  const byEmoji = new Map<string, AuthorId[]>();
  for (const { author, payload } of [...last.values()].sort(inOrder))
    if (payload.kind === "reaction" && payload.on)
      byEmoji.set(payload.emoji, [...(byEmoji.get(payload.emoji) ?? []), author]);
  return [...byEmoji].map(([emoji, authors]) => ({ emoji, authors }));
};

export const slowMessages = (
  all: readonly ParsedRecord[],
  { now, blocked = new Set() }: Readonly<{ now: number; blocked?: ReadonlySet<AuthorId> }>,
): readonly Message[] => {
  const known = unique(all);
  const erasures = new Map<string, ParsedRecord>();
  for (const erase of known) {
    if (erase.payload.kind !== "erase") continue;
    const before = erasures.get(erase.payload.target)?.payload;
    const isBetter = before?.kind !== "erase" || (!before.wasMessage && erase.payload.wasMessage);
    if (isBetter) erasures.set(erase.payload.target, erase);
  }
  const shown: Message[] = [];
  for (const { author, payload } of erasures.values()) {
    if (payload.kind !== "erase" || !payload.wasMessage || blocked.has(author)) continue;
    const { target: id, clock, wall } = payload;
    shown.push({
      id,
      author,
      clock,
      wall,
      text: "",
      replyTo: null,
      edited: false,
      erased: true,
      reactions: [],
    });
  }
  const counting = byWeight(known, now).filter(({ id }) => !erasures.has(id));
  for (const { id, author, clock, wall, payload } of counting) {
    if (payload.kind !== "message" || blocked.has(author)) continue;
    const edits = counting.filter(
      (edit) => edit.payload.kind === "edit" && edit.payload.target === id && edit.author === author,
    );
    const last = edits.at(-1)?.payload;
    shown.push({
      id,
      author,
      clock,
      wall,
      text: last?.kind === "edit" ? last.text : payload.text,
      replyTo: payload.reply?.id ?? null,
      edited: edits.length > 0,
      erased: false,
      reactions: reactionsTo(
        id,
        counting.filter((reaction) => !blocked.has(reaction.author)),
      ),
    });
  }
  return shown.sort(inOrder);
};

/** A list as the model says it: what is ahead at its own clock. */
export const asModel = (list: readonly Message[]): readonly Message[] =>
  list.map(({ ahead, ...message }) => ({ ...message, clock: ahead ?? message.clock })).sort(inOrder);
