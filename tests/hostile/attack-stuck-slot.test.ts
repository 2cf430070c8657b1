// Mallory copies ada's record K into a slot of a high Yjs client H:0, and shows another record at H:0 to the victim only.
// Everyone else empties ada's own slot (Yjs: the higher client wins). A victim that syncs from them gets ada's slot emptied, holds K
// at best under its own lower client, and could never apply ada's later structs: it would ask for the difference for ever, and
// insert all of ada's later records again under its own id.
import { World } from "../support/world.ts";
import * as Y from "yjs";
import { expect, test } from "vitest";
import { recordsOf } from "../support/room.ts";
import { parseMessage } from "../../src/net/link/message-bytes.ts";
import { encodeUpdate } from "../../src/net/sync/update.ts";
import type { Device } from "../support/device.ts";
import { textMessage } from "../../src/room/payload.ts";

const highest = 2 ** 32 - 1;
/** Is the struct at the beginning of this client emptied here? */
const isEmptied = ({ doc }: Device, client: number): boolean | undefined =>
  doc.store.clients.get(client)?.[0]?.deleted;

test(
  "[GT1][GT3] an equivocating copy under a high client does not stop an author's structs for anybody",
  { timeout: 60_000 },
  async () => {
    const world = new World(13);
    const { network, time } = world;
    const [ada, bela, evil] = (await world.fullMesh(3)) as [Device, Device, Device];
    const k = ada.say("first");
    for (let i = 0; i < 30; i++) ada.say(`then ${i}`);
    await world.agreed();
    const gossip = (peer: string, key: string, bytes: Uint8Array): void =>
      evil.mesh.links
        .find(({ peerId }) => peerId === peer)
        ?.send({
          type: "gossip",
          holders: evil.mesh.links.map((link) => link.shortId),
          what: "update",
          payload: encodeUpdate([{ client: highest, clock: 0, key: key as typeof k, bytes }]),
        });
    for (const { mesh } of [ada, bela]) gossip(mesh.peerId, k, ada.ledger.bytesOf(k)!);
    const slot = ada.doc.clientID;
    await time.until(() => [ada, bela].every((device) => isEmptied(device, slot) === true), 3000);

    // At first the newcomer reaches mallory alone, who gives it something else at H:0, and no history.
    for (const { mesh } of [ada, bela]) network.islands.set(mesh.peerId, 1);
    const carol = world.device().open();
    network.loses = (from, to, bytes) =>
      from === evil.mesh.peerId &&
      to === carol.mesh.peerId &&
      ["records", "slice"].includes(parseMessage(bytes)?.type ?? "");
    const isLinked = (one: Device, other: Device): boolean =>
      one.mesh.links.some(({ peerId }) => peerId === other.mesh.peerId);
    await time.until(() => isLinked(carol, evil) && isLinked(evil, carol));
    const [other] = recordsOf(evil.identity, [textMessage("other")], time.wall);
    gossip(carol.mesh.peerId, other!.id, other!.bytes);
    await time.until(() => carol.texts.includes("other"));
    expect(Y.getState(carol.doc.store, highest)).toBe(1);
    expect(carol.ledger.ids.size).toBe(1);

    network.islands.clear();
    for (const { mesh } of [ada, bela, carol]) mesh.wake();
    await time.until(() => carol.mesh.links.length === 3, 120_000, "linked");
    await time.pass(60_000);
    const adopted = (): number => Y.getState(carol.doc.store, carol.doc.clientID);
    const before = adopted();
    const heard = world.listen();
    await time.pass(300_000);
    const toOrFromCarol = heard.filter(({ from, to }) => [from, to].includes(carol.mesh.peerId));
    expect(toOrFromCarol.map(({ message }) => message.type)).toContain("heartbeat");
    expect(toOrFromCarol.filter(({ message }) => ["ask", "slice"].includes(message.type))).toEqual([]);
    expect(Y.getState(carol.doc.store, slot)).toBe(Y.getState(ada.doc.store, slot));
    expect(carol.texts).toEqual(["first", ...Array.from({ length: 30 }, (_, i) => `then ${i}`), "other"]);
    // What a repair brought stands under her own id, once.
    expect(adopted()).toBe(before);
  },
);
