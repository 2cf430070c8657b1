// The room's messages as everyone shows them (RC3, RC4, RC6): a sorted index, kept as records come, O(new records).
// It trusts that signatures were verified; it decides what counts, in which order, and when.

import { isBlank } from "../lib/blank.ts";
import { Apart, endAhead } from "./apart.ts";
import { compareClocks, isDue, maxAheadMs } from "./clock.ts";
import { epochOf } from "./epoch.ts";
import type { AuthorId, RecordId } from "./ids.ts";
import type { Message } from "./message.ts";
import { isTold, lastEdit, noReactions, reactionsOf, sameMessage, type Notes, type Of } from "./notes.ts";
import { comparePlaces, indexOfPlace, insertPlaces, outranks, type Place } from "./places.ts";
import type { ParsedRecord } from "./record.ts";

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
  /** What is further ahead than clocks follow (RC3). */
  readonly #apart = new Apart();
  /** The latest wall time here. */
  #latest = -Infinity;

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
    this.recheck();
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

  /** What has become due takes its own place; what is no longer due, where the wall has fallen back, is set apart. True for a change. */
  recheck(): boolean {
    const now = this.#now();
    const touched = new Set<RecordId>();
    if (now < this.#latest - maxAheadMs) this.#weighNotes(now, touched);
    this.#latest = now;
    const due = this.#apart.takeDue(now);
    this.#lift(endAhead(this.list, now), now, touched);
    const standing = due.map(({ id }) => id).filter((id) => this.#apart.placeOf(id) !== undefined);
    this.#lift(standing, now, touched);
    for (const { id, record } of due)
      if (record === null) touched.add(this.#edited.get(id) ?? id);
      else this.#take(record, touched);
    if (touched.size > 0) this.#refresh(touched);
    return touched.size > 0;
  }

  /** The wall has fallen back: edits that counted may no longer be due. */
  #weighNotes(now: number, touched: Set<RecordId>): void {
    for (const [target, { edits }] of this.#notes)
      for (const [id, record] of edits) {
        if (isDue(record.clock, now)) continue;
        touched.add(target);
        this.#apart.wait({ id, clock: record.clock, record: null });
      }
  }

  #take(record: ParsedRecord, touched: Set<RecordId>): void {
    const { payload, id } = record;
    if (payload.kind === "erase") return this.#takeErase({ ...record, payload }, touched);
    if (this.#erases.has(id)) return;
    const now = this.#now();
    switch (payload.kind) {
      case "message":
        if (this.#bases.has(id) || isBlank(payload.text) || record.epoch !== epochOf(record.clock)) return;
        this.#bases.set(id, this.#written({ ...record, payload }));
        this.#setApart(id, now);
        touched.add(id);
        return;
      case "edit":
        if (this.#erases.has(payload.target)) return;
        if (!isDue(record.clock, now)) this.#apart.wait({ id, clock: record.clock, record: null });
        this.#notesOf(payload.target).edits.set(id, { ...record, payload });
        this.#edited.set(id, payload.target);
        touched.add(payload.target);
        return;
      case "reaction": {
        if (this.#erases.has(payload.target)) return;
        if (!isDue(record.clock, now)) this.#apart.wait({ id, clock: record.clock, record });
        const { reactions } = this.#notesOf(payload.target);
        const key = `${record.author} ${record.epoch} ${payload.emoji}`;
        const known = reactions.get(key);
        if (known !== undefined && outranks(known, record, now)) return;
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

  /** It acts at once, whatever its clock says: its target's bytes are gone (RC5). */
  #takeErase(erase: Of<"erase">, touched: Set<RecordId>): void {
    const { target } = erase.payload;
    touched.add(target);
    const known = this.#erases.get(target);
    if (known !== undefined && !isTold(erase, known)) return;
    const shown = this.get(target);
    this.#erases.set(target, erase);
    this.#bases.delete(target);
    this.#notes.delete(target);
    this.#forgetEdit(target, touched);
    this.#setApart(target, this.#now());
    if (shown === null) return;
    // The author says where the tombstone stands, and may say it wrong.
    const place = this.#placeOf(target);
    if (place !== null && compareClocks(shown.clock, place.clock) === 0) return;
    this.list.splice(indexOfPlace(this.list, shown), 1);
  }

  /** Where it is further ahead than clocks follow, it stands where it was received; if it is not, at its own clock. */
  #setApart(id: RecordId, now: number): void {
    const own = this.#ownPlaceOf(id);
    if (own === null || isDue(own.clock, now)) this.#apart.release(id);
    else this.#apart.put(own, this.list.at(-1)?.clock, now);
  }

  /** Off the list, to be put where they belong by now. */
  #lift(ids: readonly RecordId[], now: number, touched: Set<RecordId>): void {
    this.#drop(new Set(ids));
    for (const id of ids) {
      this.#apart.release(id);
      this.#setApart(id, now);
      touched.add(id);
    }
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
    const clock = this.#apart.placeOf(id);
    return clock === undefined ? this.#ownPlaceOf(id) : { id, clock };
  }

  #ownPlaceOf(id: RecordId): Place | null {
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
    const written = erase === undefined ? this.#edition(id) : this.#tombstone(erase);
    const clock = this.#apart.placeOf(id);
    return written === null || clock === undefined ? written : { ...written, clock, ahead: written.clock };
  }

  #edition(id: RecordId): Message | null {
    const base = this.#bases.get(id);
    if (base === undefined || this.#blocked.has(base.author)) return null;
    const notes = this.#notes.get(id);
    if (notes === undefined) return base;
    const edit = lastEdit(notes, base, this.#now());
    const reactions = reactionsOf(notes, base, this.#blocked);
    if (edit === null && reactions.length === 0) return base;
    return { ...base, text: edit?.payload.text ?? base.text, edited: edit !== null, reactions };
  }

  #tombstone({ author, epoch, payload: { target, clock, wall, wasMessage } }: Of<"erase">): Message | null {
    if (!wasMessage || epoch !== epochOf(clock) || this.#blocked.has(author)) return null;
    const nothing = { text: "", replyTo: null, edited: false, reactions: noReactions };
    return { id: target, author, clock, wall, erased: true, ...nothing };
  }
}
