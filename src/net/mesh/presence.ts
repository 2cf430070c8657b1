// What is momentary about people (RC8): who is here, typing, asking for a name. Kept by y-protocols' Awareness; each entry is
// signed with its counter and time, bound to its author, and renewed by us. Unsigned, foreign or old entries are dropped.

import { Awareness, applyAwarenessUpdate, removeAwarenessStates } from "y-protocols/awareness";
import type * as Y from "yjs";
import { Listeners } from "../../lib/listeners.ts";
import type { AuthorId } from "../../room/ids.ts";
import type { RoomContext } from "../context.ts";
import {
  asPresenceState,
  encodeEntries,
  isSigned,
  maxEntries,
  parseEntries,
  saidIn,
  signEntry,
  toAwareness,
  type PresenceEntry,
  type PresenceState,
} from "./presence-entry.ts";
import { maxRemembered, Seats } from "./seats.ts";

/** What a device says of itself. */
export type OwnPresence = Readonly<{
  /** The name before its record has come: at the door. "" inside. */
  asking: string;
  typing: boolean;
  inside: boolean;
}>;

type Good = Readonly<{ entry: PresenceEntry; state: PresenceState }>;

export type PresentPerson = OwnPresence & Readonly<{ author: AuthorId; peerId: string; awarenessId: number }>;

/** Below y-protocols' own renewal (15 s), whose counter would not be the signed one. It forgets after 30 s. */
const renewMs = 11_000;
/** What others say of somebody else, dated further from our wall, is a recording, or of a clock that is wrong. */
const believedMs = 24 * 60 * 60 * 1000;

export class Presence {
  readonly #context: RoomContext;
  readonly #awareness: Awareness;
  readonly #peerId: string;
  readonly #publish: (payload: Uint8Array, options: { urgent: boolean }) => void;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly changes = new Listeners();
  /** Of everybody here, as it was signed. */
  readonly #said = new Map<number, PresenceEntry>();
  #own: OwnPresence = { asking: "", typing: false, inside: false };

