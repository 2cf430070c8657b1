// Verifies what links bring before anything of it is kept (RC4), in turns that go round the links and, on each, round the
// authors: nobody's flood delays another's words.

import type { RecordId } from "../../room/ids.ts";

export type Item = Readonly<{ key: RecordId; bytes: Uint8Array | null }>;

export type Entry<T extends Item = Item> = Readonly<{
  /** Whose turn it takes: author of its first record. */
  author: string;
  /** Those without bytes, and those known here, need no verdict. */
  items: readonly T[];
  /** In their order, as they verify. */
  onGood: (items: readonly T[]) => void;
  /** One of the others is not signed by whom it names; what came before it was given to `onGood`. */
  onForged: () => void;
}>;

export type TurnsOptions = Readonly<{
  verify: (records: readonly Uint8Array[]) => Promise<readonly boolean[]>;
  isKnown: (id: RecordId) => boolean;
}>;

/** A batch takes about so long: a word just written waits for no more. */
const batchMs = 30;
const batch = { first: 16, least: 4, most: 512 } as const;
/** Of one author on one link in one round. */
const share = 4;
/** Of one link, not verified yet. What comes beyond is found by comparing digests (MS4). */
const maxWaitingBytes = 4 * 1024 * 1024;

type Waiting = { readonly entry: Entry; readonly size: number; at: number };
type Queue = { readonly byAuthor: Map<string, Waiting[]>; bytes: number };
/** What of an entry is in a batch: its items up to `waiting.at`, and which of them have a verdict where. */
type Piece = Readonly<{ queue: Queue; waiting: Waiting; from: number; checks: Map<number, number> }>;
type Batch = Readonly<{ pieces: Map<Waiting, Piece>; records: Uint8Array[] }>;

/** `Link` stands for whatever tells links apart. */
export class Turns<Link extends object> {
  readonly #options: TurnsOptions;
  readonly #queues = new Map<Link, Queue>();
  #size: number = batch.first;
  #running = false;
  #closed = false;

  constructor(options: TurnsOptions) {
    this.#options = options;
  }

  /** False when this link has too much waiting: then it is not done at all. */
  add<T extends Item>(link: Link, entry: Entry<T>): boolean {
    if (this.#closed) return false;
    const size = entry.items.reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), 0);
    const queue = this.#queues.get(link) ?? { byAuthor: new Map<string, Waiting[]>(), bytes: 0 };
    if (queue.bytes > 0 && queue.bytes + size > maxWaitingBytes) return false;
    this.#queues.set(link, queue);
    queue.bytes += size;
    // Given back its own items only.
    const waiting = { entry: entry as unknown as Entry, size, at: 0 };
    const list = queue.byAuthor.get(entry.author);
    if (list === undefined) queue.byAuthor.set(entry.author, [waiting]);
    else list.push(waiting);
    if (!this.#running) {
      this.#running = true;
      void this.#run();
    }
    return true;
  }

  /** The link is gone, and what it brought and nobody else did. */
  drop(link: Link): void {
    this.#queues.delete(link);
  }

  close(): void {
    this.#closed = true;
    this.#queues.clear();
  }

  async #run(): Promise<void> {
    // What comes in this turn goes into one batch.
    await Promise.resolve();
    while (!this.#closed && this.#queues.size > 0) {
      const { pieces, records } = this.#next();
      const began = performance.now();
      const verdicts = records.length === 0 ? [] : await this.#options.verify(records);
      if (this.#closed) return;
      if (records.length > 0) {
        const eachMs = Math.max(0.01, (performance.now() - began) / records.length);
        this.#size = Math.max(batch.least, Math.min(batch.most, Math.round(batchMs / eachMs)));
      }
      for (const piece of pieces.values()) this.#give(piece, verdicts);
    }
    this.#running = false;
  }

  /** The next of each link and author, until there is enough. */
  #next(): Batch {
    const next: Batch = { pieces: new Map(), records: [] };
    for (let isMore = true; isMore && next.records.length < this.#size;) {
      isMore = false;
      for (const [link, queue] of Array.from(this.#queues)) {
        if (next.records.length >= this.#size) break;
        this.#queues.delete(link);
        if (!this.#take(queue, next)) continue; // it has nothing left
        this.#queues.set(link, queue); // last in the next round
        isMore = true;
      }
    }
    return next;
  }

  #take(queue: Queue, { pieces, records }: Batch): boolean {
    const [first] = queue.byAuthor;
    if (first === undefined) return false;
    const [author, list] = first;
    queue.byAuthor.delete(author);
    const [waiting] = list;
    if (waiting === undefined) return queue.byAuthor.size > 0;
    const { items } = waiting.entry;
    const piece = pieces.get(waiting) ?? { queue, waiting, from: waiting.at, checks: new Map() };
    pieces.set(waiting, piece);
    for (let taken = 0; waiting.at < items.length && taken < share; waiting.at++) {
      const item = items[waiting.at];
      if (item === undefined || item.bytes === null || this.#options.isKnown(item.key)) continue;
      piece.checks.set(waiting.at, records.length);
      records.push(item.bytes);
      taken++;
    }
    if (waiting.at >= items.length) list.shift();
    if (list.length > 0) queue.byAuthor.set(author, list);
    return true;
  }

  #give({ queue, waiting, from, checks }: Piece, verdicts: readonly boolean[]): void {
    const { entry, size } = waiting;
    const forged = Array.from(checks).find(([, check]) => verdicts[check] !== true);
    const to = forged?.[0] ?? waiting.at;
    const isEnded = forged !== undefined || waiting.at >= entry.items.length;
    if (isEnded) queue.bytes -= size;
    if (to > from || entry.items.length === 0) entry.onGood(entry.items.slice(from, to));
    if (forged === undefined) return;
    const list = queue.byAuthor.get(entry.author);
    if (list?.[0] === waiting) list.shift();
    entry.onForged();
  }
}
