// How far this device's user has read a room, and where: unsent text, read marker, what came late, the place in the list.

import type { AuthorId, RecordId } from "../../room/ids.ts";
import type { Message } from "../../room/message.ts";
import { comparePlaces } from "../../room/places.ts";
import type { RoomPreferences } from "../../storage/preferences.ts";

/** A list that is being scrolled tells its place many times a second. */
const keepAnchorAfterMs = 500;

export type ReadingOptions = Readonly<{
  me: AuthorId;
  preferences: Pick<RoomPreferences, "draft" | "readMarker" | "anchor">;
  /** As they were kept. */
  draft: string;
  unreadFrom: RecordId | null;
  anchor: RecordId | null;
}>;

export class Reading {
  /** Came from a time apart and took their place above what was read. Changed in place. */
  readonly late = new Set<RecordId>();
  readonly #options: ReadingOptions;
  #draft: string;
  #unreadFrom: RecordId | null;
  /** The message of `unreadFrom`, once it is here. */
  #read: Message | null = null;
  #anchor: RecordId | null;
  #anchorTimer: ReturnType<typeof setTimeout> | null = null;

  constructor(options: ReadingOptions) {
    this.#options = options;
    this.#draft = options.draft;
    this.#unreadFrom = options.unreadFrom;
    this.#anchor = options.anchor;
  }

  get draft(): string {
    return this.#draft;
  }

  get unreadFrom(): RecordId | null {
    return this.#unreadFrom;
  }

  get anchor(): RecordId | null {
    return this.#anchor;
  }

  setDraft(text: string): void {
    if (text === this.#draft) return;
    this.#draft = text;
    void this.#options.preferences.draft.set(text);
  }

  setAnchor(id: RecordId | null): void {
    if (id === this.#anchor) return;
    this.#anchor = id;
    this.#anchorTimer ??= setTimeout(() => this.keep(), keepAnchorAfterMs);
  }

  /** Everything up to this message. True when that is news. */
  mark(last: Message | undefined): boolean {
    if (last === undefined || last.id === this.#unreadFrom) return false;
    this.#read = last;
    this.#unreadFrom = last.id;
    this.late.clear();
    void this.#options.preferences.readMarker.set(last.id);
    return true;
  }

  /** Messages that were not there before. `loaded`: the device's own history is, so that they come from others. */
  take(
    fresh: readonly Message[],
    { message, loaded }: Readonly<{ message: (id: RecordId) => Message | null; loaded: boolean }>,
  ): void {
    if (this.#unreadFrom !== null && this.#read?.id !== this.#unreadFrom)
      this.#read = message(this.#unreadFrom);
    if (!loaded || this.#read === null) return;
    for (const one of fresh)
      if (one.author !== this.#options.me && comparePlaces(one, this.#read) < 0) this.late.add(one.id);
  }

  /** The page may be going: keeps what was put off. */
  keep(): void {
    if (this.#anchorTimer === null) return;
    clearTimeout(this.#anchorTimer);
    this.#anchorTimer = null;
    void this.#options.preferences.anchor.set(this.#anchor);
  }
}
