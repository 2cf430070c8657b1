// What this device remembers, typed, on top of the device store: whose it is, how it looks, which rooms, and of each
// room what is not in its document. One key a thing, so that two tabs do not overwrite each other's.

import type { Language, SendKey, Theme } from "../lib/choices.ts";
import type { AuthorId, RecordId, TopicName } from "../room/ids.ts";
import type { Place } from "../room/places.ts";
import type { SavedRoom } from "../room/saved-room.ts";
import type { Device } from "./device.ts";
import * as values from "./stored-values.ts";
import type { KeptDraft } from "./stored-values.ts";

/** One remembered value. */
export type Kept<T> = Readonly<{
  /** What is stored, or the default where nothing is, or nothing that makes sense. */
  get(): Promise<T>;
  /** True once it is on disk, false when it is kept in memory. */
  set(value: T): Promise<boolean>;
}>;

/** What is unsent, a draft for each tab. */
export type Drafts = Readonly<{
  /** By tab, the last typed first. */
  all(): Promise<readonly (readonly [string, KeptDraft])[]>;
  /** null: nothing is. */
  set(tab: string, draft: KeptDraft | null): Promise<boolean>;
}>;

/** The place up to which this device has read. */
export type ReadMark = Readonly<{
  /** `below`: of the ranks below this one. */
  get(options?: Readonly<{ below?: string }>): Promise<Place | null>;
  /** Forward only: where another tab has set one of a higher rank, that one stays. */
  moveTo(place: Place, rank: string): Promise<boolean>;
}>;

export type RoomPreferences = Readonly<{
  drafts: Drafts;
  readMark: ReadMark;
  /** Messages from a time apart that were not read yet. */
  late: Kept<readonly RecordId[]>;
  /** The message at the top of the screen when the room was left; null: the latest was at the bottom. */
  anchor: Kept<RecordId | null>;
  /** Own messages whose erasing was asked for and is not stored yet. */
  erasing: Kept<readonly RecordId[]>;
  /** Where this room goes on (GT4): the fragment link of the private room made here for it. */
  freshRoom: Kept<string | null>;
  /** The last screenful (ST5), as the caller encodes it. It repeats messages: drop it when one is erased. */
  screenful: Kept<Uint8Array | null>;
  blocked: Kept<readonly AuthorId[]>;
  /** Forgets all of this. */
  forget(): Promise<void>;
}>;

export type Preferences = Readonly<{
  /** The seed of this device's identity (ID1), made the first time; tabs that start at once get the same one. */
  identitySeed(): Promise<Uint8Array>;
  /** Becomes the identity of a backup. The page has to be loaded anew. */
  replaceIdentitySeed(seed: Uint8Array): Promise<boolean>;
  /** "" until chosen. */
  name: Kept<string>;
  /** null until chosen: then the browser's decides. */
  language: Kept<Language | null>;
  theme: Kept<Theme>;
  sendKey: Kept<SendKey>;
  /** The last opened first. */
  rooms(): Promise<readonly SavedRoom[]>;
  saveRoom(room: SavedRoom): Promise<boolean>;
  /** Takes the room off the list; `room(topic).forget()` and deleteRoomData do the rest. */
  forgetRoom(href: string): Promise<boolean>;
  room(topic: TopicName): RoomPreferences;
}>;

const seedKey = "identity-seed";
const roomPrefix = "room/";

const parsePrivateHref = (value: unknown): string | null =>
  typeof value === "string" && value.startsWith("#/r/") ? value : null;

const newSeed = (): Uint8Array => crypto.getRandomValues(new Uint8Array(32));

export const preferences = (device: Device): Preferences => {
  const kept = <T>(key: string, parse: (value: unknown) => T | null, fallback: T): Kept<T> => ({
    get: async () => parse(await device.get(key)) ?? fallback,
    // null and undefined mean: not there.
    set: (value) => device.set(key, value ?? undefined),
  });

  // A key for each id. What is dropped is what was known here: another tab's ids stay.
  const keptIds = <T extends string>(
    prefix: string,
    parse: (value: unknown) => T | null,
  ): Kept<readonly T[]> => {
    let known: ReadonlySet<T> = new Set();
    return {
      async get() {
        const entries = await device.entries(prefix);
        known = new Set(entries.map(([key]) => parse(key.slice(prefix.length))).filter((id) => id !== null));
        return [...known];
      },
      set(ids) {
        const wanted = new Set(ids);
        const changes = new Map<string, unknown>();
        for (const id of known) if (!wanted.has(id)) changes.set(`${prefix}${id}`, undefined);
        for (const id of wanted) if (!known.has(id)) changes.set(`${prefix}${id}`, true);
        known = wanted;
        return device.setAll(changes);
      },
    };
  };

  const draftsUnder = (prefix: string): Drafts => ({
    async all() {
      const entries = await device.entries(prefix);
      return entries
        .flatMap(([key, value]) => {
          const draft = values.parseDraft(value);
          return draft === null ? [] : [[key.slice(prefix.length), draft] as const];
        })
        .sort(([, a], [, b]) => b.at - a.at);
    },
    set: (tab, draft) => device.set(`${prefix}${tab}`, draft ?? undefined),
  });

  const readMarkUnder = (prefix: string): ReadMark => ({
    get: async ({ below = "\uffff" } = {}) => values.parsePlace(await device.highest(prefix, below)),
    moveTo: (place, rank) => device.raise(prefix, rank, place),
  });

  return {
    async identitySeed() {
      const made = newSeed();
      const seed = values.parseSeed(await device.getOrSet(seedKey, made, { strict: true }));
      if (seed !== null) return seed;
      // Something stands there that is no seed; nobody can be that identity any more.
      await device.set(seedKey, made, { strict: true });
      return made;
    },
    replaceIdentitySeed(seed) {
      if (values.parseSeed(seed) === null) throw new RangeError(`a seed has 32 bytes, not ${seed.length}`);
      return device.set(seedKey, seed, { strict: true });
    },
    name: kept("name", values.parseName, ""),
    language: kept<Language | null>("language", values.parseLanguage, null),
    theme: kept<Theme>("theme", values.parseTheme, "system"),
    sendKey: kept<SendKey>("send-key", values.parseSendKey, "enter"),
    async rooms() {
      const entries = await device.entries(roomPrefix);
      return entries
        .map(([, value]) => values.parseSavedRoom(value))
        .filter((room) => room !== null)
        .sort((a, b) => b.lastOpened - a.lastOpened);
    },
    saveRoom: (room) => device.set(`${roomPrefix}${room.href}`, room),
    forgetRoom: (href) => device.delete(`${roomPrefix}${href}`),
    room(topic) {
      const prefix = `of/${topic}/`;
      return {
        drafts: draftsUnder(`${prefix}draft/`),
        readMark: readMarkUnder(`${prefix}read/`),
        late: keptIds(`${prefix}late/`, values.parseRecordId),
        anchor: kept<RecordId | null>(`${prefix}anchor`, values.parseRecordId, null),
        erasing: keptIds(`${prefix}erasing/`, values.parseRecordId),
        freshRoom: kept<string | null>(`${prefix}fresh`, parsePrivateHref, null),
        screenful: kept<Uint8Array | null>(`${prefix}screenful`, values.parseBytes, null),
        blocked: keptIds(`${prefix}blocked/`, values.parseAuthorId),
        async forget() {
          for (const [key] of await device.entries(prefix)) await device.delete(key);
        },
      };
    },
  };
};
