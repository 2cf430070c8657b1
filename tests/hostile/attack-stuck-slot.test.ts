// Mallory copies ada's record K into a slot of a high Yjs client H:0, and shows another record at H:0 to the victim only.
// Everyone else empties ada's own slot (Yjs: the higher client wins). A victim that syncs from them gets ada's slot emptied, holds K
// at best under its own lower client, and can never apply ada's later structs: it asks for the difference for ever, and
// re-inserts all of ada's later records under its own id.
import { World } from "../support/world.ts";
import * as Y from "yjs";
import { expect, test } from "vitest";
import { recordsOf } from "../support/room.ts";
import { encodeUpdate } from "../../src/net/sync/update.ts";
import type { Device } from "../support/device.ts";

test("[GT1][GT3] an equivocating copy under a high client does not stop an author's structs for anybody", async () => {
  const world = new World(13);
  const [ada, bela, evil] = (await world.fullMesh(3)) as [Device, Device, Device];
  const k = ada.say("first");
  for (let i = 0; i < 30; i++) ada.say(`then ${i}`);
  await world.time.pass(10_000);
  const bytes = ada.ledger.bytesOf(k);
  if (!bytes) throw new Error();
  const H = 2 ** 32 - 1;
  const gossip = (peer: string, update: Uint8Array) =>
    evil.mesh.links
      .find(({ peerId }) => peerId === peer)
      ?.send({
        type: "gossip",
        holders: evil.mesh.links.map((l) => l.shortId),
        what: "update",
        payload: update,
      });
  for (const d of [ada, bela]) gossip(d.mesh.peerId, encodeUpdate([{ client: H, clock: 0, key: k, bytes }]));
  await world.time.pass(3000);
  const carol = world.device();
  // mallory, first in line, gives the newcomer something else at H:0, and no history
  world.network.loses = (from, to) =>
    from === evil.mesh.peerId && carol.isOpen && to === carol.mesh.peerId && !mine;
  let mine = false;
  world.network.islands.set(ada.mesh.peerId, 1);
  world.network.islands.set(bela.mesh.peerId, 1);
  mine = true;
  carol.open();
  world.network.loses = (from, to, b) =>
    from === evil.mesh.peerId && to === carol.mesh.peerId && [4, 5].includes(b[0] ?? 0);
  await world.time.until(() => carol.mesh.links.length === 1);
  const [other] = recordsOf(
    evil.identity,
    [{ kind: "message", text: "other", replyTo: null }],
    world.time.wall,
  );
  if (other)
    gossip(carol.mesh.peerId, encodeUpdate([{ client: H, clock: 0, key: other.id, bytes: other.bytes }]));
  await world.time.pass(1000);
  world.network.islands.clear();
  ada.mesh.wake();
  bela.mesh.wake();
  carol.mesh.wake();
  await world.time.until(() => carol.mesh.links.length === 3, 120_000, "linked");
  await world.time.pass(60_000);
  let asks = 0,
    sliceBytes = 0;
  world.network.tap = (from, to, b) => {
    if (from === carol.mesh.peerId && b[0] === 3) asks++;
    if (to === carol.mesh.peerId && b[0] === 5) sliceBytes += b.length;
  };
  await world.time.pass(1_200_000);
  const client = ada.doc.clientID;
  expect(Y.getState(carol.doc.store, client)).toBe(Y.getState(ada.doc.store, client));
  expect(asks).toBe(0);
});
