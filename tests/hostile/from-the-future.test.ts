// A peer of a version to come: an unknown kind of record, a record of version 3, a message that nobody here knows, tails behind
// everything. It is nobody's enemy: it stays linked, nothing of it is struck, and the rooms become one.

import { expect, test } from "vitest";
import { concat, utf8 } from "../../src/lib/bytes.ts";
import { codes } from "../../src/net/link/message.ts";
import type { Identity } from "../../src/room/identity.ts";
import { textMessage } from "../../src/room/payload.ts";
import { createRecord, recordIdOf, signedPart } from "../../src/room/record.ts";
import type { Device } from "../support/device.ts";
import { testTopic, type SignedRecord } from "../support/room.ts";
import { World } from "../support/world.ts";

/** A good record of today, made into one of a later day. */
const later = (
  identity: Identity,
  ms: number,
  at: Readonly<{ version?: number; kind?: number }>,
): SignedRecord => {
  const clock = { ms, counter: 0 };
  const { bytes } = createRecord(identity, testTopic, { clock, wall: ms, payload: textMessage("of later") });
  const body = concat(bytes.slice(64), utf8("and what comes after"));
  body[0] = at.version ?? 2;
  body[1] = at.kind ?? body[1] ?? 0;
  const made = concat(identity.sign(signedPart(testTopic, body)), body);
  const id = recordIdOf(made);
  if (id === null) throw new Error("no record");
  return { id, bytes: made };
};

test(
  "[VR7] a peer from the future stays linked and converges, and nobody is struck",
  { timeout: 60_000 },
  async () => {
    const world = new World(71);
    const { network, time } = world;
    const [ada, bela, future] = (await world.fullMesh(3)) as [Device, Device, Device];
    const tail = utf8("fields of later");
    const { peerId } = future.mesh;
    // The hello's tail is inside its own signed part; all else gets one.
    network.rewrites = (from, bytes) =>
      from === peerId && bytes[0] !== codes.hello ? concat(bytes, tail) : bytes;
    const strange = [
      later(future.identity, time.wall, { version: 3 }),
      later(future.identity, time.wall + 1, { kind: 99 }),
      later(future.identity, time.wall + 2, { kind: 200 }),
      later(future.identity, time.wall + 3, { version: 9, kind: 1 }),
    ];
    const links = new Set(ada.mesh.links);
    ada.say("of today");
    future.ledger.keep(strange);
    // Its text of today has a tail that only it understands.
    future.say("of both");
    await world.agreed(60_000);
    for (const device of [ada, bela]) {
      expect(device.texts.toSorted()).toEqual(["of both", "of today"]);
      expect(device.texts).toHaveLength(2);
      for (const { id, bytes } of strange) expect(device.ledger.bytesOf(id)).toEqual(bytes);
    }
    // Messages of a number that nobody knows yet, large ones too.
    for (const link of future.mesh.links)
      for (let i = 0; i < 50; i++) link.sendEncoded(concat(Uint8Array.of(200), new Uint8Array(i * 1000)));
    await time.pass(120_000);
    // A newcomer gets what it does not understand from one who does not either.
    future.close();
    const carol = world.device().open();
    await world.agreed(120_000, [ada, bela, carol]);
    for (const { id, bytes } of strange) expect(carol.ledger.bytesOf(id)).toEqual(bytes);
    for (const { mesh } of [ada, bela, carol]) expect(mesh.faulty.size).toBe(0);
    expect(ada.mesh.links.filter((link) => links.has(link)).map((link) => link.peerId)).toEqual([
      bela.mesh.peerId,
    ]);
  },
);
