// The room's messages as everyone shows them (RC3, RC4, RC6): a sorted index, kept as records come, O(new records).
// It trusts that signatures were verified; it decides what counts, in which order, and when.

import { isBlank } from "../lib/blank.ts";
import { compareClocks, isDue } from "./clock.ts";
import { epochOf } from "./epoch.ts";
import type { AuthorId, RecordId } from "./ids.ts";
import type { Message, Reaction } from "./message.ts";
import { lastEdit, noReactions, reactionsOf, sameReactions, type Notes, type Of } from "./notes.ts";
import { comparePlaces, indexOfPlace, insertPlaces, type Place } from "./places.ts";
import type { ParsedRecord } from "./record.ts";

/** Different reactions shown on one message: each is a button on every screen, and one key can give thousands. */
const maxReactions = 48;

export class Messages {
  /** All shown, oldest first. The array is changed in place; a changed message is a new object. */
  readonly list: Message[] = [];
  /** Each message as it was written; the same object is shown while nothing was done to it. */
  readonly #bases = new Map<RecordId, Message>();
  readonly #notes = new Map<RecordId, Notes>();
  /** Of messages and of edits, by their target. */
  readonly #erases = new Map<RecordId, Of<"erase">>();
  /** The targets of edits. */
  readonly #edited = new Map<RecordId, RecordId>();
  /** Each author's id once: 43 letters for every message are a tenth of its heap. */
  readonly #authors = new Map<AuthorId, AuthorId>();
  readonly #blocked: Set<AuthorId>;
  readonly #now: () => number;
  /** What is over a day ahead, taken when it is due (RC3). */
  #ahead: ParsedRecord[] = [];

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

  /** Takes verified records in any order. Gives the messages to read that were not there before, oldest first. */
  add(records: readonly ParsedRecord[]): readonly Message[] {
    const touched = new Set<RecordId>();
    for (const record of records) this.#take(record, touched);
    return this.#refresh(touched);
  }

  /** Forgets an edit whose bytes are gone; a message's own erase comes through `add`. */
  remove(id: RecordId): void {
    const touched = new Set<RecordId>();
    this.#forgetEdit(id, touched);
    this.#refresh(touched);
  }

  setBlocked(author: AuthorId, blocked: boolean): void {
    if (blocked) this.#blocked.add(author);
    else this.#blocked.delete(author);
    this.#refresh(new Set([...this.#bases.keys(), ...this.#erases.keys()]));
  }

  /** Shows what has become due. Called hourly and on waking. */
  recheck(): readonly Message[] {
    const waiting = this.#ahead;
    this.#ahead = [];
    return this.add(waiting);
  }

