// The public rooms with people in them (SG8). A room gets on the list only by someone in it: the topic is derived
// here from the name, so no one can list a name that leads to another topic.

import { fold, isNameWithinLimits, tidy } from "../src/room/fold.ts";
import { publicRoomKeys } from "../src/room/public-topic.ts";
import type { Bus } from "./bus.ts";
import type { Limits, Reason } from "./limits.ts";
import type { Subscriber } from "./topics.ts";

export type DirectoryEntry = Readonly<{ name: string; people: number }>;

/** A subscriber that keeps which topics it has put on the list. */
export type Lister = Subscriber & { readonly listed: Set<string> };

type DirectoryLimits = Pick<Limits, "maxListingsPerSocket" | "maxListings" | "maxRoomsShown">;

export class Directory {
  readonly #bus: Bus;
  readonly #limits: DirectoryLimits;

  constructor(bus: Bus, limits: DirectoryLimits) {
    this.#bus = bus;
    this.#limits = limits;
  }

  /** Lists a room; gives the reason when it may not be listed. */
  async list(lister: Lister, name: string): Promise<Reason | null> {
    const shown = tidy(name);
    if (fold(shown) === "" || !isNameWithinLimits(shown)) return "bad-name";
    const topic = publicRoomKeys(shown).topicName;
    if (!lister.topics.has(topic)) return "not-subscribed";
    if (lister.listed.has(topic)) return null;
    if (lister.listed.size >= this.#limits.maxListingsPerSocket) return "too-many-listings";
    lister.listed.add(topic);
    const rooms = await this.#bus.rooms();
    if (!lister.topics.has(topic)) return "not-subscribed"; // left while we asked
    if (rooms.length >= this.#limits.maxListings && !rooms.some((room) => room.topic === topic)) {
      lister.listed.delete(topic);
      return "directory-full";
    }
    this.#bus.list(topic, shown);
    return null;
  }

  /** Fullest first, then by name. */
  async rooms(): Promise<DirectoryEntry[]> {
    const rooms = await this.#bus.rooms();
    return [...rooms]
      .sort((a, b) => b.people - a.people || (a.name < b.name ? -1 : 1))
      .slice(0, this.#limits.maxRoomsShown)
      .map(({ name, people }) => ({ name, people }));
  }
}
