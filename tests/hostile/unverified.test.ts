// A member whose records are not signed by whom they name, on every way on which records come: nothing of them is kept, nothing is
// handed on, and who hands them on is cut off.

import { expect, test } from "vitest";
import { encodeUpdate } from "../../src/net/sync/update.ts";
import type { Message } from "../../src/net/link/link.ts";
import type { Device } from "../support/device.ts";
import { messagesOf, type SignedRecord } from "../support/room.ts";
import { recordIdOf } from "../../src/room/record.ts";
import { World } from "../support/world.ts";

/** Under the id of what they are, but signed by nobody. */
const forgedOf = (device: Device, count: number): SignedRecord[] =>
  messagesOf(device.identity, count).map(({ bytes }) => {
    const forged = bytes.slice();
    forged[5] = (forged[5] ?? 0) ^ 1;
    const id = recordIdOf(forged);
    if (id === null) throw new Error("no record");
    return { id, bytes: forged };
  });

const scene = async (seed: number) => {
  const world = new World(seed);
  const [ada, bela, mallory] = (await world.fullMesh(3)) as [Device, Device, Device];
  ada.say("before");
  await world.agreed();
  const linkTo = (to: Device) => mallory.mesh.links.find(({ peerId }) => peerId === to.mesh.peerId);
  return { world, ada, bela, mallory, linkTo };
};

const ways: Readonly<Record<string, (records: readonly SignedRecord[]) => Message>> = {
  "a live update": (records) => ({
    type: "gossip",
    holders: [],
    what: "update",
    payload: encodeUpdate(records.map(({ id, bytes }, clock) => ({ client: 77, clock, key: id, bytes }))),
  }),
  "a live update out of order": (records) => ({
    type: "gossip",
    holders: [],
    what: "update",
    payload: encodeUpdate(
      records.map(({ id, bytes }, clock) => ({ client: 78, clock: clock + 5, key: id, bytes })),
    ),
  }),
  "whole records": (records) => ({ type: "records", request: 0, records: records.map(({ bytes }) => bytes) }),
  "a slice nobody asked for": (records) => ({
    type: "slice",
    request: 99,
    epoch: 0,
    done: 1,
    total: 1,
    update: encodeUpdate(records.map(({ id, bytes }, clock) => ({ client: 79, clock, key: id, bytes }))),
  }),
};

test.each(Object.entries(ways))(
  "[RC4][GT5] %s that is forged is kept nowhere, and its sender cut off",
  async (_, way) => {
    const { world, ada, bela, mallory, linkTo } = await scene(41);
    const junk = forgedOf(mallory, 12);
    for (let at = 0; at < 12; at += 3) linkTo(ada)?.send(way(junk.slice(at, at + 3)));
    await world.time.until(() => ada.mesh.faulty.has(mallory.identity.id), 30_000, "named as faulty");
    await world.time.pass(5000);
    for (const device of [ada, bela]) {
      for (const { id } of junk)
        expect([device.ledger.has(id), device.ledger.ids.has(id)]).toEqual([false, false]);
      expect(device.doc.getMap("records").size).toBe(ada.doc.getMap("records").size);
    }
    expect(bela.mesh.faulty.size).toBe(0);
    ada.say("after");
    await world.agreed(60_000, [ada, bela]);
  },
);

test("[RC4][MS2] a newcomer who asks a member full of junk keeps none of it, and has the room from the others", async () => {
  const world = new World(43);
  const [ada, mallory] = (await world.fullMesh(2)) as [Device, Device];
  for (let i = 0; i < 400; i++) ada.say(`word ${i}`);
  await world.agreed();
  const junk = forgedOf(mallory, 3000);
  mallory.doc.transact(() => {
    for (const { id, bytes } of junk) mallory.doc.getMap("records").set(id, bytes);
  }, mallory.mesh.context.erasure);
  // At first the newcomer reaches mallory alone.
  world.network.islands.set(ada.mesh.peerId, 1);
  const carol = world.device().open();
  await world.time.until(() => carol.mesh.links.length === 1);
  await world.time.pass(20_000);
  world.network.islands.clear();
  for (const { mesh } of [ada, carol]) mesh.wake();
  await world.agreed(300_000, [ada, carol]);
  expect(carol.texts).toEqual(ada.texts);
  for (const { id } of junk) expect(carol.ledger.has(id)).toBe(false);
  expect(carol.mesh.faulty).toEqual(new Set([mallory.identity.id]));
  expect(ada.mesh.faulty.size).toBe(0);
});
