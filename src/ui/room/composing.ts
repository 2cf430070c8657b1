import type { RoomModel } from "../../app/model.ts";
import type { Message } from "../../room/message.ts";

/** What the composer is writing. */
export type Composing =
  | Readonly<{ at: "new" }>
  | Readonly<{ at: "reply"; to: Message }>
  | Readonly<{ at: "edit"; target: Message }>;

const idOf = (composing: Composing): string =>
  composing.at === "new" ? "" : composing.at === "reply" ? composing.to.id : composing.target.id;

/** As the room's draft says; `before` itself while that is the same. What it answers may come later than the draft. */
export const composingOf = (room: RoomModel, before: Composing): Composing => {
  const { replyTo, edit } = room.draft;
  const target = edit === null ? null : room.message(edit.target);
  const to = replyTo === null ? null : room.message(replyTo);
  const now: Composing =
    target !== null ? { at: "edit", target } : to !== null ? { at: "reply", to } : { at: "new" };
  return now.at === before.at && idOf(now) === idOf(before) ? before : now;
};
