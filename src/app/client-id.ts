// Which Yjs client id this device writes under (MS6). Each new one adds about 6 bytes to every state vector for ever, so one
// is used again; a wrong reuse makes two records stand in one slot, so only where it is certain that nothing was lost.

import * as Y from "yjs";

/** What is kept with the room: `clock` is what the document must say after loading. */
export type Lease = Readonly<{ id: number; clock: number; clean: boolean }>;

export const parseLease = (value: unknown): Lease | null => {
  if (typeof value !== "object" || value === null) return null;
  const { id, clock, clean } = value as Partial<Lease>;
  return Number.isSafeInteger(id) && Number.isSafeInteger(clock) && typeof clean === "boolean"
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

export class ClientId {
  readonly #doc: Y.Doc;
  readonly #store: LeaseStore;
  /** "marked": the disk says that this id is in use, so writing under it is safe. */
  #state: "marking" | "marked" | "clean" | "closed" = "marking";

  private constructor(doc: Y.Doc, store: LeaseStore) {
    this.#doc = doc;
    this.#store = store;
  }

  /** Call with the document loaded, under the room's Web Lock, before anything is written. `mayReuse`: the lock is real. */
  static async take(
    doc: Y.Doc,
    store: LeaseStore,
    { mayReuse }: Readonly<{ mayReuse: boolean }>,
  ): Promise<ClientId> {
    const taken = new ClientId(doc, store);
    const lease = mayReuse ? parseLease(await store.get(key)) : null;
    if (lease !== null && lease.clean && Y.getState(doc.store, lease.id) === lease.clock)
      doc.clientID = lease.id;
    else doc.clientID = freshId();
    if (mayReuse) await taken.#mark();
    else taken.#state = "closed";
    return taken;
  }

  /** Before each record of one's own: an id that the disk still calls clean must not be written under. */
  beforeWrite(): void {
    if (this.#state !== "clean" && this.#state !== "marking") return;
    this.#doc.clientID = freshId();
    void this.#mark();
  }

  /** Everything is stored and nothing more is about to be written: the id may be used again. */
  async release(): Promise<void> {
    if (this.#state !== "marked") return;
    this.#state = "clean";
    await this.#store.set(
      key,
      { id: this.#doc.clientID, clock: Y.getState(this.#doc.store, this.#doc.clientID), clean: true },
      { strict: true },
    );
  }

  /** The page is used again after `release`. */
  async resume(): Promise<void> {
    if (this.#state === "clean") await this.#mark();
  }

  async #mark(): Promise<void> {
    this.#state = "marking";
    const id = this.#doc.clientID;
    const stored = await this.#store.set(
      key,
      { id, clock: Y.getState(this.#doc.store, id), clean: false },
      { strict: true },
    );
    // Without storage there is nothing to be mistaken about: no later session can find this id.
    if (this.#doc.clientID === id || !stored) this.#state = "marked";
  }
}
