// What was done to one message by others and by its author: which edit counts, which reactions stand (RC4).

import { isBlank } from "../lib/blank.ts";
import type { AuthorId, RecordId } from "./ids.ts";
import { epochOf } from "./epoch.ts";
import type { Message, Reaction } from "./message.ts";
import { comparePlaces, outranks } from "./places.ts";
import type { Payload } from "./payload.ts";
import type { ParsedRecord } from "./record.ts";

export type Of<K extends Payload["kind"]> = Omit<ParsedRecord, "payload"> &
  Readonly<{ payload: Extract<Payload, { kind: K }> }>;

/** Edits by whomever; reactions the last of each author and emoji, on or off. Of all epochs: those of another do not count. */
export type Notes = Readonly<{ edits: Map<RecordId, Of<"edit">>; reactions: Map<string, Of<"reaction">> }>;

/** Different reactions shown on one message: each is a button on every screen, and one key can give thousands. */
const maxReactions = 48;

export const noReactions: readonly Reaction[] = [];

/** The last edit by the message's author, in its epoch (RC9): no other counts, nor one that leaves nothing to see. */
export const lastEdit = (
  { edits }: Notes,
  { author, clock }: Pick<Message, "author" | "clock">,
  wallMs: number,
): Of<"edit"> | null => {
  const epoch = epochOf(clock);
  let last: Of<"edit"> | null = null;
  for (const edit of edits.values())
    if (
      edit.author === author &&
      edit.epoch === epoch &&
      (last === null || outranks(edit, last, wallMs)) &&
      !isBlank(edit.payload.text)
    )
      last = edit;
  return last;
};

/** Those given by the most people, of these the first given: what many gave is not pushed out by what one did. */
const mostGiven = (reactions: readonly Reaction[]): readonly Reaction[] => {
  if (reactions.length <= maxReactions) return reactions;
  const most = reactions.toSorted((a, b) => b.authors.length - a.authors.length).slice(0, maxReactions);
  const shown = new Set(most);
  return reactions.filter((reaction) => shown.has(reaction));
};

/** By emoji, in the order in which they were given. */
export const reactionsOf = (
  { reactions }: Notes,
  { clock }: Pick<Message, "clock">,
  blocked: ReadonlySet<AuthorId>,
): readonly Reaction[] => {
  const epochHere = epochOf(clock);
  const given = [...reactions.values()]
    .filter(
      ({ payload, author, epoch }) =>
        payload.on && epoch === epochHere && !blocked.has(author) && !isBlank(payload.emoji),
    )
    .sort(comparePlaces);
  if (given.length === 0) return noReactions;
  const byEmoji = new Map<string, AuthorId[]>();
  for (const { payload, author } of given) {
    const authors = byEmoji.get(payload.emoji);
    if (authors === undefined) byEmoji.set(payload.emoji, [author]);
    else authors.push(author);
  }
  return mostGiven([...byEmoji].map(([emoji, authors]) => ({ emoji, authors })));
};

const sameReactions = (a: readonly Reaction[], b: readonly Reaction[]): boolean =>
  a.length === b.length &&
  a.every((one, i) => one.emoji === b[i]?.emoji && one.authors.join() === b[i]?.authors.join());

/** Which of two erases of one record counts, the same for all who have both. */
export const isTold = (a: Of<"erase">, b: Of<"erase">): boolean =>
  a.payload.wasMessage === b.payload.wasMessage ? comparePlaces(a, b) < 0 : a.payload.wasMessage;

export const sameMessage = (a: Message, b: Message): boolean =>
  a.text === b.text &&
  a.wall === b.wall &&
  a.edited === b.edited &&
  a.erased === b.erased &&
  sameReactions(a.reactions, b.reactions);
