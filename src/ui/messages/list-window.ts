// Which part of a long list stands in the page. Indexes shift when history arrives above, so a window is found again
// by the messages at its ends, with a binary search: nothing here grows with the length of the room.

import type { Message } from "../../room/message.ts";
import { indexOfPlace } from "../../room/places.ts";

/** [from, to) */
export type ListWindow = Readonly<{ from: number; to: number }>;

/** Messages added at a time: a few screens. */
export const pageSize = 60;
/** Never more than this many in the page. */
export const maxShown = 180;

export const atEnd = (length: number): ListWindow => ({ from: Math.max(0, length - pageSize), to: length });

export const around = (index: number, length: number): ListWindow => ({
  from: Math.max(0, index - pageSize),
  to: Math.min(length, index + pageSize),
});

/** A page more above; what is too far below goes. */
export const grownUp = ({ from, to }: ListWindow): ListWindow => {
  const start = Math.max(0, from - pageSize);
  return { from: start, to: Math.min(to, start + maxShown) };
};

/** A page more below; what is too far above goes. */
export const grownDown = ({ from, to }: ListWindow, length: number): ListWindow => {
  const end = Math.min(length, to + pageSize);
  return { from: Math.max(from, end - maxShown), to: end };
};

export type Shown = Readonly<{
  first: Message;
  last: Message;
  /** `last` was the newest of all. */ toEnd: boolean;
}>;

/** The window that shows the same messages in a list that has changed, with what came between or at the end. Cut around `anchor`, the line being read. */
export const foundAgain = (
  messages: readonly Message[],
  shown: Shown,
  anchor: Message | null,
): ListWindow => {
  const from = indexOfPlace(messages, shown.first);
  const last = indexOfPlace(messages, shown.last);
  const to = shown.toEnd ? messages.length : Math.min(messages.length, last + 1);
  if (to - from <= maxShown) return { from, to };
  const middle = anchor === null ? to : indexOfPlace(messages, anchor);
  const start = Math.min(Math.max(from, middle - maxShown / 2), to - maxShown);
  return { from: start, to: start + maxShown };
};
