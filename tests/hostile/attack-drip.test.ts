// the peer that a newcomer asks first answers for ever: one new record every 4 s. Nobody else is asked meanwhile (MS2),
// anti-entropy says "not ready" (digest zeros), gaps are not filled, early records are not adopted.
import { World } from "../support/world.ts";
import { expect, test } from "vitest";
import { recordsOf } from "../support/room.ts";
import { encodeUpdate } from "../../src/net/sync/update.ts";
import type { Device } from "../support/device.ts";
import { textMessage } from "../../src/room/payload.ts";
import { isType } from "../support/wire-type.ts";

test("[MS2][MS4] a peer that drips its history keeps nobody from the others'", async () => {
  const world = new World(11);
  const [ada, bela, evil] = (await world.fullMesh(3)) as [Device, Device, Device];
  for (let i = 0; i < 20; i++) ada.say(`ada ${i}`);
  await world.time.pass(10_000);
  let clock = 0;
  world.network.loses = (from, _to, bytes) =>
    from === evil.mesh.peerId &&
    isType(bytes, "slice", "done", "records") &&
    bytes[bytes.length - 1] !== 0x77 &&
    !drip;
  let drip = false;
  const carol = world.device();
  // evil sees the ask and answers it by itself
  const asked: { request: number }[] = [];
  world.network.tap = (from, to, bytes) => {
    if (to === evil.mesh.peerId && isType(bytes, "ask") && from === carol.mesh.peerId)
      asked.push({ request: bytes[1] ?? 0 });
  };
  // carol meets evil first: the others' links come up a little later
  world.network.islands.set(ada.mesh.peerId, 1);
  world.network.islands.set(bela.mesh.peerId, 1);
  carol.open();
  await world.time.until(() => carol.mesh.links.length === 1);
  await world.time.until(() => asked.length > 0, 60_000, "asked");
  const timer = setInterval(() => {
    const request = asked.at(-1)?.request;
    const link = evil.mesh.links.find(({ peerId }) => peerId === carol.mesh.peerId);
    const [r] = recordsOf(evil.identity, [textMessage(`drip ${clock}`)], world.time.wall);
    if (!r || request === undefined) return;
    drip = true;
    link?.send({
      type: "slice",
      request,
      epoch: 0,
      done: 1,
      total: 1000,
      update: encodeUpdate([{ client: 77, clock: clock++, key: r.id, bytes: r.bytes }]),
    });
    setTimeout(() => {
      drip = false;
    }, 200);
  }, 4000);
  world.network.islands.clear();
  ada.mesh.wake();
  bela.mesh.wake();
  carol.mesh.wake();
  await world.time.until(() => carol.mesh.links.length === 3, 120_000, "linked");
  await world.time.pass(600_000);
  clearInterval(timer);
  expect(carol.texts.filter((t) => t.startsWith("ada")).length).toBe(20);
});
