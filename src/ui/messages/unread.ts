// What is new, counted from the newest back to the last message read: the work is in what is unread, not in the room.

import type { AuthorId, RecordId } from "../../room/ids.ts";
import type { Message } from "../../room/message.ts";

export type Unread = Readonly<{
  count: number;
  /** The oldest of them; null when there is none. */ first: Message | null;
}>;

const none: Unread = { count: 0, first: null };

/**
 * Others' messages after `readUpTo`, but for those that are ahead: they stand at the end again at each opening (RC3). Nothing is unread in a room never read before, nor while the mark has not arrived.
 */
export const unreadOf = (messages: readonly Message[], readUpTo: RecordId | null, me: AuthorId): Unread => {
  if (readUpTo === null) return none;
  let count = 0;
  let first: Message | null = null;
  for (let i = messages.length - 1; i >= 0; i--) {
    const message = messages[i];
    if (message === undefined) continue;
    if (message.id === readUpTo) return { count, first };
    if (message.author === me || message.erased || message.ahead !== undefined) continue;
    count += 1;
    first = message;
  }
  return none;
};
