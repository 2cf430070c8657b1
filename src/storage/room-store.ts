// One room's document on this device (ST1, ST2): loads it from y-indexeddb's database, hands what is written to the
// writer, and says truly what is saved. Nothing here throws into doc.transact.

import { clearDocument } from "y-indexeddb";
import type * as Y from "yjs";
import { Listeners, type Stop, type Watchable } from "../lib/listeners.ts";
import type { TopicName } from "../room/ids.ts";
import { Backoff } from "./backoff.ts";
import { hasIndexedDb } from "./database.ts";
import { withDeadline } from "./deadline.ts";
import { RoomDatabase } from "./room-database.ts";
import { newRows, owesErasure, readRows, type Rows } from "./room-rows.ts";
import { RoomWriter } from "./room-writer.ts";
import { SaveTally } from "./save-tally.ts";
import { tabSaves, type TabSaves } from "./tab-saves.ts";

/**
 * "memory": IndexedDB is missing, refused, or has not answered yet. "unsaved": a write failed and is being repeated.
 * "saved": the transactions with everything written so far have completed.
 */
export type SaveState = "loading" | "saving" | "saved" | "unsaved" | "memory";

/** The database of a room: named by its topic, never by its secret. */
export const storeName = (topic: TopicName): string => `kothabarta-room:${topic}`;

export type RoomStoreOptions = Readonly<{
  /** The database's name. */
  name: string;
  doc: Y.Doc;
  /** False in a tab that leaves writing to another one (ST4). */
  writer: boolean;
  /** After this the room opens without its history, which appears when it comes. Default 6 s. */
  loadDeadlineMs?: number;
  /** A transaction that has not ended by then has failed (iOS). Default 20 s. */
  storeDeadlineMs?: number;
  /** Pause after the first failure; it doubles up to 30 s. Default 250 ms. */
  retryMs?: number;
  /** Quiet time before many rows are made one. Default 2 s. */
  idleMs?: number;
  /** Least pause between two compactions (RC5). Default 5 s. */
  compactPauseMs?: number;
}>;

const longestRetryMs = 30_000;

export class RoomStore implements Watchable {
  readonly #doc: Y.Doc;
  readonly #rows: Rows;
  readonly #database: RoomDatabase;
  readonly #tally = new SaveTally();
  readonly #writer: RoomWriter;
  readonly #backoff: Backoff;
  readonly #tabs: TabSaves;
  readonly #listeners = new Listeners();
  #phase: "loading" | "memory" | "open" | "closed" = "loading";
  #isWriter: boolean;
  #shown: SaveState = "loading";
  #closing: Promise<void> | null = null;

  /** Resolves when the history is loaded, or when it is clear that it is not coming soon (state "memory"). */
  static async open(options: RoomStoreOptions): Promise<RoomStore> {
    const store = new RoomStore(options);
    await store.#start(options.loadDeadlineMs ?? 6000);
    return store;
  }

