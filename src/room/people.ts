// Who writes here, by their signed name records, and when names need a tag (ID2). A tag is no proof: only a fingerprint is.
// Somebody may make up thousands: whatever is asked here is about one author, and costs no more than who shows the same name (RC4).

import { sha256 } from "@noble/hashes/sha2.js";
import { isBlank } from "../lib/blank.ts";
import { fromBase64url, utf8, concat } from "../lib/bytes.ts";
import { pause } from "../lib/pause.ts";
import { isDue, type Clock } from "./clock.ts";
import { epochOf } from "./epoch.ts";
import { cutName, foldName } from "./fold.ts";
import type { AuthorId, RecordId } from "./ids.ts";
import { outranks } from "./places.ts";
import type { ParsedRecord } from "./record.ts";
import { Rivals, tagLength, tagsKeptMs } from "./rivals.ts";

/** Two keys that showed one name within this time both carry tags. */
const rivalMs = 30 * 24 * 60 * 60 * 1000;

const keptHashes = 4096;
const hashes = new Map<AuthorId, Uint8Array>();

/** Asked for everyone at each redraw. */
const keyHash = (author: AuthorId): Uint8Array => {
  const known = hashes.get(author);
  if (known !== undefined) return known;
  const made = sha256(concat(utf8("kothabarta/1/person"), fromBase64url(author) ?? new Uint8Array()));
  if (hashes.size >= keptHashes) hashes.clear();
  hashes.set(author, made);
  return made;
};

/** No letters that are mistaken for another (Crockford). */
const tagAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";

const fullTagOf = (author: AuthorId): string =>
  [...keyHash(author).subarray(0, tagLength.most)].map((byte) => tagAlphabet.charAt(byte & 31)).join("");

/** 0…359, from the key, so that a careless imitator looks different (ID3). */
export const hueOf = (author: AuthorId): number => {
  const [, , , , , , , , , , , , high = 0, low = 0] = keyHash(author);
  return ((high << 8) | low) % 360;
};

/** Half of SHA-256 of the key as eight groups of four hexadecimal digits, to compare aloud. */
export const fingerprintOf = (author: AuthorId): string =>
  Array.from({ length: 8 }, (_, group) =>
    [...keyHash(author).subarray(group * 2, group * 2 + 2)]
      .map((byte) => byte.toString(16).padStart(2, "0"))
      .join(""),
  ).join(" ");

/** True for a folded name that mixes Latin, Cyrillic or Greek: such names imitate others, so they always carry a tag. */
const mixesScripts = (folded: string): boolean =>
  [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u].filter((script) => script.test(folded))
    .length > 1;

type Named = Readonly<{
  name: string;
  /** Who shows one of these too is a rival: the name folded, and what it looks like once that can be told. */
  keys: readonly string[];
  mixed: boolean;
  clock: Clock;
  id: RecordId;
}>;

/** So many names are gone through at a time, 10 µs each. */
const namesAtOnce = 500;

export class People {
  readonly #names = new Map<AuthorId, Named>();
  readonly #seen = new Map<AuthorId, number>();
  readonly #now: () => number;
  readonly #rivals: Rivals;
  #lookOf: ((name: string) => string) | null = null;
  /** Names that are further ahead than clocks follow, taken once more when they are due (RC3). */
  #ahead: ParsedRecord[] = [];
  /** The earliest clock of those: nothing is looked at before. */
  #aheadFrom = Infinity;

  constructor({ now }: Readonly<{ now: () => number }>) {
    this.#now = now;
    this.#rivals = new Rivals({ now, tagOf: fullTagOf, counts: (author) => this.#counts(author) });
  }

