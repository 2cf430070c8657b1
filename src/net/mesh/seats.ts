// How many may be here (GT4): tabs and devices of one author, and everybody together. Somebody on a link of their own always
// may: made-up people do not keep them out.

import type { AuthorId } from "../../room/ids.ts";

const maxPresent = { author: 4, all: 1024 } as const;
/** y-protocols remembers the counter of everyone who ever was here: so many are worth keeping. */
export const maxRemembered = maxPresent.all * 2;

export class Seats {
  readonly #taken = new Map<AuthorId, number>();
  #all = 0;

  constructor(present: Iterable<Readonly<{ author: AuthorId }>>) {
    for (const { author } of present) this.take(author);
  }

  /** `from`: the author of the link that says it. */
  has(author: AuthorId, from: AuthorId): boolean {
    return (
      (this.#taken.get(author) ?? 0) < maxPresent.author && (this.#all < maxPresent.all || author === from)
    );
  }

  take(author: AuthorId): void {
    this.#taken.set(author, (this.#taken.get(author) ?? 0) + 1);
    this.#all++;
  }
}
