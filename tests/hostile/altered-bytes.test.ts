// A disk, or a memory, that alters bits: an honest device with such records is struck by nobody, gives them to nobody, and has
// them as they were from the others.

import { expect, test } from "vitest";
import * as Y from "yjs";
import { recordsMap } from "../../src/lib/records-map.ts";
import type { RecordId } from "../../src/room/ids.ts";
import type { Device } from "../support/device.ts";
import { World } from "../support/world.ts";

/** Flips a bit of what the document holds. */
const rot = ({ doc }: Device, id: RecordId): void => {
  const content = doc.getMap(recordsMap)._map.get(id)?.content;
  if (!(content instanceof Y.ContentBinary)) throw new Error("not there");
  const bytes = content.content.slice();
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  content.content = bytes;
};

test(
  "[RC4][GT5] altered records are given to nobody and healed by the others; nobody is struck",
  { timeout: 60_000 },
  async () => {
    const world = new World(51);
    const [ada, bela] = (await world.fullMesh(2)) as [Device, Device];
    const ids = Array.from({ length: 400 }, (_, i) => ada.say(`word ${i}`));
    await world.agreed();
    const rotten = ids.filter((_, i) => i % 50 === 7);
    for (const id of rotten) rot(bela, id);
    // A newcomer asks bela alone for everything.
    world.network.islands.set(ada.mesh.peerId, 1);
    const carol = world.device().open();
    await world.time.until(() => carol.mesh.links.length === 1 && carol.texts.length > 380, 60_000);
    await world.time.pass(30_000);
    expect(carol.mesh.faulty.size).toBe(0);
    for (const id of rotten) expect(carol.ledger.has(id)).toBe(false);
    world.network.islands.clear();
    for (const { mesh } of [ada, bela, carol]) mesh.wake();
    await world.agreed(300_000);
    for (const device of [bela, carol]) {
      expect(device.texts).toEqual(ada.texts);
      for (const id of rotten) expect(device.ledger.bytesOf(id)).toEqual(ada.ledger.bytesOf(id));
    }
    for (const { mesh } of [ada, bela, carol]) expect(mesh.faulty.size).toBe(0);
    expect(Y.encodeStateVector(carol.doc).length).toBeGreaterThan(0);
  },
);
