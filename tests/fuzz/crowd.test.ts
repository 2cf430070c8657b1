// Large rooms (MS3): random bounds on links, people coming and going, and still one room.

import { World } from "../support/world.ts";
import { expect, test } from "vitest";
import type { Device } from "../support/device.ts";
import { carries } from "../support/wire-type.ts";

const long = process.env["KB_LONG"] === "1";

/** The islands of the graph of proven links, as their sizes. */
const islands = (devices: readonly Device[]): readonly number[] => {
  const byPeer = new Map(devices.map((device) => [device.mesh.peerId, device]));
  const seen = new Set<string>();
  const sizes: number[] = [];
  for (const start of byPeer.keys()) {
    if (seen.has(start)) continue;
    const queue = [start];
    seen.add(start);
    let size = 0;
    for (let peerId = queue.pop(); peerId !== undefined; peerId = queue.pop()) {
      size++;
      for (const link of byPeer.get(peerId)?.mesh.links ?? [])
        if (byPeer.has(link.peerId) && !seen.has(link.peerId)) {
          seen.add(link.peerId);
          queue.push(link.peerId);
        }
    }
    sizes.push(size);
  }
  return sizes;
};

/** Phones take 8 to 16 links, desktops 24 to 32. */
const bound = (world: World): number =>
  world.chance.happens(0.5) ? world.chance.between(8, 16) : world.chance.between(24, 32);

const crowd = async (seed: number, count: number): Promise<void> => {
  const world = new World(seed);
  const { time, chance } = world;
  const heard = Math.min(0.2, 20 / count);
  // Of what is said about who is here most is lost: there is enough of it, and in a large room it would be all of the traffic.
  world.network.swallows = (bytes) => carries(bytes, "presence") && !chance.happens(heard);
  for (let i = 0; i < count; i++) {
    world.device({ maxLinks: bound(world) }).open();
    await time.pass(chance.below(i < count / 2 ? 20 : 200));
  }
  await time.pass(20_000);
  expect(islands(world.open), "after everybody came").toEqual([count]);

  let said = 0;
  for (let round = 0; round < 10; round++) {
    // A tenth goes, half of them without a word, and others come.
    for (const device of chance.shuffle(world.open).slice(0, Math.ceil(count / 50)))
      device.close({ bye: chance.happens(0.5) });
    for (const device of world.devices) if (!device.isOpen && chance.happens(0.5)) device.open();
    chance.pick(world.open).say(`${said++}`);
    await time.pass(2000);
  }
  await time.pass(45_000);
  const { open } = world;
  expect(islands(open), "after the churn").toEqual([open.length]);
  const degrees = open.map(({ mesh }) => mesh.links.length);
  open.forEach((device) => {
    const most = (device.options.maxLinks ?? 0) * 1.5;
    expect(device.mesh.links.length, device.name).toBeLessThanOrEqual(Math.ceil(most));
  });

  // What is said now reaches everyone, by gossip alone: before the next heartbeats could repair it.
  let copies = 0;
  world.network.tap = (_from, _to, bytes) => {
    if (carries(bytes, "update")) copies++;
  };
  const ids = Array.from({ length: 5 }, (_, i) => chance.pick(open).say(`now ${i}`));
  await time.pass(3000);
  const reached = open.filter(({ ledger }) => ids.every((id) => ledger.ids.has(id))).length;
  const mean = degrees.reduce((sum, degree) => sum + degree, 0) / degrees.length;
  console.log(
    `${open.length} peers, links ${Math.min(...degrees)}–${mean.toFixed(1)}–${Math.max(...degrees)}, ` +
      `copies per peer ${(copies / ids.length / open.length).toFixed(2)}, reached ${reached}`,
  );
  expect(reached).toBe(open.length);
  await world.agreed(120_000);
  world.close();
};

test("[MS3] 100 peers of 8 to 32 links stay one room while people come and go", { timeout: 300_000 }, () =>
  crowd(1, 100),
);

if (long) test.each([200, 1000])("[MS3] and so do %d", { timeout: 3_600_000 }, (count) => crowd(2, count));

test("[MS3] a room where everybody is full still takes a newcomer", { timeout: 240_000 }, async () => {
  const world = new World(3);
  for (let i = 0; i < 17; i++) {
    world.device({ maxLinks: 16 }).open();
    await world.time.pass(300);
  }
  await world.linked();
  const late = Array.from({ length: 6 }, () => world.device({ maxLinks: 16 }));
  for (const device of late) {
    device.open();
    await world.time.until(() => device.mesh.links.length > 0, 150_000, `${device.name} has a link`);
  }
  world.open[0]?.say("welcome");
  await world.time.until(() => late.every(({ texts }) => texts.includes("welcome")), 30_000);
});

test("[MS3] two halves that were apart become one room again", { timeout: 240_000 }, async () => {
  const world = new World(4);
  const devices = Array.from({ length: 30 }, () => world.device({ maxLinks: bound(world) }).open());
  await world.time.pass(10_000);
  world.network.split(new Map(devices.map(({ mesh }, i) => [mesh.peerId, i % 2])));
  for (const device of devices) device.say(`${device.name} apart`);
  await world.time.pass(60_000);
  world.network.split(new Map());
  await world.agreed(180_000);
  for (const { ledger } of devices) expect(ledger.ids.size).toBe(30);
});
