// Which Yjs client id this device writes under (MS6). Each new one adds about 6 bytes to every state vector for ever, so one
// is used again; a wrong reuse makes two records stand in one slot, so only where it is certain that nothing was lost.

import * as Y from "yjs";

/** What is kept with the room: `clock` is what the document must say after loading. */
export type Lease = Readonly<{ id: number; clock: number; clean: boolean }>;

export const parseLease = (value: unknown): Lease | null => {
  if (typeof value !== "object" || value === null) return null;
  const { id, clock, clean } = value as Partial<Lease>;
  if (!Number.isSafeInteger(id) || !Number.isSafeInteger(clock) || typeof clean !== "boolean") return null;
  return (id as number) >= 0 && (id as number) < 2 ** 32 && (clock as number) >= 0
    ? { id: id as number, clock: clock as number, clean }
    : null;
};

export interface LeaseStore {
  get(key: string): Promise<unknown>;
  /** True once it is on the disk itself. */
  set(key: string, value: Lease, options: { strict: true }): Promise<boolean>;
}

const key = "client-id";

const freshId = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 1;

/**
 * The rule: while the disk calls an id clean, nobody writes under it. An id made new in this session is in no danger,
 * since no disk knows it; one that is used again is claimed on the disk first, and given up where that fails.
 */
export class ClientId {
  readonly #doc: Y.Doc;
  readonly #store: LeaseStore;
  #state: "claiming" | "writable" | "clean" | "never kept";
  /** Stores one after another: a late "clean" must not stand over a "claimed". */
  #stored: Promise<boolean> = Promise.resolve(true);

  private constructor(doc: Y.Doc, store: LeaseStore, mayReuse: boolean) {
    this.#doc = doc;
    this.#store = store;
    this.#state = mayReuse ? "writable" : "never kept";
  }

  /** Call with the document loaded, under the room's Web Lock. `mayReuse`: the lock is real. */
  static async take(
    doc: Y.Doc,
    store: LeaseStore,
    { mayReuse }: Readonly<{ mayReuse: boolean }>,
  ): Promise<ClientId> {
    const taken = new ClientId(doc, store, mayReuse);
    // Yjs's own choice may have been written under by now: that is as good as a fresh one.
    const lease = mayReuse ? parseLease(await store.get(key)) : null;
    if (lease?.clean === true && Y.getState(doc.store, lease.id) === lease.clock) await taken.#claim(lease);
    return taken;
  }

  /** Before each record of one's own: an id that the disk still calls clean must not be written under. */
  beforeWrite(): void {
    if (this.#state !== "clean" && this.#state !== "claiming") return;
    this.#doc.clientID = freshId();
    this.#state = "writable";
  }

  /** Everything is stored and nothing more is about to be written: the id may be used again. */
  async release(): Promise<void> {
    if (this.#state !== "writable") return;
    this.#state = "clean";
    const id = this.#doc.clientID;
    await this.#put({ id, clock: Y.getState(this.#doc.store, id), clean: true });
  }

  /** The page is used again after `release`. */
  async resume(): Promise<void> {
    const id = this.#doc.clientID;
    if (this.#state === "clean") await this.#claim({ id, clock: Y.getState(this.#doc.store, id) });
  }

  async #claim({ id, clock }: Omit<Lease, "clean">): Promise<void> {
    this.#state = "claiming";
    const stored = await this.#put({ id, clock, clean: false });
    if (this.#state !== "claiming") return; // written in the meantime, under another id
    this.#doc.clientID = stored && Y.getState(this.#doc.store, id) === clock ? id : freshId();
    this.#state = "writable";
  }

  #put(lease: Lease): Promise<boolean> {
    this.#stored = this.#stored.then(() => this.#store.set(key, lease, { strict: true })).catch(() => false);
    return this.#stored;
  }
}
