// Which Yjs client id this device writes under (MS6). Each new one adds about 6 bytes to every state vector for ever, so one
// is used again; a wrong reuse makes two records stand in one slot, so only where it is certain that nothing was lost.
// What cannot be seen from here is a whole profile put back as it was (a backup, a cloned machine): document and lease fit
// each other, and the slots after them are used already. So a lease ends after a week, which costs a device that comes more
// rarely at most 52 ids a year. A copy younger than that, used before it has met the others, does write in used slots: then
// documents differ in these, GT1 and MS4 repair them record by record, and nothing is lost.

import * as Y from "yjs";

/** An id released later than this ago is not used again, ms. Profiles put back are mostly older, absences mostly shorter. */
export const leaseMs = 7 * 24 * 60 * 60 * 1000;

/** What is kept with the room: `clock` is what the document must say after loading. */
export type Lease = Readonly<
  | { id: number; clock: number; clean: false }
  | {
      id: number;
      clock: number;
      clean: true;
      /** When it was released, by this device's clock: ms since 1970. */
      at: number;
    }
>;

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** A clean lease of an earlier version, which does not say when, is none. */
export const parseLease = (value: unknown): Lease | null => {
  if (typeof value !== "object" || value === null) return null;
  const { id, clock, clean, at } = value as Readonly<Record<string, unknown>>;
  if (!isCount(id) || id >= 2 ** 32 || !isCount(clock)) return null;
  if (clean === false) return { id, clock, clean };
  return clean === true && isCount(at) ? { id, clock, clean, at } : null;
};

export interface LeaseStore {
  get(key: string): Promise<unknown>;
  /** True once it is on the disk itself. */
  set(key: string, value: Lease, options: { strict: true }): Promise<boolean>;
}

const key = "client-id";

const freshId = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 1;

export type ClientIdOptions = Readonly<{
  /** The lock is real: no other tab writes under the id. */
  mayReuse: boolean;
  /** This device's clock, ms since 1970. */
  now?: () => number;
}>;

/**
 * The rule: while the disk calls an id clean, nobody writes under it. An id made new in this session is in no danger,
 * since no disk knows it; one that is used again is claimed on the disk first, and given up where that fails.
 */
export class ClientId {
  readonly #doc: Y.Doc;
  readonly #store: LeaseStore;
  readonly #now: () => number;
  #state: "claiming" | "writable" | "clean" | "never kept";
  /** Stores one after another: a late "clean" must not stand over a "claimed". */
  #stored: Promise<boolean> = Promise.resolve(true);

  private constructor(doc: Y.Doc, store: LeaseStore, { mayReuse, now = Date.now }: ClientIdOptions) {
    this.#doc = doc;
    this.#store = store;
    this.#now = now;
    this.#state = mayReuse ? "writable" : "never kept";
  }

  /** Call with the document loaded, under the room's Web Lock. */
  static async take(doc: Y.Doc, store: LeaseStore, options: ClientIdOptions): Promise<ClientId> {
    const taken = new ClientId(doc, store, options);
    // Yjs's own choice may have been written under by now: that is as good as a fresh one.
    const lease = options.mayReuse ? parseLease(await store.get(key)) : null;
    if (lease?.clean === true && taken.#isYoung(lease.at) && taken.#clockOf(lease.id) === lease.clock)
      await taken.#claim(lease);
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
    await this.#put({ id, clock: this.#clockOf(id), clean: true, at: this.#now() });
  }

  /** The page is used again after `release`. */
  async resume(): Promise<void> {
    const id = this.#doc.clientID;
    if (this.#state === "clean") await this.#claim({ id, clock: this.#clockOf(id) });
  }

  #clockOf(id: number): number {
    return Y.getState(this.#doc.store, id);
  }

  /** Of one from the future nobody knows how old it is: the clock was set back. */
  #isYoung(at: number): boolean {
    const age = this.#now() - at;
    return age >= 0 && age <= leaseMs;
  }

  async #claim({ id, clock }: Pick<Lease, "id" | "clock">): Promise<void> {
    this.#state = "claiming";
    const stored = await this.#put({ id, clock, clean: false });
    if (this.#state !== "claiming") return; // written in the meantime, under another id
    this.#doc.clientID = stored && this.#clockOf(id) === clock ? id : freshId();
    this.#state = "writable";
  }

  #put(lease: Lease): Promise<boolean> {
    this.#stored = this.#stored.then(() => this.#store.set(key, lease, { strict: true })).catch(() => false);
    return this.#stored;
  }
}
