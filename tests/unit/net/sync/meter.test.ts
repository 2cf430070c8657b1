import { expect, onTestFinished, test } from "vitest";
import type { Heard, Link } from "../../../../src/net/link/link.ts";
import { Meters, Pace } from "../../../../src/net/sync/meter.ts";
import { messagesOf } from "../../../support/room.ts";
import { VirtualTime } from "../../../support/virtual-time.ts";
import { World } from "../../../support/world.ts";
import { encodeUpdate } from "../../../../src/net/sync/update.ts";

const MB = 1024 * 1024;
const gossipOf = (bytes: number): Heard => ({
  type: "gossip",
  holders: [],
  what: "update",
  payload: new Uint8Array(bytes),
});
const presenceOf = (bytes: number): Heard => ({
  type: "gossip",
  holders: [],
  what: "presence",
  payload: new Uint8Array(bytes),
});

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

test(
  "[GT4] a member who floods fills nobody's document faster than that, and delays nobody else",
  { timeout: 60_000 },
  async () => {
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
  },
);

const floods: readonly (readonly [what: string, message: Heard, atOnce: number, inAMinute: number])[] = [
  ["ask", { type: "ask", request: 1, epoch: 0, stateVector: new Uint8Array(9) }, 300, 1300],
  ["presence of 60 KB", presenceOf(60_000), 12, 50],
  ["gossip of a short record", gossipOf(200), 6000, 30_000],
  ["held of 2 MB", { type: "held", ids: new Uint8Array(2 * MB) }, 4, 12],
  [
    "bucket of 60 KB",
    { type: "bucket", epoch: 0, index: 1, ids: new Uint8Array(60_000), reply: false },
    70,
    320,
  ],
  ["a later version's 2 MB", { type: "unknown", size: 2 * MB }, 4, 12],
  ["ping", { type: "ping", nonce: 1 }, 101, 800],
];

test.each(floods)("[GT0] %s without end is read at a pace", async (_, message, atOnce, inAMinute) => {
  const time = VirtualTime.start();
  onTestFinished(() => time.stop());
  const meters = new Meters();
  const link = {} as Link;
  let acted = 0;
  const flood = (count: number): void => {
    for (let i = 0; i < count; i++) meters.take(link, message, () => acted++);
  };
  flood(20_000);
  expect(acted).toBeGreaterThan(0);
  expect(acted).toBeLessThanOrEqual(atOnce);
  for (let second = 0; second < 60; second++) {
    flood(1000);
    await time.pass(1000);
  }
  expect(acted).toBeLessThanOrEqual(inAMinute);
  meters.drop(link);
});

test("[GT0][PR4] what says that a link lives is heard while the rest waits, and another link's words too", async () => {
  const time = VirtualTime.start();
  onTestFinished(() => time.stop());
  const meters = new Meters();
  const [flooded, other] = [{} as Link, {} as Link];
  const heard: string[] = [];
  for (let i = 0; i < 10; i++)
    meters.take(flooded, { type: "held", ids: new Uint8Array(MB) }, () => undefined);
  meters.take(flooded, gossipOf(200), () => heard.push("late"));
  meters.take(flooded, { type: "pong", nonce: 1 }, () => heard.push("pong"));
  meters.take(other, gossipOf(200), () => heard.push("word"));
  expect(heard).toEqual(["pong", "word"]);
  await time.pass(60_000);
  expect(heard).toEqual(["pong", "word", "late"]);
});
