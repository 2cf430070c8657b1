// An author erases a message (E1), then erases the erase (E2). Delivered in different orders, honest peers end
// different for ever; a peer that reopens then re-inserts the target over Yjs' deleted slot, with an origin, and is struck.
import { World } from "../support/world.ts";
import { expect, test } from "vitest";
import { eraseOf, messagesOf, createRoom } from "../support/room.ts";
import { cheapIdentity } from "../support/cheap-identity.ts";
import { Chance } from "../support/chance.ts";
import type { Device } from "../support/device.ts";

const mallory = cheapIdentity(new Chance(66));
test("[RC5] an erase of an erase leaves every device with the same records, in whatever order they come", async () => {
  const [m] = messagesOf(mallory, 1, () => "evil plan");
  if (!m) throw new Error();
  const e1 = eraseOf(mallory, m);
  const e2 = eraseOf(mallory, e1);
  const shown: boolean[] = [];
  for (const order of [
    [m, e1, e2],
    [m, e2, e1],
  ]) {
    const room = createRoom({ clientId: 5 });
    for (const { id, bytes } of order) {
      room.ledger.receive(id, bytes);
      await room.ledger.whenSettled();
    }
    shown.push(room.ledger.isErased(m.id));
    room.ledger.close();
  }
  expect(shown[0]).toBe(shown[1]);
});

test("[RC5][GT5] after it, an honest device that reopens is neither struck nor shows what others do not", async () => {
  const world = new World(7);
  const [ada, bela, evil] = (await world.fullMesh(3)) as [Device, Device, Device];
  ada.say("hello");
  const ms = messagesOf(evil.identity, 5, (i) => `evil plan ${i}`);
  const e1 = ms.map((m) => eraseOf(evil.identity, m));
  const e2 = e1.map((e) => eraseOf(evil.identity, e));
  const to = (device: Device, list: readonly { bytes: Uint8Array }[]) =>
    evil.mesh.links
      .find(({ peerId }) => peerId === device.mesh.peerId)
      ?.send({ type: "records", request: 0, records: list.map(({ bytes }) => bytes) });
  to(ada, ms);
  to(bela, ms);
  await world.time.pass(8000);
  to(ada, e1);
  to(bela, e2);
  await world.time.pass(8000);
  to(ada, e2);
  to(bela, e1);
  await world.time.pass(20_000);
  evil.close({ bye: true });
  const texts = (device: Device) => device.view.map((x) => [x.text, x.erased]);
  const apart = JSON.stringify(texts(ada)) !== JSON.stringify(texts(bela));
  ada.save();
  ada.close({ bye: true });
  ada.open();
  for (let i = 0; i < 4; i++) {
    await world.time.pass(60_000);
    ada.say(`still here ${i}`);
  }
  await world.time.pass(10_000);
  expect(apart).toBe(false);
  expect([...ada.mesh.faulty, ...bela.mesh.faulty]).toEqual([]);
  expect(texts(ada)).toEqual(texts(bela));
});
