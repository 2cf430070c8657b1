// One history (MS2): who comes into a room of 10 000 records takes them from one member.

import { World, disagreements } from "../../../support/world.ts";
import * as Y from "yjs";
import { expect, test } from "vitest";
import { encodeUpdate } from "../../../../src/net/sync/update.ts";
import { cheapIdentity } from "../../../support/cheap-identity.ts";
import { messagesOf } from "../../../support/room.ts";
import { Chance } from "../../../support/chance.ts";
import { isType } from "../../../support/wire-type.ts";

type History = Readonly<{ count: number; update: Uint8Array }>;

/** Messages of twenty people. */
const historyOf = (count: number): History => {
  const chance = new Chance(1);
  const doc = new Y.Doc();
  for (let client = 1; client <= 20; client++) {
    const text = (i: number): string => `message ${i} of ${client} ${"কথা".repeat(7)}`;
    const records = messagesOf(cheapIdentity(chance), count / 20, text);
    const structs = records.map(({ id, bytes }, clock) => ({ client, clock, key: id, bytes }));
    Y.applyUpdate(doc, encodeUpdate(structs));
  }
  return { count, update: Y.encodeStateAsUpdate(doc) };
};

const small = historyOf(2500);

type Received = { slices: number; records: number; sources: Set<string>; back: number };

/** What goes to the newcomer, and from it, in bytes of history. */
const measure = (world: World, newcomer: () => string | null): Received => {
  const received: Received = { slices: 0, records: 0, sources: new Set(), back: 0 };
  world.network.tap = (from, to, bytes) => {
    const [type] = bytes;
    if (type !== 4 && type !== 5) return;
    if (from === newcomer()) received.back += bytes.length;
    if (to !== newcomer()) return;
    received[type === 5 ? "slices" : "records"] += bytes.length;
    received.sources.add(from);
  };
  return received;
};

/** Members who all hold the history, and one who comes. */
const fullRoom = async (
  seed: number,
  {
    bytesPerMs,
    members = 6,
    history = small,
  }: Readonly<{ bytesPerMs: number; members?: number; history?: History }>,
) => {
  const world = new World(seed, { bytesPerMs });
  const devices = Array.from({ length: members }, () => {
    const device = world.device();
    device.stored = history.update;
    return device.open();
  });
  await world.linked();
  await world.agreed();
  await world.time.pass(5000);
  const newcomer = world.device();
  const received = measure(world, () => (newcomer.isOpen ? newcomer.mesh.peerId : null));
  const held = (): number => newcomer.doc.getMap("records").size;
  return {
    world,
    devices,
    newcomer,
    received,
    held,
    holdsAll: () => held() >= history.count,
    /** Bytes of history received, by those of the document. */
    ratio: () => (received.slices + received.records) / history.update.length,
  };
};

const percent = (ratio: number): string => `${(ratio * 100).toFixed(1)} %`;

test(
  "[MS2] 10 000 records come from one of fifteen, once, and nothing goes back",
  { timeout: 120_000 },
  async () => {
    const history = historyOf(10_000);
    const room = await fullRoom(1, { bytesPerMs: 1000, members: 15, history });
    const { world, newcomer, received } = room;
    newcomer.open();
    await world.time.until(room.holdsAll, 60_000);
    await world.time.pass(40_000);
    console.log(`newcomer to 15: ${percent(room.ratio())} of ${history.update.length} bytes`);
    expect(room.ratio()).toBeLessThanOrEqual(1.05);
    expect([received.sources.size, received.back]).toEqual([1, 0]);
    await world.agreed();
  },
);

test(
  "[MS2] over a slow link it still comes once: repair waits for history",
  { timeout: 240_000 },
  async () => {
    const room = await fullRoom(2, { bytesPerMs: 15 }); // 15 KB a second: half a minute
    const { world, newcomer, received } = room;
    newcomer.open();
    await world.time.until(room.holdsAll, 300_000);
    await world.time.pass(60_000);
    console.log(`newcomer at 15 KB/s: ${percent(room.ratio())}`);
    expect(room.ratio()).toBeLessThanOrEqual(1.15);
    expect(received.back).toBe(0);
  },
);

test.each([true, false])(
  "[MS2] one that leaves half-way (with goodbye: %s) is followed by another, from where it stopped",
  { timeout: 240_000 },
  async (bye) => {
    const room = await fullRoom(3, { bytesPerMs: 100 });
    const { world, devices, newcomer, received } = room;
    newcomer.open();
    await world.time.until(() => room.held() > small.count / 3, 60_000);
    const [source] = received.sources;
    devices.find(({ mesh }) => mesh.peerId === source)?.close({ bye });
    await world.time.until(room.holdsAll, 60_000);
    await world.time.pass(60_000);
    console.log(`newcomer, source left half-way (bye ${bye}): ${percent(room.ratio())}`);
    expect(received.sources.size).toBe(2);
    expect(room.ratio()).toBeLessThanOrEqual(1.15);
    expect(disagreements(world.open, world.time.wall)).toEqual([]);
  },
);

test("[MS2] the latest screenful and live messages come before the bulk", { timeout: 240_000 }, async () => {
  const room = await fullRoom(4, { bytesPerMs: 50 });
  const { world, devices, newcomer } = room;
  newcomer.open();
  await world.time.until(() => newcomer.view.length >= 60, 5000);
  expect(room.held()).toBeLessThan(small.count / 5);
  await world.time.pass(2000);
  const [writer] = devices;
  const id = writer?.say("live");
  await world.time.until(() => newcomer.view.some((message) => message.id === id), 1000);
  expect(newcomer.view.at(-1)?.text).toBe("live");
  expect(room.held()).toBeLessThan(small.count / 2);
  expect(newcomer.mesh.receiving).toBeGreaterThan(0);
  await world.time.until(room.holdsAll, 60_000);
  await world.time.pass(20_000);
  expect(newcomer.mesh.receiving).toBeNull();
  expect(disagreements(world.open, world.time.wall)).toEqual([]);
});

test(
  "[MS2] a member that sends nothing, or nothing new for ever, is passed over",
  { timeout: 240_000 },
  async () => {
    for (const repeats of [false, true]) {
      const room = await fullRoom(5, { bytesPerMs: 1000 });
      const { world, newcomer } = room;
      let bad: string | null = null;
      const repeated = {
        type: "slice",
        request: 1,
        epoch: 0,
        done: 0,
        total: 9,
        update: encodeUpdate([]),
      } as const;
      world.network.loses = (from, _to, bytes) => {
        if (!isType(bytes, "slice", "done") || bytes.length < 9) return false;
        bad ??= from;
        return bad === from;
      };
      newcomer.open();
      const seconds = repeats ? 60 : 0;
      for (let second = 1; second < seconds; second++)
        world.time.after(second * 1000, () => {
          if (bad !== null) world.network.peerOf(bad, newcomer.mesh.peerId)?.greeting?.link?.send(repeated);
        });
      await world.time.until(room.holdsAll, 20_000);
      world.close();
    }
  },
);