  /** The records that give these authors their present names. */
  nameRecordsOf(authors: Iterable<AuthorId>): readonly RecordId[] {
    return [...authors].flatMap((author) => this.#names.get(author)?.id ?? []);
  }

  /** "" while unknown. */
  nameOf(author: AuthorId): string {
    this.#recheck();
    return this.#names.get(author)?.name ?? "";
  }

  /** ms since 1970, 0 if never. */
  lastSeen(author: AuthorId): number {
    return this.#seen.get(author) ?? 0;
  }

  /**
   * What tells this author apart: null for who needs nothing, which is whose name folds, and looks, like no other's that was seen in
   * the last 30 days and mixes no scripts.
   */
  tagOf(author: AuthorId): string | null {
    this.#recheck();
    const named = this.#names.get(author);
    if (named === undefined || !this.#counts(author)) return null;
    const length = Math.max(this.#rivals.lengthOf(named.keys), named.mixed ? tagLength.least : 0);
    return length === 0 ? null : fullTagOf(author).slice(0, length);
  }

  /** Somebody present or writing at `wall`. A time ahead of now counts as now. */
  see(author: AuthorId, wall: number): void {
    const now = this.#now();
    const at = Math.min(wall, now);
    const last = this.lastSeen(author);
    if (at <= last) return;
    this.#seen.set(author, at);
    // Known as lately seen already, or not even now: no tag changes.
    if (last < now - rivalMs + tagsKeptMs && at >= now - rivalMs)
      this.#rivals.changed(this.#names.get(author)?.keys ?? []);
  }

  add(records: readonly ParsedRecord[]): void {
    for (const record of records) {
      const { author, clock, wall, payload, id, epoch } = record;
      this.see(author, wall);
      if (payload.kind !== "name" || epoch !== epochOf(clock) || isBlank(payload.name)) continue;
      const now = this.#now();
      if (!isDue(clock, now)) {
        this.#ahead.push(record);
        this.#aheadFrom = Math.min(this.#aheadFrom, clock.ms);
      }
      const known = this.#names.get(author);
      if (known !== undefined && !outranks(record, known, now)) continue;
      const { name } = payload;
      if (known !== undefined) this.#rivals.disclaim(author, known.keys);
      const keys = this.#keysOf(name);
      this.#names.set(author, { name, keys, mixed: mixesScripts(foldName(name)), clock, id });
      this.#rivals.claim(author, keys);
    }
  }

  /** From now on names that look alike are rivals too (ID2). Resolves when those known have been gone through. */
  async learnLooks(lookOf: (name: string) => string): Promise<void> {
    this.#lookOf = lookOf;
    const authors = [...this.#names.keys()];
    for (let from = 0; from < authors.length; from += namesAtOnce) {
      if (from > 0) await pause();
      for (const author of authors.slice(from, from + namesAtOnce)) this.#learnLook(author);
    }
  }

  #learnLook(author: AuthorId): void {
    const named = this.#names.get(author);
    if (named === undefined) return;
    const keys = this.#keysOf(named.name);
    this.#names.set(author, { ...named, keys });
    this.#rivals.claim(author, keys);
  }

  #recheck(): void {
    if (this.#ahead.length === 0 || !isDue({ ms: this.#aheadFrom, counter: 0 }, this.#now())) return;
    const waiting = this.#ahead;
    this.#ahead = [];
    this.#aheadFrom = Infinity;
    this.add(waiting);
  }

  #keysOf(name: string): readonly string[] {
    return [...new Set([foldName(name), ...(this.#lookOf === null ? [] : [this.#lookOf(name)])])];
  }

  /** Seen in the last 30 days, or under a name that imitates others. */
  #counts(author: AuthorId): boolean {
    return this.lastSeen(author) >= this.#now() - rivalMs || this.#names.get(author)?.mixed === true;
  }
}

/** Three free names near a taken one, each within LK6. */
export const suggestNames = (name: string, isTaken: (candidate: string) => boolean): readonly string[] => {
  const suggestions: string[] = [];
  for (let number = 2; suggestions.length < 3 && number < 1000; number++) {
    const candidate = cutName(name, ` ${number}`);
    if (!isTaken(candidate)) suggestions.push(candidate);
  }
  return suggestions;
};
