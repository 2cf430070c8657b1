// Messages from a time apart, as far as this reader has not come across them yet.

import type { RoomModel } from "../../app/model.ts";
import type { Message } from "../../room/message.ts";
import { comparePlaces } from "../../room/places.ts";
import { articleId } from "./message-view.ts";

/** In the room's order. */
export const unseenLate = (room: RoomModel): readonly Message[] =>
  [...room.unseenLate]
    .map((id) => room.message(id))
    .filter((message) => message !== null)
    .sort(comparePlaces);

/** What is on the screen is seen. True when that was news. */
export const lookForLate = (room: RoomModel, log: HTMLElement): boolean => {
  if (room.unseenLate.size === 0) return false;
  const view = log.getBoundingClientRect();
  const seen = [...room.unseenLate].filter((id) => {
    const box = document.getElementById(articleId(id))?.getBoundingClientRect();
    return box !== undefined && box.bottom > view.top && box.top < view.bottom;
  });
  room.seeLate(seen);
  return seen.length > 0;
};
