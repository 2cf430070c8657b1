// Going on in a fresh room when one has outgrown its devices (GT4): the others learn of it by a message in the old one.

import { waitUntil } from "../lib/wait-until.ts";
import type { RecordId, TopicName } from "../room/ids.ts";
import type { Preferences } from "../storage/preferences.ts";
import type { Host } from "./host.ts";
import type { RoomModel } from "./model.ts";
import type { RoomList } from "./room-list.ts";
import { shareLinks } from "./share-links.ts";

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
  return waitUntil(() => room.connection.linked === 0 || isHeardOf(room, fragment), {
    subscribe: (listener) => room.subscribe(listener),
    mostMs: heardWithinMs,
  });
};

export type FreshRoomsOptions = Readonly<{
  rooms: Pick<RoomList, "all" | "make">;
  preferences: Pick<Preferences, "room">;
  host: Pick<Host, "config">;
  /** The room that is open now. */
  open: () => Readonly<{ model: RoomModel; keys: Readonly<{ topicName: TopicName }> }> | null;
  /** Goes to a fragment link. */
  go: (href: string) => void;
}>;

/** Makes a private room of the open one's name, unless that was done, tells it there, and goes to it. */
export const goOnInFreshRoom = async (
  { rooms, preferences, host, open, go }: FreshRoomsOptions,
  say: (link: string) => string,
): Promise<void> => {
  const old = open();
  if (old?.model.entry.at !== "inside") return;
  const { freshRoom } = preferences.room(old.keys.topicName);
  const made = await freshRoom.get();
  // One that was forgotten here since then cannot be proven to be ours any more.
  const href = rooms.all.find((saved) => saved.href === made)?.href ?? rooms.make(old.model.name);
  void freshRoom.set(href);
  const link = shareLinks(href, location, host.config.shareOrigins).links[0]?.url ?? href;
  const fragment = href.slice(0, href.lastIndexOf("/"));
  if (open() === old) await tellFreshRoom(old.model, { fragment, link }, say);
  if (open() === old) go(href);
};
