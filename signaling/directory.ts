// The public rooms with people in them (SG8). A room gets on the list only by someone in it: the topic is derived
// here from the name, so no one can list a name that leads to another topic.

import { isName, tidy } from "../src/room/fold.ts";
import { publicRoomKeys } from "../src/room/public-topic.ts";
import type { Bus } from "./bus.ts";
import type { Limits, Reason } from "./limits.ts";
import type { Subscriber } from "./topics.ts";

export type DirectoryEntry = Readonly<{ name: string; people: number }>;

/** A subscriber that keeps which topics it has put on the list. */
export type Lister = Subscriber & { readonly listed: Set<string> };

type DirectoryLimits = Pick<
  Limits,
  "maxListingsPerSocket" | "maxListingsPerAddress" | "maxListings" | "maxRoomsShown"
>;

export class Directory {
  readonly #bus: Bus;
  readonly #limits: DirectoryLimits;
  /** Topic → the address that put it on the list here; as long as it stands there, whoever has left it since. */
  readonly #listedBy = new Map<string, object>();
  /** One after the other: each must count what those before it have listed. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(bus: Bus, limits: DirectoryLimits) {
    this.#bus = bus;
    this.#limits = limits;
  }

  /** Lists a room; gives the reason when it may not be listed. */
  async list(lister: Lister, name: string): Promise<Reason | null> {
    const shown = tidy(name);
    if (!isName(shown)) return "bad-name";
    const topic = publicRoomKeys(shown).topicName;
    if (!lister.topics.has(topic)) return "not-subscribed";
    const { listed } = lister;
    if (!listed.has(topic) && listed.size >= this.#limits.maxListingsPerSocket) return "too-many-listings";
    listed.add(topic);
    const turn = this.#last.then(() => this.#add(lister, topic, shown));
    this.#last = turn.catch(() => undefined); // told to who asked
    const refused = await turn;
    if (refused !== null) listed.delete(topic);
    return refused;
  }

  async #add(lister: Lister, topic: string, shown: string): Promise<Reason | null> {
    const standing = new Set((await this.#bus.rooms()).map((room) => room.topic));
    if (!lister.topics.has(topic)) return "not-subscribed"; // left while we asked
    if (standing.has(topic)) return null;
    if (standing.size >= this.#limits.maxListings) return "directory-full";
    let ofAddress = 0;
    for (const [listed, address] of this.#listedBy) {
      if (!standing.has(listed)) this.#listedBy.delete(listed);
      else if (address === lister.address) ofAddress++;
    }
    if (ofAddress >= this.#limits.maxListingsPerAddress) return "too-many-listings-of-address";
    this.#bus.list(topic, shown);
    this.#listedBy.set(topic, lister.address);
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
