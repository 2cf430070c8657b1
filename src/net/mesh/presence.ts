// What is momentary about people (RC8): who is here, typing, linked to whom. Carried by y-protocols' Awareness; each entry is
// signed with its counter, bound to its author, and renewed by us. Unsigned, foreign or older entries are dropped.

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import {
  Awareness,
  applyAwarenessUpdate,
  encodeAwarenessUpdate,
  removeAwarenessStates,
} from "y-protocols/awareness";
import type * as Y from "yjs";
import { concat, fromBase64url, toBase64url, utf8 } from "../../lib/bytes.ts";
import { Listeners } from "../../lib/listeners.ts";
import type { AuthorId } from "../../room/ids.ts";
import type { RoomContext } from "../context.ts";

/** What a device says of itself. */
export type OwnPresence = Readonly<{
  /** The name before its record has come: at the door. "" inside. */
  asking: string;
  typing: boolean;
  inside: boolean;
}>;

export type PresentPerson = OwnPresence & Readonly<{ author: AuthorId; peerId: string; awarenessId: number }>;

type Seats = Readonly<{
  has: (author: AuthorId, from: AuthorId) => boolean;
  take: (author: AuthorId) => void;
}>;

type State = Readonly<{ a: AuthorId; p: string; n: number; q: string; t: boolean; i: boolean; s: string }>;

/** Below y-protocols' own renewal (15 s), whose counter would not be the signed one. It forgets after 30 s. */
const renewMs = 11_000;
/** Of one message. */
const maxEntries = 256;
/** Tabs and devices of one author; and everybody together (GT4). */
const maxPresent = { author: 4, all: 1024 } as const;
const maxStateLength = 1024;

const asState = (value: unknown): State | null => {
  if (typeof value !== "object" || value === null) return null;
  const { a, p, n, q, t, i, s } = value as Record<string, unknown>;
  if (typeof a !== "string" || typeof p !== "string" || typeof s !== "string" || typeof q !== "string")
    return null;
  if (!Number.isSafeInteger(n) || typeof t !== "boolean" || typeof i !== "boolean") return null;
  return { a: a as AuthorId, p, n: n as number, q, t, i, s };
};

