// Going on in a fresh room when one has outgrown its devices (GT4): the others learn of it by a message in the old one.

import type { RecordId } from "../room/ids.ts";
import type { RoomModel } from "./model.ts";

/** Long enough to be stored by somebody and for them to say so; the message waits here for those who come later. */
const heardWithinMs = 3000;

const idOfMessageWith = (room: RoomModel, text: string): RecordId | null =>
  room.messages.findLast(
    ({ id, author, text: said }) => author === room.me && said.includes(text) && !room.erasing.has(id),
  )?.id ?? null;

const isHeardOf = (room: RoomModel, text: string): boolean => {
  const id = idOfMessageWith(room, text);
  const custody = id === null ? null : room.custody(id);
  return custody === "another" || custody === "everyone";
};

export type Fresh = Readonly<{
  /** What every link to it has in common: an address of the host may change, and the name is a hint. */
  fragment: string;
  link: string;
}>;

/** Says in `room` where it goes on, unless this author did. Resolves when somebody there knows, or nobody can be told now. */
export const tellFreshRoom = (
  room: RoomModel,
  { fragment, link }: Fresh,
  say: (link: string) => string,
): Promise<void> => {
  if (idOfMessageWith(room, fragment) === null) room.send(say(link));
  return new Promise((resolve) => {
    const done = (): void => {
      stop();
      clearTimeout(timer);
      resolve();
    };
    const look = (): void => {
      if (room.connection.linked === 0 || isHeardOf(room, fragment)) done();
    };
    const stop = room.subscribe(look);
    const timer = setTimeout(done, heardWithinMs);
    look();
  });
};