  #take(record: ParsedRecord, touched: Set<RecordId>): void {
    const { payload, id } = record;
    // An erase acts at once, whatever its clock says: its target's bytes are gone (RC5).
    if (payload.kind === "erase") return this.#takeErase({ ...record, payload }, touched);
    if (!isDue(record.clock, this.#now())) {
      this.#ahead.push(record);
      return;
    }
    if (this.#erases.has(id)) return;
    switch (payload.kind) {
      case "message":
        if (isBlank(payload.text) || record.epoch !== epochOf(record.clock)) return;
        this.#bases.set(id, this.#written({ ...record, payload }));
        touched.add(id);
        return;
      case "edit":
        if (this.#erases.has(payload.target)) return;
        this.#notesOf(payload.target).edits.set(id, { ...record, payload });
        this.#edited.set(id, payload.target);
        touched.add(payload.target);
        return;
      case "reaction": {
        if (this.#erases.has(payload.target)) return;
        const { reactions } = this.#notesOf(payload.target);
        const key = `${record.author} ${record.epoch} ${payload.emoji}`;
        const known = reactions.get(key);
        if (known !== undefined && comparePlaces(known, record) > 0) return;
        reactions.set(key, { ...record, payload });
        touched.add(payload.target);
        return;
      }
      case "name":
      case "room":
      case "unknown":
        return;
    }
  }

  #takeErase(erase: Of<"erase">, touched: Set<RecordId>): void {
    const { target, clock, wasMessage } = erase.payload;
    if (wasMessage && !isDue(clock, this.#now())) this.#ahead.push(erase);
    touched.add(target);
    const known = this.#erases.get(target);
    if (known !== undefined && !outranks(erase, known)) return;
    const shown = this.get(target);
    this.#erases.set(target, erase);
    this.#bases.delete(target);
    this.#notes.delete(target);
    this.#forgetEdit(target, touched);
    // The author says where the tombstone stands, and may say it wrong.
    if (shown === null || (wasMessage && compareClocks(shown.clock, clock) === 0)) return;
    this.list.splice(indexOfPlace(this.list, shown), 1);
  }

  #forgetEdit(id: RecordId, touched: Set<RecordId>): void {
    const target = this.#edited.get(id);
    if (target === undefined) return;
    this.#edited.delete(id);
    this.#notes.get(target)?.edits.delete(id);
    touched.add(target);
  }

  #written({ id, author, clock, wall, payload: { text, reply } }: Of<"message">): Message {
    if (!this.#authors.has(author)) this.#authors.set(author, author);
    return {
      id,
      author: this.#authors.get(author) ?? author,
      clock,
      wall,
      text,
      replyTo: reply?.id ?? null,
      edited: false,
      erased: false,
      reactions: noReactions,
    };
  }

  #notesOf(target: RecordId): Notes {
    const known = this.#notes.get(target);
    if (known !== undefined) return known;
    const notes: Notes = { edits: new Map(), reactions: new Map() };
    this.#notes.set(target, notes);
    return notes;
  }

  #placeOf(id: RecordId): Place | null {
    const erase = this.#erases.get(id);
    if (erase === undefined) return this.#bases.get(id) ?? null;
    return erase.payload.wasMessage ? { id, clock: erase.payload.clock } : null;
  }

  #refresh(touched: ReadonlySet<RecordId>): readonly Message[] {
    const fresh: Message[] = [];
    const gone = new Set<RecordId>();
    for (const id of touched) {
      const shown = this.get(id);
      const message = this.#compose(id);
      if (message === null) {
        if (shown !== null) gone.add(id);
      } else if (shown === null) fresh.push(message);
      else if (!sameMessage(shown, message)) this.list[indexOfPlace(this.list, shown)] = message;
    }
    this.#drop(gone);
    insertPlaces(this.list, fresh.sort(comparePlaces));
    return fresh.filter(({ erased }) => !erased);
  }

  #drop(gone: ReadonlySet<RecordId>): void {
    if (gone.size === 0) return;
    const kept = this.list.filter(({ id }) => !gone.has(id));
    this.list.length = 0;
    for (const message of kept) this.list.push(message);
  }

  #compose(id: RecordId): Message | null {
    const erase = this.#erases.get(id);
    if (erase !== undefined) return this.#tombstone(erase);
    const base = this.#bases.get(id);
    if (base === undefined || this.#blocked.has(base.author)) return null;
    const notes = this.#notes.get(id);
    if (notes === undefined) return base;
    const edit = lastEdit(notes, base);
    const reactions = mostGiven(reactionsOf(notes, base, this.#blocked));
    if (edit === null && reactions.length === 0) return base;
    return { ...base, text: edit?.payload.text ?? base.text, edited: edit !== null, reactions };
  }

  #tombstone({ author, epoch, payload: { target, clock, wall, wasMessage } }: Of<"erase">): Message | null {
    if (epoch !== epochOf(clock)) return null;
    if (!wasMessage || this.#blocked.has(author) || !isDue(clock, this.#now())) return null;
    const nothing = { text: "", replyTo: null, edited: false, reactions: noReactions };
    return { id: target, author, clock, wall, erased: true, ...nothing };
  }
}

/** Those given by the most people, of these the first given: what many gave is not pushed out by what one did. */
const mostGiven = (reactions: readonly Reaction[]): readonly Reaction[] => {
  if (reactions.length <= maxReactions) return reactions;
  const most = reactions.toSorted((a, b) => b.authors.length - a.authors.length).slice(0, maxReactions);
  const shown = new Set(most);
  return reactions.filter((reaction) => shown.has(reaction));
};

/** Which of two erases of one record counts, the same for all who have both. */
const outranks = (a: Of<"erase">, b: Of<"erase">): boolean =>
  a.payload.wasMessage === b.payload.wasMessage ? comparePlaces(a, b) < 0 : a.payload.wasMessage;

const sameMessage = (a: Message, b: Message): boolean =>
  a.text === b.text &&
  a.wall === b.wall &&
  a.edited === b.edited &&
  a.erased === b.erased &&
  sameReactions(a.reactions, b.reactions);
