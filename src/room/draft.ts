import type { RecordId } from "./ids.ts";

/** What is written in a room and not sent. */
export type Draft = Readonly<{
  text: string;
  /** The message it answers. */
  replyTo: RecordId | null;
  /** An edit under way; `text` waits behind it. */
  edit: Readonly<{ target: RecordId; text: string }> | null;
}>;