  private constructor(options: RoomStoreOptions) {
    const { name, doc, writer, storeDeadlineMs = 20_000, retryMs = 250 } = options;
    const { idleMs = 2000, compactPauseMs = 5000 } = options;
    this.#doc = doc;
    this.#isWriter = writer;
    this.#rows = newRows(doc);
    this.#backoff = new Backoff({ firstMs: retryMs, longestMs: longestRetryMs });
    this.#database = new RoomDatabase({
      name,
      deadlineMs: storeDeadlineMs,
      onLost: () => {
        // What was stored may be gone (site data cleared, the room deleted in another tab), and this tab still has it.
        if (!this.#writer.isOn) return;
        this.#tally.lost();
        this.#writer.work();
        this.#show();
      },
    });
    this.#writer = new RoomWriter({
      rows: this.#rows,
      database: this.#database,
      tally: this.#tally,
      storeDeadlineMs,
      retryMs,
      idleMs,
      compactPauseMs,
      onChange: () => {
        this.#show();
        this.#tabs.answer();
      },
    });
    this.#tabs = tabSaves(name, doc, {
      isStored: () => this.#writer.isOn && this.#tally.isStored,
      onStored: () => {
        if (this.#isWriter || this.#phase !== "open") return;
        this.#tally.done(this.#tally.whole);
        this.#show();
      },
    });
  }

  get state(): SaveState {
    if (this.#phase === "loading" || this.#phase === "memory") return this.#phase;
    if (this.#tally.isLost) return "unsaved";
    return this.#tally.isStored ? "saved" : "saving";
  }

  subscribe(listener: () => void): Stop {
    return this.#listeners.add(listener);
  }

  /** Resolves once everything written before this call is on disk: never earlier, and never when that never happens. */
  whenSaved(): Promise<void> {
    const isSaved = this.state === "saved";
    return isSaved ? Promise.resolve() : this.#tally.wait(this.#tally.needed, { patient: true });
  }

  /** As `RoomWriter.flush`. */
  flush(options: Readonly<{ leaving?: boolean }> = {}): Promise<void> {
    return this.#writer.flush(options);
  }

  /** Real erasure (RC5), as `RoomWriter.compact` does it. Resolves when it is done; in a tab that does not write at once. */
  compact(): Promise<void> {
    const erased = this.#tally.erase();
    if (!this.#writer.isOn) return Promise.resolve();
    this.#writer.compact();
    return this.#tally.wait(erased, { patient: true });
  }

  /** This tab writes from now on. Resolves when the whole state is stored, or storing it has failed once. */
  becomeWriter(): Promise<void> {
    if (this.#isWriter) return Promise.resolve();
    this.#isWriter = true;
    if (this.#phase !== "open") return Promise.resolve(); // the load will see to it
    this.#tally.due();
    this.#writer.start();
    this.#show();
    return this.#writer.flush();
  }

  /** A value of the room's 'custom' store, untrusted; undefined when there is none. */
  async get(key: string): Promise<unknown> {
    return this.#phase === "open" ? this.#database.get(key) : this.#database.kept(key);
  }

  /** True once the value is on disk (`strict`: the disk itself, where the platform can); false: kept while the room is open. */
  async set(key: string, value: unknown, { strict = false } = {}): Promise<boolean> {
    if (this.#phase === "open") return this.#database.set(key, value, strict);
    this.#database.keep(key, value);
    return false;
  }

  /** What the room's rows take on disk; 0 without storage. */
  async bytes(): Promise<number> {
    return this.#phase === "open" ? this.#database.bytes() : 0;
  }

  /** Stores what is left and lets go; what cannot be stored by now is not. The document stays. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  #start(deadlineMs: number): Promise<void> {
    const { store } = this.#doc;
    if (store.clients.size > 0 || store.pendingStructs !== null) this.#tally.wrote();
    this.#doc.on("afterTransaction", this.#beforeLoad);
    return new Promise((resolve) => {
      const giveUp = (): void => {
        if (this.#phase === "loading") this.#phase = "memory";
        this.#show();
        resolve();
      };
      const timer = setTimeout(giveUp, deadlineMs);
      void this.#load(giveUp).finally(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** Reads the rows, however long it takes and however often it has to be tried. */
  async #load(giveUp: () => void): Promise<void> {
    for (;;) {
      try {
        const db = await this.#database.open();
        await readRows(this.#rows, db, { tidy: this.#isWriter });
        if (await owesErasure(db)) this.#tally.erase();
        break;
      } catch {
        this.#database.drop();
        giveUp();
        if (!hasIndexedDb() || this.#isClosed) return;
        await this.#backoff.wait();
      }
    }
    this.#doc.off("afterTransaction", this.#beforeLoad);
    if (this.#isClosed) return;
    this.#phase = "open";
    // Only from here on: such a listener makes Yjs encode the whole history once more while it loads.
    this.#doc.on("update", this.#onUpdate);
    if (!this.#tally.isEmpty) this.#tally.due();
    this.#tally.done({ updates: 0, rewrites: 0 });
    if (this.#isWriter) this.#writer.start();
    else if (!this.#tally.isStored) this.#tabs.ask();
    this.#show();
  }

  /** What is written before the history is there is stored with it. */
  readonly #beforeLoad = (transaction: Y.Transaction): void => {
    if (transaction.origin !== this.#rows) this.#tally.wrote();
  };

  readonly #onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this.#rows) return;
    this.#tally.wrote();
    if (this.#isWriter) this.#writer.push(update);
    else this.#tabs.ask();
    this.#show();
  };

  get #isClosed(): boolean {
    return this.#phase === "closed";
  }

  #show(): void {
    if (this.#shown === this.state) return;
    this.#shown = this.state;
    this.#listeners.emit();
  }

  async #end(): Promise<void> {
    await this.#writer.stop();
    this.#doc.off("update", this.#onUpdate);
    this.#doc.off("afterTransaction", this.#beforeLoad);
    this.#phase = "closed";
    this.#rows._destroyed = true;
    this.#backoff.now();
    this.#database.close();
    this.#tabs.close();
  }
}

/** Removes a room's data from this device: true when it is gone. Its stores are closed first; other tabs' let go by themselves. */
export const deleteRoomData = async (name: string, { deadlineMs = 10_000 } = {}): Promise<boolean> => {
  try {
    await withDeadline(clearDocument(name), deadlineMs);
    return true;
  } catch {
    return !hasIndexedDb(); // nothing was ever stored
  }
};
