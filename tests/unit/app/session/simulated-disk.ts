// One device's disk for one room, and sessions on it that live and die as browsers let them: rows saved late or never, a lease
// store whose answers come late or wrong, everything written sent to the others at once.

import * as Y from "yjs";
import {
  ClientId,
  leaseMs,
  parseLease,
  type Lease,
  type LeaseStore,
} from "../../../../src/app/session/client-id.ts";
import type { Chance } from "../../../support/chance.ts";

type Outcome = "stored" | "refused" | "stored but called refused";

/** Microtasks until nothing moves. */
export const settle = async (): Promise<void> => {
  for (let i = 0; i < 12; i++) await Promise.resolve();
};

/** A whole profile as it was at some time: document and lease fit each other. */
export type Copy = Readonly<{ at: number; rows: readonly Uint8Array[]; lease: unknown }>;

export class Disk {
  rows: Uint8Array[] = [];
  lease: unknown = undefined;
}

/** Every struct anybody ever made: two records under one client and clock would stand in each other's place for ever. */
export class World {
  readonly others = new Y.Doc();
  readonly written = new Map<string, string>();
  /** The device's clock, ms. */
  now = Date.UTC(2026, 0);
  /** Records in the slots of others, under ids that a young copy of the profile brought back. */
  collisions = 0;
  readonly #copied = new Set<number>();
  #count = 0;

  write(doc: Y.Doc): void {
    const slot = `${doc.clientID}:${Y.getState(doc.store, doc.clientID)}`;
    const record = `record ${this.#count++}`;
    const before = this.written.get(slot);
    if (before !== undefined) {
      if (!this.#copied.has(doc.clientID))
        throw new Error(`${record} stands in the slot of ${before}: ${slot}`);
      this.collisions++;
    }
    this.written.set(slot, record);
    doc.getMap("records").set(record, Uint8Array.of(1));
  }

  /** The profile is what it was when it was copied. */
  putBack(copy: Copy, disk: Disk): void {
    disk.rows = [...copy.rows];
    disk.lease = copy.lease;
    const lease = parseLease(copy.lease);
    if (lease?.clean === true && this.now - lease.at <= leaseMs) this.#copied.add(lease.id);
  }
}

/** A backup of the profile, or another machine with a copy of it. */
export const copyOf = (disk: Disk, world: World): Copy => ({
  at: world.now,
  rows: [...disk.rows],
  lease: disk.lease,
});

class SlowStore implements LeaseStore {
  readonly #disk: Disk;
  readonly #queue: ((outcome: Outcome) => void)[] = [];

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  get(): Promise<unknown> {
    return Promise.resolve(this.#disk.lease);
  }

  set(_key: string, value: Lease): Promise<boolean> {
    return new Promise((resolve) =>
      this.#queue.push((outcome) => {
        if (outcome !== "refused") this.#disk.lease = { ...value };
        resolve(outcome === "stored");
      }),
    );
  }

  get waiting(): number {
    return this.#queue.length;
  }

  async answer(outcome: Outcome): Promise<void> {
    this.#queue.shift()?.(outcome);
    await settle();
  }
}

/** A tab of the room. `exclusive`: it has the room's lock. */
export class Tab {
  readonly doc = new Y.Doc();
  readonly store: SlowStore;
  /** It writes under the id of a session before it. */
  goesOn = false;
  readonly #world: World;
  readonly #disk: Disk;
  #clientId: ClientId | null = null;
  #unsaved: Uint8Array[] = [];

  constructor(world: World, disk: Disk, exclusive: boolean) {
    this.#world = world;
    this.#disk = disk;
    this.store = new SlowStore(disk);
    for (const row of disk.rows) Y.applyUpdate(this.doc, row, "disk");
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      this.#unsaved.push(update);
      if (origin !== "others") Y.applyUpdate(world.others, update);
    });
    void ClientId.take(this.doc, this.store, { mayReuse: exclusive, now: () => world.now }).then((taken) => {
      this.#clientId = taken;
      this.goesOn = Y.getState(this.doc.store, this.doc.clientID) > 0;
    });
  }

  get isSaved(): boolean {
    return this.#unsaved.length === 0;
  }

  /** As the session does: also before the id is taken. */
  write(): void {
    this.#clientId?.beforeWrite();
    this.#world.write(this.doc);
  }

  save(): void {
    this.#disk.rows.push(...this.#unsaved);
    this.#unsaved = [];
  }

  meetOthers(): void {
    Y.applyUpdate(
      this.doc,
      Y.encodeStateAsUpdate(this.#world.others, Y.encodeStateVector(this.doc)),
      "others",
    );
  }

  hide(): void {
    if (this.isSaved) void this.#clientId?.release();
  }

  resume(): void {
    void this.#clientId?.resume();
  }

  async close(): Promise<void> {
    this.save();
    this.hide();
    await settle();
    while (this.store.waiting > 0) await this.store.answer("stored");
    this.doc.destroy();
  }

  /** Of what was on its way to the disk, some may have come there. */
  async crash(chance: Chance): Promise<void> {
    if (chance.happens(0.3)) this.save();
    if (chance.happens(0.5)) await this.store.answer("stored but called refused");
    this.doc.destroy();
  }
}

export const anyOutcome = (chance: Chance): Outcome =>
  chance.happens(0.75) ? "stored" : chance.pick(["refused", "stored but called refused"] as const);