export class Presence {
  readonly #context: RoomContext;
  readonly #awareness: Awareness;
  readonly #peerId: string;
  readonly #publish: (payload: Uint8Array, options: { urgent: boolean }) => void;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly changes = new Listeners();
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
    this.#awareness.on("change", () => this.changes.emit());
    this.#timer = setInterval(() => this.renew(), renewMs);
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
      const state = awarenessId === this.id ? null : asState(value);
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
    const state = { a: this.#context.authorId(this.#context.author), p: this.#peerId, n, q, t, i };
    const s = toBase64url(this.#context.sign(this.#covered(this.id, state)));
    this.#awareness.setLocalState({ ...state, s });
    this.#publish(this.encodeOwn(), { urgent });
  }

  encodeOwn(): Uint8Array {
    return encodeAwarenessUpdate(this.#awareness, [this.id]);
  }

  /** Everything known, for a peer that has just come; in a crowd it hears the rest when they renew. */
  encodeAll(): Uint8Array {
    const others = [...this.#awareness.getStates().keys()].filter((id) => id !== this.id);
    return encodeAwarenessUpdate(this.#awareness, [this.id, ...others.slice(1 - maxEntries)]);
  }

  /**
   * Applies what is validly signed and newer. Gives these entries re-encoded, or null when there are none. `origin`: the link
   * it came over, with its author.
   */
  receive(payload: Uint8Array, origin: Readonly<{ author: AuthorId }>): Uint8Array | null {
    const good = this.#filter(payload, origin.author);
    if (good === null) return null;
    applyAwarenessUpdate(this.#awareness, good, origin);
    this.#forgetGone();
    return good;
  }

  /** A peer said goodbye on its own link, or its link died. What it called its awareness id may be another's. */
  remove(awarenessId: number, author: AuthorId): void {
    const state = asState(this.#awareness.getStates().get(awarenessId));
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
    }
    const state = this.#own;
    this.#awareness.meta.set(id, { clock: 0, lastUpdated: Date.now() });
    this.#awareness.states.set(id, {});
    this.#own = state;
    this.renew();
  }

  #covered(awarenessId: number, { a, p, n, q, t, i }: Omit<State, "s">): Uint8Array {
    return concat(
      utf8("kothabarta/1/presence\0"),
      this.#context.topic,
      utf8(JSON.stringify([awarenessId, a, p, n, q, t, i])),
    );
  }

  #filter(payload: Uint8Array, from: AuthorId): Uint8Array | null {
    const encoder = encoding.createEncoder();
    const states = this.#awareness.getStates();
    /** Counted only for who is new: of everyone present, it is most of the work in a large room. */
    let seats: Seats | null = null;
    /** Each number counts once: thousands of copies of one entry would each be verified, and all but one be nothing new. */
    const read = new Set<number>();
    let count = 0;
    try {
      const decoder = decoding.createDecoder(payload);
      const entries = decoding.readVarUint(decoder);
      if (entries > maxEntries) return null;
      for (let i = 0; i < entries; i++) {
        const id = decoding.readVarUint(decoder);
        const clock = decoding.readVarUint(decoder);
        const json = decoding.readVarString(decoder);
        const state = read.has(id) ? null : this.#newsOf(id, clock, json);
        if (state === null) continue;
        read.add(id);
        const isNew = id !== this.id && !states.has(id);
        if (isNew && !(seats ??= this.#seats()).has(state.a, from)) continue;
        // Everyone verifies what they pass on: who sends this has made it up, and the rest of it is not worth the time.
        if (!this.#isSigned(id, state)) break;
        if (id === this.id) {
          // Somebody uses our number: it is theirs if they want it, nothing hangs on it.
          if (state.a !== this.#context.authorId(this.#context.author)) this.#rotate();
          continue;
        }
        if (isNew) seats?.take(state.a);
        count++;
        encoding.writeVarUint(encoder, id);
        encoding.writeVarUint(encoder, clock);
        encoding.writeVarString(encoder, json);
      }
    } catch {
      return null; // truncated, or not JSON
    }
    if (count === 0) return null;
    const head = encoding.createEncoder();
    encoding.writeVarUint(head, count);
    return concat(encoding.toUint8Array(head), encoding.toUint8Array(encoder));
  }

  /** The entry, unless it is nothing new, malformed or about a number that is another's. Its signature is not looked at. */
  #newsOf(id: number, clock: number, json: string): State | null {
    if (json.length > maxStateLength || clock <= (this.#awareness.meta.get(id)?.clock ?? -1)) return null;
    const state = asState(JSON.parse(json));
    if (state === null || state.n !== clock) return null;
    const holder = id === this.id ? null : asState(this.#awareness.getStates().get(id));
    return holder === null || holder.a === state.a ? state : null;
  }

  #isSigned(id: number, state: State): boolean {
    const key = fromBase64url(state.a);
    const signature = fromBase64url(state.s);
    return (
      key !== null && signature !== null && this.#context.verify(signature, this.#covered(id, state), key)
    );
  }

  /** Who may still come. Somebody on a link of their own always may: made-up people do not keep them out. */
  #seats(): Seats {
    const present = this.others;
    const own = new Map<AuthorId, number>();
    let all = present.length;
    for (const { author } of present) own.set(author, (own.get(author) ?? 0) + 1);
    return {
      has: (author, from) =>
        (own.get(author) ?? 0) < maxPresent.author && (all < maxPresent.all || author === from),
      take: (author) => {
        own.set(author, (own.get(author) ?? 0) + 1);
        all++;
      },
    };
  }

  /** y-protocols remembers the counter of everyone who ever was here. */
  #forgetGone(): void {
    const { meta, states } = this.#awareness;
    if (meta.size <= maxPresent.all * 2) return;
    for (const id of meta.keys()) if (!states.has(id)) meta.delete(id);
  }
}
