// How far this device's user has read a room, and where: read mark, what came late, the place in the list.

import { isDue } from "../../room/clock.ts";
import type { AuthorId, RecordId } from "../../room/ids.ts";
import type { Message } from "../../room/message.ts";
import { comparePlaces, rankOf, type Place } from "../../room/places.ts";
import type { RoomPreferences } from "../../storage/preferences.ts";

/** A list that is being scrolled tells its place many times a second. */
const keepAnchorAfterMs = 500;

/** Of more, the first stay marked after a reload. */
const mostLate = 1000;

export type ReadingOptions = Readonly<{
  me: AuthorId;
  preferences: Pick<RoomPreferences, "readMark" | "late" | "anchor">;
  /** The device's wall time, ms. */
  now: () => number;
  /** As they were kept. */
  read: Place | null;
  late: readonly RecordId[];
  anchor: RecordId | null;
}>;

export class Reading {
  /** Came from a time apart and took their place above what was read. Changed in place. */
  readonly late: Set<RecordId>;
  /** Those of them that were not on the screen yet: a reload keeps these. */
  readonly unseenLate: Set<RecordId>;
  readonly #options: ReadingOptions;
  #read: Place | null;
  #anchor: RecordId | null;
  #anchorTimer: ReturnType<typeof setTimeout> | null = null;

  constructor(options: ReadingOptions) {
    this.#options = options;
    this.late = new Set(options.late);
    this.unseenLate = new Set(options.late);
    this.#read = options.read;
    this.#anchor = options.anchor;
  }

  get unreadFrom(): RecordId | null {
    return this.#read?.id ?? null;
  }

  get anchor(): RecordId | null {
    return this.#anchor;
  }

  setAnchor(id: RecordId | null): void {
    if (id === this.#anchor) return;
    this.#anchor = id;
    this.#anchorTimer ??= setTimeout(() => this.keep(), keepAnchorAfterMs);
  }

  /** All of these messages. True when that is news. What is ahead goes elsewhere when it is due, and would take the mark along. */
  mark(messages: readonly Message[]): boolean {
    const last = messages.findLast(({ ahead }) => ahead === undefined);
    if (last === undefined || last.id === this.unreadFrom) return false;
    const { id, clock } = last;
    this.#read = { id, clock };
    this.late.clear();
    this.unseenLate.clear();
    this.#keepLate();
    void this.#options.preferences.readMark.moveTo(this.#read, rankOf(this.#read));
    return true;
  }

  /** Messages that were not there before. `loaded`: the device's own history is, so that they come from others. */
  take(fresh: readonly Message[], { loaded }: Readonly<{ loaded: boolean }>): void {
    const read = this.#read;
    // A mark that is no longer due was set while this device's clock was wrong.
    if (!loaded || read === null || !isDue(read.clock, this.#options.now())) return;
    const late = fresh.filter(
      ({ author, ...place }) => author !== this.#options.me && comparePlaces(place, read) < 0,
    );
    if (late.length === 0) return;
    for (const { id } of late) {
      this.late.add(id);
      this.unseenLate.add(id);
    }
    this.#keepLate();
  }

  /** They were on the screen. They stay marked for as long as one is here. */
  seeLate(ids: readonly RecordId[]): void {
    let news = false;
    for (const id of ids) news = this.unseenLate.delete(id) || news;
    if (news) this.#keepLate();
  }

  /** The page may be going: keeps what was put off. */
  keep(): void {
    if (this.#anchorTimer === null) return;
    clearTimeout(this.#anchorTimer);
    this.#anchorTimer = null;
    void this.#options.preferences.anchor.set(this.#anchor);
  }

  #keepLate(): void {
    void this.#options.preferences.late.set([...this.unseenLate].slice(0, mostLate));
  }
}
