// A member with the room's secret who keeps to no rule (GT): nobody's message is lost or altered, honest peers stay in step
// and are never struck; what its bytes alone prove cuts it off and names it.

import { World, disagreements } from "../support/world.ts";
import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import { expect, test } from "vitest";
import type { Message } from "../../src/net/link/link.ts";
import { encodeUpdate, type Struct } from "../../src/net/sync/update.ts";
import type { Device } from "../support/device.ts";
import { eraseOf, messagesOf, recordsOf } from "../support/room.ts";
import { textMessage } from "../../src/room/payload.ts";
import { isType } from "../support/wire-type.ts";

type Scene = Readonly<{ world: World; ada: Device; bela: Device; carol: Device; mallory: Device }>;

const say = ({ mallory }: Scene, message: Message): void => {
  for (const link of mallory.mesh.links) link.send(message);
};
const gossip = (scene: Scene, payload: Uint8Array): void =>
  say(scene, { type: "gossip", holders: [], what: "update", payload });
const structs = (scene: Scene, list: readonly Struct[]): void => gossip(scene, encodeUpdate(list));

/** The first message of ada's, as a struct. */
const target = ({ ada }: Scene): Struct & { bytes: Uint8Array } => {
  const [message] = ada.view.filter(({ author }) => author === ada.identity.id);
  const bytes = message === undefined ? null : ada.ledger.bytesOf(message.id);
  if (message === undefined || bytes === null) throw new Error("ada has written nothing");
  return { client: ada.doc.clientID, clock: 0, key: message.id, bytes };
};

const rawUpdate = (write: (encoder: encoding.Encoder) => void): Uint8Array => {
  const encoder = encoding.createEncoder();
  write(encoder);
  return encoding.toUint8Array(encoder);
};

/** Three times, for it takes three offences. */
const provable: Readonly<Record<string, (scene: Scene) => void>> = {
  "claims another's clock with a GC struct": (scene) => {
    const client = scene.ada.doc.clientID;
    const update = rawUpdate((encoder) => {
      for (const number of [1, 1, client, 0, 0, 2 ** 46, 0]) encoding.writeVarUint(encoder, number);
    });
    for (let i = 0; i < 3; i++) gossip(scene, update);
  },
  "overwrites a record": (scene) => {
    const { doc } = scene.mallory;
    for (let i = 0; i < 3; i++) doc.getMap("records").set(target(scene).key, Uint8Array.of(i));
  },
  "puts other bytes under a record's key": (scene) => {
    const { key } = target(scene);
    for (let clock = 0; clock < 3; clock++)
      structs(scene, [{ client: 2 ** 32 - 1, clock, key, bytes: new Uint8Array(200) }]);
  },
  "writes into another type": (scene) => {
    for (let i = 0; i < 3; i++) scene.mallory.doc.getArray("other").push([i]);
  },
  "sends records over the limit": (scene) => {
    for (let i = 0; i < 3; i++)
      say(scene, { type: "records", request: 0, records: [new Uint8Array(30_000)] });
  },
  "sends truncated updates": (scene) => {
    const whole = Y.encodeStateAsUpdate(scene.mallory.doc);
    for (const length of [5, 30, 60]) gossip(scene, whole.subarray(0, length));
  },
  "asks with a state vector of two billion": (scene) => {
    for (let i = 0; i < 3; i++)
      say(scene, {
        type: "ask",
        request: i,
        epoch: 0,
        stateVector: Uint8Array.of(255, 255, 255, 255, 15, 1),
      });
  },
  "sends slices nobody asked for, of rubbish": (scene) => {
    for (let i = 0; i < 3; i++)
      say(scene, { type: "slice", request: i, epoch: 0, done: 0, total: 9, update: Uint8Array.of(9, 9, 9) });
  },
};

