import { expect, test } from "vitest";
import * as Y from "yjs";
import { countRecordBytes } from "../../../../src/app/session/record-bytes.ts";
import { Chance } from "../../../support/chance.ts";
import { forSeeds } from "../../../support/seeded.ts";

const sum = (records: Y.Map<Uint8Array>): number =>
  [...records.values()].reduce((total, bytes) => total + bytes.length, 0);

test("[GT4] nothing counts before the document is loaded, then all of it does, and what comes and goes", () => {
  const records = new Y.Doc().getMap<Uint8Array>("records");
  const counted = countRecordBytes(records);
  records.set("a", new Uint8Array(10));
  expect(counted.total()).toBe(0);
  counted.begin();
  expect(counted.total()).toBe(10);
  records.set("b", new Uint8Array(7));
  records.set("a", new Uint8Array(3));
  expect(counted.total()).toBe(10);
  records.delete("a");
  expect(counted.total()).toBe(7);
  counted.stop();
  records.set("c", new Uint8Array(100));
  expect(counted.total()).toBe(7);
});

test("[GT4] what is erased as soon as it arrives, as the ledger does it, weighs nothing", () => {
  const doc = new Y.Doc();
  const records = doc.getMap<Uint8Array>("records");
  const counted = countRecordBytes(records);
  counted.begin();
  records.observe((event) => {
    if (event.keysChanged.has("doomed")) doc.transact(() => records.delete("doomed"));
  });
  records.set("doomed", new Uint8Array(50));
  records.set("kept", new Uint8Array(5));
  expect(counted.total()).toBe(5);
});

test("[GT4] the count is what the document holds, whatever two devices write, erase and tell each other", async () => {
  await forSeeds({ count: 60 }, (seed) => {
    const chance = new Chance(seed);
    const docs = [new Y.Doc(), new Y.Doc()] as const;
    const maps = docs.map((doc) => doc.getMap<Uint8Array>("records"));
    const counts = maps.map(countRecordBytes);
    for (const counted of counts) counted.begin();
    for (let step = 0; step < 80; step++) {
      const map = chance.pick(maps);
      const key = `k${chance.below(12)}`;
      const roll = chance.next();
      if (roll < 0.5) map.set(key, new Uint8Array(chance.below(100)));
      else if (roll < 0.7) map.delete(key);
      else
        map.doc?.transact(() => {
          map.set(key, new Uint8Array(3));
          if (chance.happens(0.5)) map.delete(key);
          map.set(`k${chance.below(12)}`, new Uint8Array(20));
        });
      if (chance.happens(0.3)) {
        const [a, b] = chance.shuffle(docs) as [Y.Doc, Y.Doc];
        Y.applyUpdate(a, Y.encodeStateAsUpdate(b, Y.encodeStateVector(a)));
      }
      expect(counts.map(({ total }) => total())).toEqual(maps.map(sum));
    }
    return Promise.resolve();
  });
});