  constructor({
    context,
    doc,
    peerId,
    publish,
  }: Readonly<{
    context: RoomContext;
    doc: Y.Doc;
    peerId: string;
    publish: (payload: Uint8Array, options: { urgent: boolean }) => void;
  }>) {
    this.#context = context;
    this.#peerId = peerId;
    this.#publish = publish;
    this.#awareness = new Awareness(doc);
    this.#rotate();
    this.#awareness.on("change", ({ removed }: Readonly<{ removed: readonly number[] }>) => {
      for (const id of removed) this.#said.delete(id);
      this.changes.emit();
    });
    this.#timer = setInterval(() => {
      this.#agree();
      this.renew();
    }, renewMs);
  }

  get awareness(): Awareness {
    return this.#awareness;
  }

  /** Our own random number, independent of `doc.clientID` (MS6). */
  get id(): number {
    return this.#awareness.clientID;
  }

  get own(): OwnPresence {
    return this.#own;
  }

  /** Everybody else who is here. */
  get others(): readonly PresentPerson[] {
    const others: PresentPerson[] = [];
    for (const [awarenessId, value] of this.#awareness.getStates()) {
      const state = awarenessId === this.id ? null : asPresenceState(value);
      if (state !== null)
        others.push({
          awarenessId,
          author: state.a,
          peerId: state.p,
          asking: state.q,
          typing: state.t,
          inside: state.i,
        });
    }
    return others;
  }

  set(own: Partial<OwnPresence>): void {
    const next = { ...this.#own, ...own };
    const same =
      next.asking === this.#own.asking &&
      next.typing === this.#own.typing &&
      next.inside === this.#own.inside;
    const urgent = next.asking !== this.#own.asking || next.inside !== this.#own.inside;
    this.#own = next;
    if (!same) this.renew({ urgent });
  }

  /** Says anew that this device is here. */
  renew({ urgent = false } = {}): void {
    const n = (this.#awareness.meta.get(this.id)?.clock ?? -1) + 1;
    const { asking: q, typing: t, inside: i } = this.#own;
    const state = { a: this.#context.authorId(this.#context.author), p: this.#peerId, q, t, i };
    this.#said.set(this.id, signEntry(this.#context, this.id, n, { ...state, w: this.#context.now() }));
    this.#awareness.setLocalState(state);
    this.#publish(this.encodeOwn(), { urgent });
  }

  encodeOwn(): Uint8Array {
    return encodeEntries(this.#entriesOf([this.id]));
  }

  /** Everything known, for a peer that has just come; in a crowd it hears the rest when they renew. */
  encodeAll(): Uint8Array {
    const others = [...this.#awareness.getStates().keys()].filter((id) => id !== this.id);
    return encodeEntries(this.#entriesOf([this.id, ...others.slice(1 - maxEntries)]));
  }

  /**
   * Applies what is validly signed and newer. Gives these entries as they came, or null when there are none. `origin`: the link
   * it came over, with its author.
   */
  receive(payload: Uint8Array, origin: Readonly<{ author: AuthorId }>): Uint8Array | null {
    const good = this.#filter(payload, origin.author);
    if (good.length === 0) return null;
    for (const { entry } of good) this.#said.set(entry.id, entry);
    applyAwarenessUpdate(this.#awareness, toAwareness(good), origin);
    this.#forgetGone();
    return encodeEntries(good.map(({ entry }) => entry));
  }

  /** A peer said goodbye on its own link, or its link died. What it called its awareness id may be another's. */
  remove(awarenessId: number, author: AuthorId): void {
    const state = asPresenceState(this.#awareness.getStates().get(awarenessId));
    if (awarenessId !== this.id && state?.a === author)
      removeAwarenessStates(this.#awareness, [awarenessId], "gone");
  }

  close(): void {
    clearInterval(this.#timer);
    this.changes.clear();
    this.#awareness.destroy();
  }

  #rotate(): void {
    const [id = 1] = crypto.getRandomValues(new Uint32Array(1));
    const before = this.#awareness.clientID;
    this.#awareness.clientID = id;
    if (before !== id) {
      this.#awareness.states.delete(before);
      this.#awareness.meta.delete(before);
      this.#said.delete(before);
    }
    this.#awareness.meta.set(id, { clock: 0, lastUpdated: Date.now() });
    this.#awareness.states.set(id, {});
    this.renew();
  }

  #entriesOf(ids: readonly number[]): readonly PresenceEntry[] {
    return ids.flatMap((id) => this.#said.get(id) ?? []);
  }

  #filter(message: Uint8Array, from: AuthorId): readonly Good[] {
    const states = this.#awareness.getStates();
    /** Counted only for who is new: of everyone present, it is most of the work in a large room. */
    let seats: Seats | null = null;
    /** Each number counts once: thousands of copies of one entry would each be verified, and all but one be nothing new. */
    const read = new Set<number>();
    const good: Good[] = [];
    for (const entry of parseEntries(message) ?? []) {
      const { id } = entry;
      const state = read.has(id) ? null : this.#newsOf(entry, from);
      if (state === null) continue;
      read.add(id);
      const isNew = id !== this.id && !states.has(id);
      if (isNew && !(seats ??= new Seats(this.others)).has(state.a, from)) continue;
      // Everyone verifies what they pass on: who sends this has made it up, and the rest of it is not worth the time.
      if (!isSigned(this.#context, entry, state.a)) break;
      if (id === this.id) {
        // Somebody uses our number: it is theirs if they want it, nothing hangs on it.
        if (state.a !== this.#context.authorId(this.#context.author)) this.#rotate();
        continue;
      }
      if (isNew) seats?.take(state.a);
      good.push({ entry, state });
    }
    return good;
  }

  /**
   * The entry, unless it is nothing new, old, malformed or about a number that is another's: all that costs little, and comes
   * before its signature. Of its own author a link is believed whatever the time, or who has a wrong clock would be nowhere.
   */
  #newsOf(entry: PresenceEntry, from: AuthorId): PresenceState | null {
    const { id, counter } = entry;
    if (counter <= (this.#awareness.meta.get(id)?.clock ?? -1)) return null;
    const said = saidIn(entry);
    if (said === null) return null;
    const { w, ...state } = said;
    if (state.a !== from && !(Math.abs(w - this.#context.now()) <= believedMs)) return null;
    const holder = id === this.id ? null : asPresenceState(this.#awareness.getStates().get(id));
    return holder === null || holder.a === state.a ? state : null;
  }

  /** After this device's clock was set back y-protocols would wait that much longer before it forgets who is gone. */
  #agree(): void {
    const now = Date.now();
    for (const meta of this.#awareness.meta.values()) meta.lastUpdated = Math.min(meta.lastUpdated, now);
  }

  /** y-protocols remembers the counter of everyone who ever was here. */
  #forgetGone(): void {
    const { meta, states } = this.#awareness;
    if (meta.size <= maxRemembered) return;
    for (const id of meta.keys()) if (!states.has(id)) meta.delete(id);
  }
}
