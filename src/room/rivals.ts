// Who shows one name, or one that looks like it, and how long the tags are that tell them all apart (ID2). A name stands under
// each of its keys; what is asked costs as much as there are under the keys of one name (RC4).

import type { AuthorId } from "./ids.ts";

/** What only time changes about tags may wait this long. */
export const tagsKeptMs = 60_000;
export const tagLength = { least: 3, most: 10 } as const;
/** Of more claimants of one name all get the longest tag: somebody makes them up, and each is a hash. */
const mostCompared = 512;

export type RivalsOptions = Readonly<{
  now: () => number;
  /** Of its longest length. */
  tagOf: (author: AuthorId) => string;
  /** False for who was not seen lately: nobody's rival. */
  counts: (author: AuthorId) => boolean;
}>;

export class Rivals {
  readonly #options: RivalsOptions;
  readonly #claims = new Map<string, Set<AuthorId>>();
  /** By key; 0: nobody there needs a tag. Kept until one of them changes: it is asked for at each redraw. */
  readonly #lengths = new Map<string, Readonly<{ length: number; at: number }>>();

  constructor(options: RivalsOptions) {
    this.#options = options;
  }

  claim(author: AuthorId, keys: readonly string[]): void {
    for (const key of keys) {
      const claimants = this.#claims.get(key);
      if (claimants === undefined) this.#claims.set(key, new Set([author]));
      else claimants.add(author);
    }
    this.changed(keys);
  }

  disclaim(author: AuthorId, keys: readonly string[]): void {
    for (const key of keys) {
      const claimants = this.#claims.get(key);
      claimants?.delete(author);
      if (claimants?.size === 0) this.#claims.delete(key);
    }
    this.changed(keys);
  }

  /** Somebody under these counts now who did not. */
  changed(keys: readonly string[]): void {
    for (const key of keys) this.#lengths.delete(key);
  }

  /** How long a tag under these keys is; 0: who stands there is alone under each of them. */
  lengthOf(keys: readonly string[]): number {
    return Math.max(0, ...keys.map((key) => this.#lengthUnder(key)));
  }

  #lengthUnder(key: string): number {
    const { now, counts } = this.#options;
    const at = now();
    const kept = this.#lengths.get(key);
    if (kept !== undefined && Math.abs(at - kept.at) < tagsKeptMs) return kept.length;
    const rivals: AuthorId[] = [];
    for (const author of this.#claims.get(key) ?? []) {
      if (counts(author)) rivals.push(author);
      if (rivals.length > mostCompared) break;
    }
    const length = this.#tellingLength(rivals);
    this.#lengths.set(key, { length, at });
    return length;
  }

  /** The shortest length from 3 to 10 at which all their tags differ; 0 for one alone. */
  #tellingLength(rivals: readonly AuthorId[]): number {
    if (rivals.length < 2) return 0;
    if (rivals.length > mostCompared) return tagLength.most;
    const tags = rivals.map(this.#options.tagOf);
    for (let length: number = tagLength.least; length < tagLength.most; length++)
      if (new Set(tags.map((tag) => tag.slice(0, length))).size === tags.length) return length;
    return tagLength.most;
  }
}
