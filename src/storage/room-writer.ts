// Writes a room's updates to its rows, one transaction at a time. Whatever fails, the connection is opened anew and
// the whole state is written: a lost row would leave all later ones hanging on it (P3.1). Throws at nobody.

import { Backoff } from "./backoff.ts";
import { withDeadline } from "./deadline.ts";
import type { RoomDatabase } from "./room-database.ts";
import { appendRows, rewriteRows, rewriteRowsAtOnce, type Rows } from "./room-rows.ts";
import type { Covered, SaveTally } from "./save-tally.ts";

const longestRetryMs = 30_000;
/** Rows that cost nothing to load. Above it, one more per so many bytes: a large room is not rewritten for little. */
const freeRows = 200;
const bytesPerRow = 4096;
/** At so many times the limit rows are made one even without a quiet moment. */
const impatience = 4;
/** Rewriting a room for what was erased takes at most this share of the time: a word written and erased twice a second made it all (RC5). */
const compactShare = 1 / 20;

type WriterOptions = Readonly<{
  rows: Rows;
  database: RoomDatabase;
  tally: SaveTally;
  /** A transaction that has not ended by then has failed. */
  storeDeadlineMs: number;
  /** Pause after the first failure; it doubles up to 30 s. */
  retryMs: number;
  /** Quiet time before many rows are made one. */
  idleMs: number;
  /** Least pause between two compactions. */
  compactPauseMs: number;
  /** After every attempt. */
  onChange: () => void;
}>;

export class RoomWriter {
  readonly #options: WriterOptions;
  readonly #backoff: Backoff;
  /** Updates no transaction has taken yet. */
  #queue: Uint8Array[] = [];
  #on = false;
  #working = false;
  #attempt = 0;
  #rowLimit = freeRows;
  #idle: ReturnType<typeof setTimeout> | undefined;
  /** performance.now() from which on the rows may be rewritten for what was erased. */
  #compactFrom = -Infinity;
  #compaction: ReturnType<typeof setTimeout> | undefined;

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#backoff = new Backoff({ firstMs: options.retryMs, longestMs: longestRetryMs });
  }

  get isOn(): boolean {
    return this.#on;
  }

  /** The rows are read and this tab is the one that writes. */
  start(): void {
    this.#on = true;
    this.compact();
    this.work();
    this.#tidyWhenIdle();
  }

  /** Stores what is left, as far as that is possible now, and stops. */
  async stop(): Promise<void> {
    const { tally } = this.#options;
    if (this.#on && tally.owesErasure) {
      const compacted = tally.wait(tally.compact(), { patient: false });
      this.work();
      this.#backoff.now();
      await compacted;
    }
    // The second time is for a connection that the first found dead.
    for (let times = 0; times < 2; times++) await this.flush();
    clearTimeout(this.#idle);
    await this.#tidy();
    this.#on = false;
    clearTimeout(this.#idle);
    clearTimeout(this.#compaction);
    this.#backoff.now();
  }

  /** The tally knows of the update already. */
  push(update: Uint8Array): void {
    this.#queue.push(update);
    this.#backoff.hurry();
    this.work();
  }

  /** Erased content leaves the disk: now, or when the pause after the last time is over. */
  compact(): void {
    const { tally } = this.#options;
    if (!this.#on || !tally.owesErasure || this.#compaction !== undefined) return;
    const waitMs = this.#compactFrom - performance.now();
    if (waitMs > 0) {
      this.#compaction = setTimeout(() => {
        this.#compaction = undefined;
        this.compact();
      }, waitMs);
      return;
    }
    tally.compact();
    this.work();
  }

  /**
   * Stores what there is, also during the pause after a failure. Resolves when that is done or has failed once more.
   * `leaving`: the page may get no other turn, and what was erased leaves the disk with it.
   */
  flush({ leaving = false } = {}): Promise<void> {
    const { tally } = this.#options;
    if (leaving && this.#on && tally.owesErasure) return this.#leave();
    if (!this.#on || tally.isStored) return Promise.resolve();
    const flushed = tally.wait(tally.needed, { patient: false });
    this.work();
    this.#backoff.now();
    return flushed;
  }

  /** Does what the queue and the tally ask for. */
  work(): void {
    if (this.#working || !this.#hasWork) return;
    this.#working = true;
    // A microtask later a burst of updates is one row, and a deletion with its compact() one transaction.
    queueMicrotask(() => void this.#workOff());
  }

  /** All is asked for in this turn, whatever is under way. */
  async #leave(): Promise<void> {
    const { tally, database, rows, storeDeadlineMs, onChange } = this.#options;
    const owes = this.#working;
    try {
      const db = await database.open();
      tally.compact();
      const covered = tally.whole;
      this.#queue = [];
      await withDeadline(rewriteRowsAtOnce(rows, db, { owes }), storeDeadlineMs);
      tally.done(covered);
    } catch {
      tally.lost(); // the page may live on
      this.work();
    }
    onChange();
  }

  get #hasWork(): boolean {
    return this.#on && (this.#queue.length > 0 || this.#options.tally.wantsRewrite);
  }

  async #workOff(): Promise<void> {
    const { tally, database, storeDeadlineMs, onChange } = this.#options;
    while (this.#hasWork) {
      const attempt = ++this.#attempt;
      try {
        tally.done(await withDeadline(this.#store(attempt), storeDeadlineMs));
        this.#backoff.reset();
        onChange();
      } catch {
        // Quota, a dead connection, an abort: the remedy is the same.
        this.#attempt++; // a late end no longer counts
        database.drop();
        if (!tally.isStored) tally.lost();
        onChange();
        tally.failed();
        if (this.#on) await this.#backoff.wait();
      }
    }
    this.#working = false;
    this.#tidyWhenIdle();
  }

  /** One transaction: the queue as rows, or the whole state in place of all rows. Gives what is stored with it. */
  async #store(attempt: number): Promise<Covered> {
    const { tally, database, rows } = this.#options;
    const check = (): void => {
      if (attempt !== this.#attempt) throw new Error("another attempt has begun");
    };
    const db = await database.open();
    check();
    let covered = tally.queued;
    if (!tally.wantsRewrite) {
      await appendRows(rows, db, this.#queue.splice(0), { owes: tally.owesErasure });
      return covered;
    }
    const began = performance.now();
    this.#pauseCompacting(began);
    await rewriteRows(rows, db, () => {
      check();
      this.#queue = [];
      tally.compact();
      covered = tally.whole;
      return { erase: tally.owesErasure };
    });
    this.#pauseCompacting(began);
    return covered;
  }

  #pauseCompacting(began: number): void {
    const now = performance.now();
    this.#compactFrom = now + Math.max(this.#options.compactPauseMs, (now - began) / compactShare);
  }

  #tidyWhenIdle(): void {
    clearTimeout(this.#idle);
    const { rows, idleMs } = this.#options;
    if (!this.#on || rows._dbsize <= this.#rowLimit) return;
    const isUrgent = rows._dbsize > this.#rowLimit * impatience;
    this.#idle = setTimeout(() => void this.#tidy(), isUrgent ? 0 : idleMs);
  }

  /** Makes many rows one. */
  async #tidy(): Promise<void> {
    const { rows, database, tally } = this.#options;
    if (!this.#on || rows._dbsize <= this.#rowLimit) return;
    this.#rowLimit = freeRows + Math.ceil((await database.bytes()) / bytesPerRow);
    if (!this.#on || rows._dbsize <= this.#rowLimit) return;
    const tidied = tally.wait(tally.tidy(), { patient: false });
    this.work();
    await tidied;
  }
}