/** What an honest peer cannot tell from bad luck: refused, held or skipped, never struck. */
const unprovable: Readonly<Record<string, (scene: Scene) => void>> = {
  "sends a delete set of everything": (scene) => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(scene.ada.doc));
    for (const key of doc.getMap("records").keys()) doc.getMap("records").delete(key);
    const ds = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(scene.ada.doc));
    gossip(scene, ds);
    gossip(scene, Y.encodeStateAsUpdate(doc));
  },
  "empties a living record's key under the highest client": (scene) => {
    structs(scene, [{ client: 2 ** 32 - 1, clock: 0, key: target(scene).key, bytes: null }]);
  },
  "writes a record again under the highest client, then says it is empty": (scene) => {
    const { key, bytes } = target(scene);
    structs(scene, [{ client: 2 ** 32 - 1, clock: 0, key, bytes }]);
    structs(scene, [{ client: 2 ** 32 - 1, clock: 1, key, bytes: null }]);
  },
  "writes under a victim's Yjs id, at its next clock": (scene) => {
    const [forged] = messagesOf(scene.mallory.identity, 1, () => "forged");
    const { ada } = scene;
    const clock = Y.getState(ada.doc.store, ada.doc.clientID);
    if (forged) structs(scene, [{ client: ada.doc.clientID, clock, key: forged.id, bytes: forged.bytes }]);
  },
  "tells everyone something else at one clock": (scene) => {
    const records = messagesOf(scene.mallory.identity, 3, (i) => `equivocal ${i}`);
    scene.mallory.mesh.links.forEach((link, i) => {
      const { id: key, bytes } = records[i % 3] ?? { id: target(scene).key, bytes: new Uint8Array() };
      const payload = encodeUpdate([{ client: 4_000_000_000, clock: 0, key, bytes }]);
      link.send({ type: "gossip", holders: [], what: "update", payload });
    });
  },
  "erases what is not its own": (scene) => {
    const { key, bytes } = target(scene);
    const erase = eraseOf(scene.mallory.identity, { id: key, bytes });
    say(scene, { type: "records", request: 0, records: [erase.bytes] });
  },
  "alters a record's signature": (scene) => {
    const altered = messagesOf(scene.mallory.identity, 3).map(({ bytes }) => {
      const copy = bytes.slice();
      copy[3] = (copy[3] ?? 0) ^ 1;
      return copy;
    });
    say(scene, { type: "records", request: 0, records: altered });
  },
  "poisons clocks, a year ahead": (scene) => {
    const ahead = scene.world.time.wall + 365 * 24 * 3600 * 1000;
    const [poison] = recordsOf(scene.mallory.identity, [textMessage("x")], ahead);
    if (poison) say(scene, { type: "records", request: 0, records: [poison.bytes] });
  },
  "floods with structs after a gap": (scene) => {
    const records = messagesOf(scene.mallory.identity, 40, (i) => `${i} ${"z".repeat(2000)}`);
    for (let client = 1; client < 8; client++)
      structs(
        scene,
        records.map(({ id: key, bytes }, i) => ({ client, clock: 1e6 + i, key, bytes })),
      );
  },
  "lies in heartbeats and buckets": (scene) => {
    const rubbish = scene.world.chance.bytes(32);
    for (let i = 0; i < 5; i++) {
      say(scene, { type: "heartbeat", wall: Number.MAX_SAFE_INTEGER, digest: rubbish, stored: true });
      say(scene, {
        type: "buckets",
        epoch: 0,
        digests: Array.from({ length: 256 }, () => rubbish.subarray(16)),
      });
      say(scene, { type: "bucket", epoch: 0, index: i, ids: scene.world.chance.bytes(1600), reply: false });
      say(scene, { type: "held", ids: scene.world.chance.bytes(1600) });
      say(scene, { type: "done", request: i, epoch: 0 });
    }
  },
  "keeps to itself what it should pass on": ({ world, mallory }) => {
    world.network.loses = (from, _to, bytes) => from === mallory.mesh.peerId && !isType(bytes, "ping");
  },
};

const scene = async (seed: number): Promise<Scene> => {
  const world = new World(seed);
  const [ada, bela, carol, mallory] = (await world.fullMesh(4)) as [Device, Device, Device, Device];
  for (const device of [ada, bela, carol]) device.say(`${device.name} before`);
  await world.time.pass(2000);
  return { world, ada, bela, carol, mallory };
};

/** The room goes on: everybody writes, a newcomer comes, all show all of it. */
const expectUnharmed = async ({ world, ada, bela, carol }: Scene): Promise<void> => {
  for (let i = 0; i < 3; i++)
    for (const device of [ada, bela, carol]) {
      device.say(`${device.name} after ${i}`);
      await world.time.pass(500);
    }
  const newcomer = world.device().open();
  await world.time.pass(60_000);
  const honest = [ada, bela, carol, newcomer];
  const expected = [ada, bela, carol].flatMap(({ name }) => [
    `${name} before`,
    ...[0, 1, 2].map((i) => `${name} after ${i}`),
  ]);
  for (const { texts } of honest) expect(texts).toEqual(expect.arrayContaining(expected));
  for (const { mesh } of honest) {
    for (const other of honest) expect([...mesh.faulty]).not.toContain(other.identity.id);
    expect(mesh.links.length).toBeGreaterThanOrEqual(3);
  }
  const views = honest.map(({ view }) =>
    view.flatMap(({ text, ahead }) => (ahead === undefined ? text : [])).join("\n"),
  );
  expect(new Set(views).size).toBe(1);
};

test.each(Object.entries(provable))("[GT5] one that %s is cut off and named", async (_what, attack) => {
  const played = await scene(1);
  const { world, ada, bela, carol, mallory } = played;
  attack(played);
  await world.time.pass(2000);
  for (const { mesh } of [ada, bela, carol]) {
    expect([...mesh.faulty]).toEqual([mallory.identity.id]);
    expect(mesh.links.map(({ author }) => author)).not.toContain(mallory.identity.id);
  }
  await expectUnharmed(played);
});

test.each(Object.entries(unprovable))("[GT1][GT4] one that %s harms nobody", async (_what, attack) => {
  const played = await scene(2);
  attack(played);
  await played.world.time.pass(10_000);
  await expectUnharmed(played);
});

test("[RC3] a record a year ahead shows, marked, and moves nobody's clock", async () => {
  const played = await scene(3);
  unprovable["poisons clocks, a year ahead"]?.(played);
  await played.world.time.pass(5000);
  const { ada, bela, world } = played;
  expect(ada.view.filter(({ ahead }) => ahead !== undefined).map(({ text }) => text)).toEqual(["x"]);
  expect(ada.ledger.clock.ms).toBeLessThan(world.time.wall + 1000);
  expect(disagreements([ada, bela], world.time.wall)).toEqual([]);
});

test("[GT1] a victim whose Yjs id is written under goes on under another, and loses nothing", async () => {
  const played = await scene(4);
  const { world, ada, bela, mallory } = played;
  for (let round = 0; round < 5; round++) {
    const [forged] = recordsOf(mallory.identity, [textMessage(`forged ${round}`)], world.time.wall + round);
    const clock = Y.getState(ada.doc.store, ada.doc.clientID);
    if (forged) structs(played, [{ client: ada.doc.clientID, clock, key: forged.id, bytes: forged.bytes }]);
    ada.say(`mine ${round}`);
    await world.time.pass(3000);
  }
  await world.time.pass(20_000);
  for (let round = 0; round < 5; round++)
    for (const { texts } of [ada, bela]) expect(texts).toContain(`mine ${round}`);
  expect(disagreements([ada, bela, played.carol], world.time.wall)).toEqual([]);
});
