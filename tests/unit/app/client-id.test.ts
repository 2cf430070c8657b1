import { expect, onTestFinished, test, vi } from "vitest";
import * as Y from "yjs";
import { ClientId, parseLease, type LeaseStore } from "../../../src/app/client-id.ts";
import { Chance, forSeeds } from "../../support/seeded.ts";
import { anyOutcome, Disk, settle, Tab, World } from "./simulated-disk.ts";

const memoryStore = (initial?: unknown) => {
  const kept = { lease: initial, refuse: false };
  const store: LeaseStore = {
    get: () => Promise.resolve(kept.lease),
    set: (_key, value) => {
      if (!kept.refuse) kept.lease = value;
      return Promise.resolve(!kept.refuse);
    },
  };
  return { kept, store };
};

const reuse = { mayReuse: true };
const write = (doc: Y.Doc): void => void doc.getMap("records").set(String(Math.random()), 1);

/** A session that ended well: its document as stored, its id and what the disk says. */
const endedWell = async () => {
  const { kept, store } = memoryStore();
  const doc = new Y.Doc();
  const taken = await ClientId.take(doc, store, reuse);
  taken.beforeWrite();
  write(doc);
  await taken.release();
  return { kept, store, id: doc.clientID, stored: Y.encodeStateAsUpdate(doc) };
};

const load = (stored: Uint8Array | null): Y.Doc => {
  const doc = new Y.Doc();
  if (stored !== null) Y.applyUpdate(doc, stored);
  return doc;
};

test("[MS6] after a clean shutdown the same id is used again, and the state vector does not grow", async () => {
  const { store, id, stored } = await endedWell();
  let last = stored;
  for (let session = 0; session < 5; session++) {
    const doc = load(last);
    const taken = await ClientId.take(doc, store, reuse);
    expect(doc.clientID).toBe(id);
    taken.beforeWrite();
    write(doc);
    await taken.release();
    last = Y.encodeStateAsUpdate(doc);
  }
  expect([load(last).store.clients.size, Y.getState(load(last).store, id)]).toEqual([1, 6]);
});

test("[MS6] a fresh id after a crash, an older or a newer document, without a lock, or with an odd lease", async () => {
  const idWith = async (lease: unknown, stored: Uint8Array | null, options = reuse): Promise<number> => {
    const doc = load(stored);
    await ClientId.take(doc, memoryStore(lease).store, options);
    return doc.clientID;
  };
  const { kept, id, stored } = await endedWell();
  const lease = kept.lease as object;
  expect(await idWith(lease, stored)).toBe(id);
  expect(await idWith({ ...lease, clean: false }, stored)).not.toBe(id);
  expect(await idWith(lease, null)).not.toBe(id);
  expect(await idWith({ ...lease, clock: 0 }, stored)).not.toBe(id);
  expect(await idWith(lease, stored, { mayReuse: false })).not.toBe(id);
  for (const odd of [
    null,
    "x",
    {},
    { id },
    { ...lease, clock: "1" },
    { ...lease, id: -1 },
    { ...lease, id: 2 ** 32 },
  ])
    expect(await idWith(odd, stored), JSON.stringify(odd)).not.toBe(id);
  expect(parseLease({ id: 0, clock: 0, clean: true })).toEqual({ id: 0, clock: 0, clean: true });
});

test("[MS6] nothing is written under an id that the disk calls clean: after hiding, another one", async () => {
  const { store, kept, id, stored } = await endedWell();
  const doc = load(stored);
  const taken = await ClientId.take(doc, store, reuse);
  expect([doc.clientID, kept.lease]).toEqual([id, { id, clock: 1, clean: false }]);
  await taken.release();
  taken.beforeWrite(); // hidden, yet alive
  write(doc);
  expect(doc.clientID).not.toBe(id);
  expect(kept.lease).toEqual({ id, clock: 1, clean: true }); // still true: nobody wrote under it since
});

test("[MS6] a page that is used again goes on under its id, once the disk knows", async () => {
  const { store, kept, id, stored } = await endedWell();
  const doc = load(stored);
  const taken = await ClientId.take(doc, store, reuse);
  await taken.release();
  await taken.resume();
  expect(kept.lease).toEqual({ id, clock: 1, clean: false });
  taken.beforeWrite();
  expect(doc.clientID).toBe(id);
  await taken.release();
  const resuming = taken.resume();
  taken.beforeWrite(); // before the disk knows
  expect(doc.clientID).not.toBe(id);
  await resuming;
  expect(doc.clientID).not.toBe(id);
});

test("[MS6] a disk that refuses to be marked keeps the id from being used: it would still be called clean", async () => {
  const { store, kept, id, stored } = await endedWell();
  kept.refuse = true;
  const doc = load(stored);
  const taken = await ClientId.take(doc, store, reuse);
  taken.beforeWrite();
  expect(doc.clientID).not.toBe(id);
  expect(kept.lease).toMatchObject({ id, clean: true });
});

test("[MS6] a second tab without the lock never touches the lease", async () => {
  const { store, kept, stored } = await endedWell();
  const before = kept.lease;
  const doc = load(stored);
  const taken = await ClientId.take(doc, store, { mayReuse: false });
  taken.beforeWrite();
  write(doc);
  await taken.release();
  await taken.resume();
  expect(kept.lease).toBe(before);
});

test("[MS6] whatever happens to tabs, disk and lease, no two records ever stand under one client id and clock", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  onTestFinished(() => {
    vi.restoreAllMocks();
  });
  let reused = 0;
  await forSeeds({ count: 400 }, async (seed) => {
    const chance = new Chance(seed);
    const world = new World();
    const disk = new Disk();
    let leader: Tab | null = null;
    const loose: Tab[] = [];
    const old: Uint8Array[][] = [[]];
    for (let step = 0; step < 60; step++) {
      leader ??= new Tab(world, disk, true);
      const tab: Tab = loose.length > 0 && chance.happens(0.2) ? chance.pick(loose) : leader;
      const roll = chance.next();
      if (roll < 0.3) tab.write();
      else if (roll < 0.45) tab.save();
      else if (roll < 0.6) await tab.store.answer(anyOutcome(chance));
      else if (roll < 0.66) tab.hide();
      else if (roll < 0.71) tab.resume();
      else if (roll < 0.76) tab.meetOthers();
      else if (roll < 0.79) loose.push(new Tab(world, disk, false));
      else if (roll < 0.82) old.push([...disk.rows]);
      else if (roll < 0.93) {
        if (leader.goesOn) reused++;
        await (chance.happens(0.6) ? leader.close() : leader.crash(chance));
        leader = null;
        // An old copy of the document, or one that lost a row; the lease as it is.
        if (chance.happens(0.15)) disk.rows = [...chance.pick(old)];
        else if (chance.happens(0.1)) disk.rows.splice(chance.below(disk.rows.length + 1), 1);
      } else await settle();
      await settle();
    }
  });
  expect(reused).toBeGreaterThan(100); // or this would prove nothing
}, 120_000);
