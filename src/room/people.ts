// Who writes here, by their signed name records, and when names need a tag (ID2). A tag is no proof: only a fingerprint is.

import { sha256 } from "@noble/hashes/sha2.js";
import { isBlank } from "../lib/blank.ts";
import { fromBase64url, utf8, concat } from "../lib/bytes.ts";
import { isDue, type Clock } from "./clock.ts";
import { epochOf } from "./epoch.ts";
import { cutName, foldName } from "./fold.ts";
import type { AuthorId, RecordId } from "./ids.ts";
import { outranks } from "./places.ts";
import type { ParsedRecord } from "./record.ts";

/** Two keys that showed one name within this time both carry tags. */
const rivalMs = 30 * 24 * 60 * 60 * 1000;
/** What only time changes about tags may wait this long. */
const tagsKeptMs = 60_000;
const tagLength = { least: 3, most: 10 } as const;

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

const tagOf = (author: AuthorId): string =>
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

type Named = Readonly<{ name: string; folded: string; mixed: boolean; clock: Clock; id: RecordId }>;

export class People {
  readonly #names = new Map<AuthorId, Named>();
  readonly #seen = new Map<AuthorId, number>();
  readonly #now: () => number;
  /** Names that are further ahead than clocks follow, taken once more when they are due (RC3). */
  #ahead: ParsedRecord[] = [];
  /** The earliest clock of those: nothing is looked at before. */
  #aheadFrom = Infinity;
  /** Tags are asked for each person at each redraw, and cost as many steps as there are names. */
  #tags: Readonly<{ tags: ReadonlyMap<AuthorId, string>; at: number }> | null = null;

  constructor({ now }: Readonly<{ now: () => number }>) {
    this.#now = now;
  }

  /** Everyone who has given a name here. */
  get authors(): readonly AuthorId[] {
    return [...this.#names.keys()];
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

  /** Somebody present or writing at `wall`. A time ahead of now counts as now. */
  see(author: AuthorId, wall: number): void {
    const now = this.#now();
    const at = Math.min(wall, now);
    const last = this.lastSeen(author);
    if (at <= last) return;
    this.#seen.set(author, at);
    // Known as lately seen already, or not even now: no tag changes.
    if (last < now - rivalMs + tagsKeptMs && at >= now - rivalMs) this.#tags = null;
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
      const folded = foldName(name);
      this.#names.set(author, { name, folded, mixed: mixesScripts(folded), clock, id });
      this.#tags = null;
    }
  }

  #recheck(): void {
    if (this.#ahead.length === 0 || !isDue({ ms: this.#aheadFrom, counter: 0 }, this.#now())) return;
    const waiting = this.#ahead;
    this.#ahead = [];
    this.#aheadFrom = Infinity;
    this.add(waiting);
  }

  /** The tags of all who need one: authors whose names fold alike and were seen in the last 30 days, and mixed scripts. */
  tags(): ReadonlyMap<AuthorId, string> {
    this.#recheck();
    const now = this.#now();
    if (this.#tags === null || Math.abs(now - this.#tags.at) >= tagsKeptMs)
      this.#tags = { tags: this.#findTags(now), at: now };
    return this.#tags.tags;
  }

  #findTags(now: number): ReadonlyMap<AuthorId, string> {
    const claimants = new Map<string, AuthorId[]>();
    const since = now - rivalMs;
    for (const [author, { folded, mixed }] of this.#names) {
      if (this.lastSeen(author) < since && !mixed) continue;
      const list = claimants.get(folded);
      if (list === undefined) claimants.set(folded, [author]);
      else list.push(author);
    }
    const tags = new Map<AuthorId, string>();
    for (const authors of claimants.values()) {
      const [first] = authors;
      if (first === undefined || (authors.length === 1 && this.#names.get(first)?.mixed !== true)) continue;
      const length = tellingLength(authors.map(tagOf));
      for (const author of authors) tags.set(author, tagOf(author).slice(0, length));
    }
    return tags;
  }
}

/** The shortest length from 3 to 10 at which all tags differ. */
const tellingLength = (tags: readonly string[]): number => {
  for (let length: number = tagLength.least; length < tagLength.most; length++)
    if (new Set(tags.map((tag) => tag.slice(0, length))).size === tags.length) return length;
  return tagLength.most;
};

/** Three free names near a taken one, each within LK6. */
export const suggestNames = (name: string, isTaken: (candidate: string) => boolean): readonly string[] => {
  const suggestions: string[] = [];
  for (let number = 2; suggestions.length < 3 && number < 1000; number++) {
    const candidate = cutName(name, ` ${number}`);
    if (!isTaken(candidate)) suggestions.push(candidate);
  }
  return suggestions;
};
