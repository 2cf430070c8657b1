import type { Clock } from "./clock.ts";
import type { AuthorId, RecordId } from "./ids.ts";

/** One emoji on a message, with everyone who gave it, in the order of their clocks. */
export type Reaction = Readonly<{ emoji: string; authors: readonly AuthorId[] }>;

/** A message as the room shows it. Immutable: a change makes a new object, an unchanged one keeps its identity (RC6). */
export type Message = Readonly<{
  id: RecordId;
  author: AuthorId;
  /** Where it stands in the order (RC3): its own clock, unless it is ahead. */
  clock: Clock;
  /** Its own clock, while that is further ahead than clocks follow: it stands where it was received, and is marked (RC3). */
  ahead?: Clock;
  /** The author's wall time, ms since 1970, as printed. */
  wall: number;
  /** "" once erased. */
  text: string;
  replyTo: RecordId | null;
  edited: boolean;
  erased: boolean;
  reactions: readonly Reaction[];
}>;

/** As its author signed it: what is about it cites this, wherever it stands here. */
export const clockOf = ({ clock, ahead }: Pick<Message, "clock" | "ahead">): Clock => ahead ?? clock;
