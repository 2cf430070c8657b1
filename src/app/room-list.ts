// The rooms on this device, and those made here a moment ago that have still to be opened.

import { isBlank } from "../lib/blank.ts";
import { cutName, tidy } from "../room/fold.ts";
import type { Identity } from "../room/identity.ts";
import { createRoomSecret, roomKeys } from "../room/keys.ts";
import { parseFragment, toFragment, type RoomLink } from "../room/link.ts";
import type { SavedRoom } from "../room/saved-room.ts";
import type { Preferences } from "../storage/preferences.ts";
import { deleteRoomData, storeName } from "../storage/room-store.ts";

/** What its maker alone knows of a room, for its first record (LK1). */
export type Creation = Readonly<{ nonce: Uint8Array; name: string }>;

/** The name in a private room's link is a hint, and a public room has many spellings: the keys decide. */
const isSameRoom = (href: string, link: RoomLink): boolean => {
  const parsed = parseFragment(href);
  return (
    parsed.at === "room" &&
    parsed.link.kind === link.kind &&
    roomKeys(parsed.link).topicName === roomKeys(link).topicName
  );
};

export type RoomListOptions = Readonly<{
  preferences: Pick<Preferences, "rooms" | "saveRoom" | "forgetRoom" | "room">;
  /** The maker's. */
  identity: Pick<Identity, "key">;
  /** As they were kept. */
  rooms: readonly SavedRoom[];
  onChange: () => void;
}>;

export class RoomList {
  readonly #options: RoomListOptions;
  readonly #creations = new Map<string, Creation>();
  #all: readonly SavedRoom[];

  constructor(options: RoomListOptions) {
    this.#options = options;
    this.#all = options.rooms;
  }

  /** The last opened first. */
  get all(): readonly SavedRoom[] {
    return this.#all;
  }

  async read(): Promise<void> {
    this.#all = await this.#options.preferences.rooms();
    this.#options.onChange();
  }

  /** Makes a private room. Gives its fragment link; nothing of it is stored until it is opened. */
  make(roomName: string): string {
    const cut = cutName(tidy(roomName));
    const name = isBlank(cut) ? "" : cut;
    const { secret, nonce } = createRoomSecret(this.#options.identity.key);
    const href = toFragment({ kind: "private", secret, name });
    this.#creations.set(href, { nonce, name });
    return href;
  }

  creationOf(link: RoomLink): Creation | null {
    return this.#creations.get(toFragment(link)) ?? null;
  }

  /** True for a room that was entered on this device, in this tab or another (LK7). */
  async knows(link: RoomLink): Promise<boolean> {
    this.#all = await this.#options.preferences.rooms();
    return this.#find(link) !== undefined;
  }

  /** Notes that it is opened now. */
  async noteOpening(link: RoomLink): Promise<void> {
    const saved = this.#find(link);
    await this.#options.preferences.saveRoom({
      href: saved?.href ?? toFragment(link),
      kind: link.kind,
      name: link.name || (saved?.name ?? ""),
      lastOpened: Date.now(),
    });
  }

  /** Removes a room and its history from this device. */
  async forget(href: string): Promise<void> {
    const { preferences } = this.#options;
    const parsed = parseFragment(href);
    await preferences.forgetRoom(href);
    if (parsed.at === "room") {
      const { topicName } = roomKeys(parsed.link);
      await preferences.room(topicName).forget();
      await deleteRoomData(storeName(topicName));
    }
    await this.read();
  }

  #find(link: RoomLink): SavedRoom | undefined {
    return this.#all.find(({ href }) => isSameRoom(href, link));
  }
}
