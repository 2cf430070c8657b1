// A large room on bad air (MS3, MS4): frames are lost from beginning to end, people come and go, and what was written gets everywhere.

import { World } from "../support/world.ts";
import { expect, test } from "vitest";
import type { RecordId } from "../../src/room/ids.ts";

const count = 200;
const lostShare = 0.02;
/** Two heartbeats that differ, and what follows on them (MS4). */
const repairedWithinMs = 30_000;

/** Of what is said about who is here most does not even leave: in a large room it would be most of the work. */
const isPresence = (bytes: Uint8Array): boolean => bytes[0] === 2 && bytes[2 + (bytes[1] ?? 0) * 4] === 1;

test(
  `[MS3][MS4] ${count} people, one frame in fifty lost: everything written gets to everybody`,
  { timeout: 600_000 },
  async () => {
    const world = new World(5);
    const { time, chance, network } = world;
    network.swallows = (bytes) => isPresence(bytes) && !chance.happens(0.1);
    network.faults = { drop: lostShare };
    for (let i = 0; i < count; i++) {
      world.device({ maxLinks: chance.between(24, 32) }).open();
      await time.pass(chance.below(20));
    }
    const written: RecordId[] = [];
    for (let round = 0; round < 6; round++) {
      for (let i = 0; i < 2; i++) written.push(chance.pick(world.open).say(`${round} ${i}`));
      await time.pass(1000);
      // Whoever goes has said it by then; half of them go without a word, and keep nothing.
      for (const device of chance.shuffle(world.open).slice(0, 4)) device.close({ bye: chance.happens(0.5) });
      for (const device of world.devices) if (!device.isOpen && chance.happens(0.5)) device.open();
    }
    for (const device of world.devices) if (!device.isOpen) device.open();
    // Looked at once a second: to look costs as much as to run.
    const have = (): readonly number[] => world.devices.map(({ ledger }) => ledger.ids.size);
    for (let ms = 0; ms < repairedWithinMs && Math.min(...have()) < written.length; ms += 1000)
      await time.pass(1000);
    const links = world.open.map(({ mesh }) => mesh.links.length);
    expect(Math.max(...links), "a mesh, not everybody with everybody").toBeLessThan(count / 3);
    for (const { name, ledger } of world.devices) {
      expect(ledger.ids.size, name).toBe(written.length);
      expect(
        written.filter((id) => !ledger.ids.has(id)),
        name,
      ).toEqual([]);
    }
    world.close();
  },
);
