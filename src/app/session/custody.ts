// Who holds one's own messages, as far as devices have said: never more than is known.

import type { AuthorId, RecordId } from "../../room/ids.ts";
import type { Message } from "../../room/message.ts";

const maxFollowed = 300;

/** The newest messages of an author: as many as are followed. */
export const newestOf = (messages: readonly Message[], author: AuthorId): readonly RecordId[] => {
  const newest: RecordId[] = [];
  for (let i = messages.length - 1; i >= 0 && newest.length < maxFollowed; i--) {
    const message = messages[i];
    if (message?.author === author) newest.push(message.id);
  }
  return newest;
};

export class Custody {
  readonly #holders = new Map<RecordId, Set<AuthorId>>();

  /** The own messages to be followed from now on: what was known of them stays, others are forgotten. */
  follow(ids: readonly RecordId[]): void {
    const followed = new Set(ids);
    for (const id of this.#holders.keys()) if (!followed.has(id)) this.#holders.delete(id);
    for (const id of followed) if (!this.#holders.has(id)) this.#holders.set(id, new Set());
  }

  /** `author` stores these; null: everything followed so far. True when that was news. */
  hear(author: AuthorId, ids: readonly RecordId[] | null): boolean {
    let news = false;
    for (const id of ids ?? this.#holders.keys()) {
      const holders = this.#holders.get(id);
      if (holders === undefined || holders.has(author)) continue;
      holders.add(author);
      news = true;
    }
    return news;
  }

  /** For the messages that anybody else holds. `present`: the others who are here now. */
  held(present: ReadonlySet<AuthorId>): readonly (readonly [RecordId, "another" | "everyone"])[] {
    const held: (readonly [RecordId, "another" | "everyone"])[] = [];
    for (const [id, holders] of this.#holders) {
      if (holders.size === 0) continue;
      const everyone = present.size > 0 && [...present].every((author) => holders.has(author));
      held.push([id, everyone ? "everyone" : "another"]);
    }
    return held;
  }
}
