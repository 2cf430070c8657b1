import { expect, onTestFinished, test } from "vitest";
import { Pace } from "../../../../src/net/sync/meter.ts";
import { messagesOf } from "../../../support/room.ts";
import { VirtualTime } from "../../../support/virtual-time.ts";
import { World } from "../../../support/world.ts";
import { encodeUpdate } from "../../../../src/net/sync/update.ts";

const MB = 1024 * 1024;

test("[GT4] a burst is read at once, what comes faster in its order and at its pace, and no more waits than is bounded", async () => {
  const time = VirtualTime.start();
  onTestFinished(() => time.stop());
  const pace = new Pace();
  const done: number[] = [];
  const take = (n: number, bytes: number): boolean => pace.take(bytes, () => done.push(n));
  for (let n = 0; n < 4; n++) expect(take(n, MB)).toBe(true);
  expect(done).toEqual([0, 1, 2, 3]);
  for (let n = 4; n < 12; n++) expect(take(n, MB)).toBe(true);
  expect(take(12, 1)).toBe(false); // found by comparing digests
  expect(done).toHaveLength(4);
  await time.pass(9000); // 256 KiB a second
  expect(done).toEqual([0, 1, 2, 3, 4, 5, 6]);
  await time.pass(60_000);
  expect(done).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  pace.take(10 * MB, () => done.push(99));
  take(100, 1);
  pace.close();
  await time.pass(60_000);
  expect(done.slice(12)).toEqual([99]);
});

test("[GT4] a member who floods fills nobody's document faster than that, and delays nobody else", async () => {
  const world = new World(23);
  const [ada, bela, mallory] = await world.fullMesh(3);
  if (ada === undefined || bela === undefined || mallory === undefined) throw new Error("nobody");
  const flood = messagesOf(mallory.identity, 1500, (i) => `${i} ${"flood ".repeat(2600)}`);
  for (let at = 0; at < flood.length; at += 5) {
    const structs = flood
      .slice(at, at + 5)
      .map(({ id, bytes }, i) => ({ client: 77, clock: at + i, key: id, bytes }));
    const payload = encodeUpdate(structs);
    for (const link of mallory.mesh.links)
      link.send({ type: "gossip", holders: [], what: "update", payload });
  }
  await world.time.pass(1000);
  const held = (): number => flood.filter(({ id }) => ada.ledger.has(id)).length * 15_700;
  expect(held()).toBeLessThan(6 * MB);
  ada.say("is anybody here?");
  await world.time.pass(1000);
  expect(bela.texts).toContain("is anybody here?");
  await world.time.pass(8000);
  expect(held()).toBeLessThan(8 * MB);
  mallory.close({ bye: false });
  await world.agreed(600_000, [ada, bela]);
});
