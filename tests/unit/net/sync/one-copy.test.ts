import { World } from "../../../support/world.ts";
import { expect, test } from "vitest";
import type { Device } from "../../../support/device.ts";
import { carries, isType } from "../../../support/wire-type.ts";

/** Copies of each message that a peer receives, on average over the peers that did not write it. */
const copiesOf = async (world: World, writers: readonly Device[], count: number): Promise<number> => {
  let copies = 0;
  world.network.tap = (_from, _to, bytes) => {
    if (carries(bytes, "update")) copies++;
  };
  for (let i = 0; i < count; i++) {
    world.chance.pick(writers).say(`message ${i}`);
    await world.time.pass(world.chance.below(200));
  }
  await world.time.pass(5000);
  world.network.tap = null;
  return copies / count / (world.open.length - 1);
};

test("[MS1] in a full mesh of 24 a message reaches each peer once", { timeout: 240_000 }, async () => {
  const world = new World(1);
  const devices = await world.fullMesh(24);
  await world.time.pass(5000);
  const copies = await copiesOf(world, devices, 60);
  for (const { ledger } of devices) expect(ledger.ids.size).toBe(60);
  console.log(`copies per peer, full mesh of 24: ${copies.toFixed(3)}`);
  expect(copies).toBeLessThanOrEqual(1.1);
});

test(
  "[MS1] in a mesh of 60 with 8 links each it reaches all, in few copies",
  { timeout: 240_000 },
  async () => {
    const world = new World(2);
    const devices = Array.from({ length: 60 }, () => world.device({ maxLinks: 8 }).open());
    await world.time.pass(30_000);
    const degrees = devices.map(({ mesh }) => mesh.links.length);
    expect(Math.max(...degrees)).toBeLessThanOrEqual(12); // 1.5 × 8: those who call are taken in
    const copies = await copiesOf(world, devices, 40);
    for (const { ledger } of devices) expect(ledger.ids.size).toBe(40);
    const mean = degrees.reduce((sum, degree) => sum + degree, 0) / degrees.length;
    console.log(`copies per peer, 60 peers of ${mean.toFixed(1)} links: ${copies.toFixed(2)}`);
    expect(copies).toBeLessThan(mean / 2);
  },
);

test(
  "[MS1] presence in a mesh of 60 with 8 links each reaches all in few copies",
  { timeout: 240_000 },
  async () => {
    const world = new World(5);
    const devices = Array.from({ length: 60 }, () => world.device({ maxLinks: 8 }).open());
    await world.time.pass(60_000);
    let copies = 0;
    world.network.tap = (_from, _to, bytes) => {
      if (isType(bytes, "gossip")) copies++;
    };
    await world.time.pass(22_000); // everyone renews twice
    const perRenewal = copies / 2 / 60 / 59;
    console.log(`copies of a presence per peer, 60 peers of 8 to 12 links: ${perRenewal.toFixed(2)}`);
    expect(perRenewal).toBeLessThan(6);
    for (const { mesh } of devices) expect(mesh.presence.others).toHaveLength(59);
  },
);

test("[MS1] what one device wrote in a burst arrives once, in order, everywhere", async () => {
  const world = new World(3);
  const devices = await world.fullMesh(8);
  const [writer] = devices as [Device];
  const copies = await copiesOf(world, [writer], 1);
  for (let i = 0; i < 100; i++) writer.say(`${i}`);
  await world.time.pass(500);
  for (const device of devices)
    expect(device.texts.slice(1)).toEqual(Array.from({ length: 100 }, (_, i) => `${i}`));
  expect(copies).toBeLessThanOrEqual(1.1);
});

test(
  "[MS1] presence of 24 idle people is a few messages a second each, not n²",
  { timeout: 240_000 },
  async () => {
    const world = new World(4);
    const devices = await world.fullMesh(24);
    await world.time.pass(30_000);
    let messages = 0;
    world.network.tap = (_from, _to, bytes) => {
      if (isType(bytes, "gossip")) messages++;
    };
    await world.time.pass(33_000);
    const perSecond = messages / 33 / devices.length;
    console.log(`presence received per peer and second, 24 people idle: ${perSecond.toFixed(2)}`);
    expect(perSecond).toBeLessThan((24 / 11) * 1.2); // everyone renews every 11 s; n²/15 would be 36
    for (const { mesh } of devices) expect(mesh.presence.others).toHaveLength(23);
  },
);

test.each([
  ["linked all with all", Infinity, 23],
  ["with 8 links each", 8, 8],
])(
  "[MS5] of 24 people relayed, %s, nobody vanishes, and presence goes at half its rate",
  { timeout: 240_000 },
  async (_name, maxLinks, links) => {
    const world = new World(6, { relayed: true });
    const devices = Array.from({ length: 24 }, () => world.device({ maxLinks }).open());
    await world.time.until(() => devices.every(({ mesh }) => mesh.links.length >= links), 120_000);
    await world.time.pass(60_000);
    let messages = 0;
    world.network.tap = (_from, _to, bytes) => {
      if (isType(bytes, "gossip")) messages++;
    };
    // What is renewed and says the same changes nothing: who vanished and came back would.
    let fewest = Math.min(...devices.map(({ mesh }) => mesh.presence.others.length));
    for (const { mesh } of devices)
      mesh.presence.changes.add(() => (fewest = Math.min(fewest, mesh.presence.others.length)));
    await world.time.pass(220_000);
    for (const { mesh } of devices) expect(mesh.presence.others).toHaveLength(23);
    expect(fewest).toBe(23);
    const perRenewal = messages / 20 / 24 / 23;
    console.log(
      `copies of a presence per peer and renewal, 24 relayed, ${links} links: ${perRenewal.toFixed(2)}`,
    );
    expect(perRenewal).toBeLessThan(links === 23 ? 0.6 : 3);
  },
);
