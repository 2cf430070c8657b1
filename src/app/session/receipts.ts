// Tells authors which of their records are stored on this device: one small message a second to each, and only once it is true.

import type { AuthorId, RecordId } from "../../room/ids.ts";

const everyMs = 1000;
/** To each author: of a history, later heartbeats say that all of it is here. */
const mostIds = 1000;

export type ReceiptsOptions = Readonly<{
  /** Everything that the document holds is on the disk. */
  isStored: () => boolean;
  say: (author: AuthorId, ids: readonly RecordId[]) => void;
}>;

export class Receipts {
  readonly #options: ReceiptsOptions;
  readonly #due = new Map<AuthorId, RecordId[]>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(options: ReceiptsOptions) {
    this.#options = options;
  }

  add(author: AuthorId, id: RecordId): void {
    const ids = this.#due.get(author);
    if (ids === undefined) this.#due.set(author, [id]);
    else if (ids.length < mostIds) ids.push(id);
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.give();
    }, everyMs);
  }

  /** Says what is due, unless it is not stored yet or the second is not over. */
  give(): void {
    if (this.#timer !== null || !this.#options.isStored()) return;
    for (const [author, ids] of this.#due) this.#options.say(author, ids);
    this.#due.clear();
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }
}
