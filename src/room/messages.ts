// The room's messages as everyone shows them (RC3, RC4, RC6): a sorted index, kept as records come, O(new records).
// It trusts that signatures were verified; it decides what counts, in which order, and when.

import { compareClocks, isDue, type Clock } from "./clock.ts";
import type { AuthorId, RecordId } from "./ids.ts";
import type { Message, Reaction } from "./message.ts";
import type { ParsedRecord } from "./record.ts";
import type { Payload } from "./payload.ts";

type Of<K extends Payload["kind"]> = Omit<ParsedRecord, "payload"> &
  Readonly<{ payload: Extract<Payload, { kind: K }> }>;

/** What others and the author did to one message. */
type Notes = {
  edits: Map<RecordId, Of<"edit">>;
  reactions: Map<string, Of<"reaction">>;
  erase: Of<"erase"> | null;
};

type Place = Readonly<{ clock: Clock; id: RecordId }>;

export const comparePlaces = (a: Place, b: Place): number =>
  compareClocks(a.clock, b.clock) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Where `place` stands or would stand in a sorted list. */
export const indexOfPlace = (list: readonly Place[], place: Place): number => {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = list[middle];
    if (at !== undefined && comparePlaces(at, place) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** More new ones than this are sorted in together instead of inserted one by one. */
const insertAtMost = 64;

export class Messages {
  /** All shown, oldest first. The array is changed in place; a changed message is a new object. */
  readonly list: Message[] = [];
  readonly #bases = new Map<RecordId, Of<"message">>();
  readonly #notes = new Map<RecordId, Notes>();
  readonly #blocked: Set<AuthorId>;
  readonly #now: () => number;
  /** Messages and tombstones whose clock is over a day ahead. */
  #notDue: RecordId[] = [];

  constructor({ now, blocked = new Set() }: Readonly<{ now: () => number; blocked?: Set<AuthorId> }>) {
    this.#now = now;
    this.#blocked = blocked;
  }

  get(id: RecordId): Message | null {
    const place = this.#placeOf(id);
    if (place === null) return null;
    const found = this.list[indexOfPlace(this.list, place)];
    return found?.id === id ? found : null;
  }

  /** The author's own later versions of a message, for erasing them with it. */
  editsOf(id: RecordId): readonly RecordId[] {
    return [...(this.#notes.get(id)?.edits.keys() ?? [])];
  }

  /** Takes verified records in any order. Gives the messages that were not there before. */
  add(records: readonly ParsedRecord[]): readonly Message[] {
    const touched = new Set<RecordId>();
    for (const record of records) {
      const target = this.#take(record);
      if (target !== null) touched.add(target);
    }
    return this.#refresh(touched);
  }

  /** Forgets an edit or reaction that was erased by its author; a message's own erase comes through `add`. */
  remove(id: RecordId): void {
    for (const [target, notes] of this.#notes) {
      if (!notes.edits.delete(id)) continue;
      this.#refresh(new Set([target]));
      return;
    }
  }

  setBlocked(author: AuthorId, blocked: boolean): void {
    if (blocked) this.#blocked.add(author);
    else this.#blocked.delete(author);
    this.#refresh(new Set([...this.#bases.keys(), ...this.#notes.keys()]));
  }

  /** Shows what has become due. Called hourly and on waking. */
  recheck(): readonly Message[] {
    const waiting = this.#notDue;
    this.#notDue = [];
    return this.#refresh(new Set(waiting));
  }

  #take(record: ParsedRecord): RecordId | null {
    const { payload } = record;
    switch (payload.kind) {
      case "message":
        this.#bases.set(record.id, { ...record, payload });
        return record.id;
      case "edit":
        this.#notesOf(payload.target).edits.set(record.id, { ...record, payload });
        return payload.target;
      case "reaction": {
        const { reactions } = this.#notesOf(payload.target);
        const key = `${record.author} ${payload.emoji}`;
        const known = reactions.get(key);
        if (known !== undefined && comparePlaces(known, record) > 0) return null;
        reactions.set(key, { ...record, payload });
        return payload.target;
      }
      case "erase":
        if (!payload.wasMessage) return null;
        this.#notesOf(payload.target).erase ??= { ...record, payload };
        this.#bases.delete(payload.target);
        return payload.target;
      case "name":
      case "room":
      case "unknown":
        return null;
    }
  }

  #notesOf(target: RecordId): Notes {
    const known = this.#notes.get(target);
    if (known !== undefined) return known;
    const notes: Notes = { edits: new Map(), reactions: new Map(), erase: null };
    this.#notes.set(target, notes);
    return notes;
  }

  #placeOf(id: RecordId): Place | null {
    const erase = this.#notes.get(id)?.erase;
    if (erase) return { id, clock: erase.payload.clock };
    const base = this.#bases.get(id);
    return base === undefined ? null : { id, clock: base.clock };
  }

  #refresh(touched: ReadonlySet<RecordId>): readonly Message[] {
    const fresh: Message[] = [];
    const gone: Message[] = [];
    for (const id of touched) {
      const shown = this.get(id);
      const message = this.#compose(id);
      if (message === null) {
        if (shown !== null) gone.push(shown);
      } else if (shown === null) fresh.push(message);
      else if (!sameMessage(shown, message)) this.list[indexOfPlace(this.list, shown)] = message;
    }
    this.#drop(gone);
    this.#insert(fresh);
    return fresh;
  }

  #drop(gone: readonly Message[]): void {
    if (gone.length === 0) return;
    const ids = new Set(gone.map(({ id }) => id));
    const kept = this.list.filter(({ id }) => !ids.has(id));
    this.list.length = 0;
    for (const message of kept) this.list.push(message);
  }

  #insert(fresh: readonly Message[]): void {
    if (fresh.length > insertAtMost) {
      for (const message of fresh) this.list.push(message);
      this.list.sort(comparePlaces);
      return;
    }
    for (const message of fresh) this.list.splice(indexOfPlace(this.list, message), 0, message);
  }

  #compose(id: RecordId): Message | null {
    const notes = this.#notes.get(id);
    const base = this.#bases.get(id);
    const erase = notes?.erase ?? null;
    const author = erase?.author ?? base?.author;
    const place = this.#placeOf(id);
    if (author === undefined || place === null || this.#blocked.has(author)) return null;
    if (!isDue(place.clock, this.#now())) {
      this.#notDue.push(id);
      return null;
    }
    const { clock } = place;
    if (erase !== null)
      return {
        id,
        author,
        clock,
        wall: erase.payload.wall,
        text: "",
        replyTo: null,
        edited: false,
        erased: true,
        reactions: [],
      };
    if (base === undefined) return null;
    const edit = notes === undefined ? null : this.#lastEdit(notes, author);
    return {
      id,
      author,
      clock,
      wall: base.wall,
      text: edit?.payload.text ?? base.payload.text,
      replyTo: base.payload.replyTo,
      edited: edit !== null,
      erased: false,
      reactions: notes === undefined ? noReactions : this.#reactions(notes),
    };
  }

  #lastEdit({ edits }: Notes, author: AuthorId): Of<"edit"> | null {
    let last: Of<"edit"> | null = null;
    for (const edit of edits.values()) {
      if (edit.author !== author || !isDue(edit.clock, this.#now())) continue; // edit: the target's author only (RC4)
      if (last === null || comparePlaces(edit, last) > 0) last = edit;
    }
    return last;
  }

  #reactions({ reactions }: Notes): readonly Reaction[] {
    const given = [...reactions.values()]
      .filter(
        ({ payload, author, clock }) => payload.on && !this.#blocked.has(author) && isDue(clock, this.#now()),
      )
      .sort(comparePlaces);
    if (given.length === 0) return noReactions;
    const byEmoji = new Map<string, AuthorId[]>();
    for (const { payload, author } of given) {
      const authors = byEmoji.get(payload.emoji);
      if (authors === undefined) byEmoji.set(payload.emoji, [author]);
      else authors.push(author);
    }
    return [...byEmoji].map(([emoji, authors]) => ({ emoji, authors }));
  }
}

const noReactions: readonly Reaction[] = [];

const sameReactions = (a: readonly Reaction[], b: readonly Reaction[]): boolean =>
  a.length === b.length &&
  a.every((one, i) => one.emoji === b[i]?.emoji && one.authors.join() === b[i]?.authors.join());

const sameMessage = (a: Message, b: Message): boolean =>
  a.text === b.text &&
  a.edited === b.edited &&
  a.erased === b.erased &&
  sameReactions(a.reactions, b.reactions);
