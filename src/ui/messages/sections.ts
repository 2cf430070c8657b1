// A window of messages as it is drawn: days, and within a day runs of one author under one header.

import { dayKey } from "../../i18n/locale.ts";
import type { RecordId } from "../../room/ids.ts";
import type { Message } from "../../room/message.ts";
import type { ListWindow } from "./list-window.ts";

export type Row = Readonly<{
  message: Message;
  /** Opens a run: shows avatar and author. */
  headed: boolean;
  /** The divider "New messages" stands above it. */
  unread: boolean;
}>;

export type Section = Readonly<{ key: string; ms: number; rows: readonly Row[] }>;

/** Messages of one author further apart than this do not share a header. */
export const runGapMs = 5 * 60 * 1000;

/** Days follow the clock, as the order does (RC3). */
const isRun = (previous: Message | undefined, message: Message): boolean =>
  previous !== undefined &&
  previous.author === message.author &&
  message.replyTo === null &&
  message.clock.ms - previous.clock.ms < runGapMs &&
  dayKey(previous.clock.ms) === dayKey(message.clock.ms);

export const toSections = (
  messages: readonly Message[],
  { from, to }: ListWindow,
  firstUnread: RecordId | null,
): readonly Section[] => {
  const sections: { key: string; ms: number; rows: Row[] }[] = [];
  for (let i = from; i < to; i++) {
    const message = messages[i];
    if (message === undefined) break;
    const key = dayKey(message.clock.ms);
    let section = sections.at(-1);
    if (section?.key !== key) sections.push((section = { key, ms: message.clock.ms, rows: [] }));
    const unread = message.id === firstUnread;
    section.rows.push({ message, headed: unread || !isRun(messages[i - 1], message), unread });
  }
  return sections;
};
