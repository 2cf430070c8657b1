import { World, disagreements } from "../../../support/world.ts";
import { expect, test } from "vitest";
import type { Device } from "../../../support/device.ts";
import { carries, isType } from "../../../support/wire-type.ts";

const heartbeatMs = 10_000;

test("[MS4] a message that vanished on the way is there after two heartbeats", async () => {
  const world = new World(1);
  const [ada, bela, carol] = (await world.fullMesh(3)) as [Device, Device, Device];
  await world.time.pass(2000);
  world.network.loses = (_from, _to, bytes) => carries(bytes, "update");
  const id = ada.say("lost");
  await world.time.pass(200);
  world.network.loses = null;
  expect([bela.ledger.has(id), carol.ledger.has(id)]).toEqual([false, false]);
  await world.time.until(() => bela.ledger.ids.has(id) && carol.ledger.ids.has(id), 2 * heartbeatMs + 1500);
  expect(bela.texts).toEqual(["lost"]);
});

test("[MS4] a gap shows what came after it at once, and is filled within seconds", async () => {
  const world = new World(2);
  const [ada, bela] = (await world.fullMesh(2)) as [Device, Device];
  ada.say("first");
  await world.time.pass(300);
  world.network.loses = (_from, _to, bytes) => carries(bytes, "update");
  ada.say("lost");
  await world.time.pass(100);
  world.network.loses = null;
  ada.say("after");
  await world.time.pass(100);
  expect(bela.texts).toEqual(["first", "after"]);
  await world.time.until(() => bela.texts.length === 3, 4000);
  await world.time.pass(5000);
  expect(disagreements([ada, bela], world.time.wall)).toEqual([]);
});

test("[MS4] rooms that grew apart become one, whatever was lost", { timeout: 240_000 }, async () => {
  for (let seed = 10; seed < 20; seed++) {
    const world = new World(seed);
    const devices = await world.fullMesh(4);
    world.network.loses = (_from, _to, bytes) =>
      (carries(bytes, "update") || isType(bytes, "slice")) && world.chance.happens(0.6);
    for (let i = 0; i < 80; i++) {
      world.chance.pick(devices).say(`${seed} ${i}`);
      await world.time.pass(world.chance.below(100));
    }
    world.network.loses = null;
    await world.agreed(60_000);
    await world.time.pass(20_000);
    expect(disagreements(devices, world.time.wall), `seed ${seed}`).toEqual([]);
    for (const { ledger } of devices) expect(ledger.ids.size).toBe(80);
    world.close();
  }
});

test(
  "[MS4] different rooms of hundreds of records repair through buckets alone",
  { timeout: 120_000 },
  async () => {
    const world = new World(3);
    const devices = [world.device().open(), world.device().open()] as const;
    world.network.loses = (_from, _to, bytes) => carries(bytes, "update") || isType(bytes, "slice");
    for (const device of devices) for (let i = 0; i < 400; i++) device.say(`${device.name} ${i}`);
    await world.linked();
    await world.agreed(12 * heartbeatMs);
    for (const { ledger, view } of devices) expect([ledger.ids.size, view.length]).toEqual([800, 800]);
    world.network.loses = null;
    await world.time.pass(30_000);
    expect(disagreements(devices, world.time.wall)).toEqual([]);
  },
);

test("[MS4] when nothing differs a heartbeat is all that is said", async () => {
  const world = new World(4);
  const devices = await world.fullMesh(5);
  for (const device of devices) device.say(device.name);
  await world.time.pass(60_000);
  const heard = world.listen();
  await world.time.pass(60_000);
  const types = new Set(heard.map(({ message }) => message.type));
  expect([...types].sort()).toEqual(["gossip", "heartbeat", "ping", "pong"]);
});

test("[RC5] what its author erased while others were away is gone from them when they return", async () => {
  const world = new World(5);
  const [ada, bela, carol] = (await world.fullMesh(3)) as [Device, Device, Device];
  const id = ada.say("a secret");
  ada.say("no secret");
  await world.time.pass(1000);
  carol.close();
  ada.erase(id);
  await world.time.pass(1000);
  carol.open();
  await world.time.until(() => carol.view[0]?.erased === true, 30_000);
  for (const device of [ada, bela, carol]) {
    expect(device.texts).toEqual(["", "no secret"]);
    device.save();
    expect(Buffer.from(device.stored ?? []).includes("a secret")).toBe(false);
  }
});

test("[RC5] erased bytes that are put back go again, and their holder is not struck", async () => {
  const world = new World(6);
  const [ada, bela, carol] = (await world.fullMesh(3)) as [Device, Device, Device];
  const id = ada.say("a secret");
  await world.time.pass(1000);
  carol.save();
  carol.close({ bye: false });
  ada.erase(id);
  await world.time.pass(30_000);
  bela.say("meanwhile");
  carol.open(); // from a storage that still has it
  await world.agreed(60_000);
  await world.time.pass(20_000);
  expect(disagreements([ada, bela, carol], world.time.wall)).toEqual([]);
  expect(carol.texts).toEqual(["", "meanwhile"]);
});

test("[PR4] a peer gone without a word is noticed, and the room goes on", async () => {
  const world = new World(7);
  const [ada, bela, carol] = (await world.fullMesh(3)) as [Device, Device, Device];
  carol.close({ bye: false });
  ada.say("still here");
  await world.time.pass(60_000);
  expect(bela.texts).toEqual(["still here"]);
  for (const { mesh } of [ada, bela]) {
    expect(mesh.links).toHaveLength(1);
    expect(mesh.presence.others).toHaveLength(1);
  }
});
