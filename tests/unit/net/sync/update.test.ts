import * as encoding from "lib0/encoding";
import { expect, test } from "vitest";
import * as Y from "yjs";
import {
  encodeUpdate,
  missingRanges,
  structsIn,
  parseUpdate,
  type Struct,
} from "../../../../src/net/sync/update.ts";
import type { RecordId } from "../../../../src/room/ids.ts";
import { Chance } from "../../../support/chance.ts";

const keyOf = (n: number): RecordId => `key-${String(n).padStart(18, "0")}` as RecordId;
const bytesOf = (n: number): Uint8Array => Uint8Array.of(n, n, n);

const docWith = (client: number, count: number, from = 0): Y.Doc => {
  const doc = new Y.Doc();
  doc.clientID = client;
  for (let i = from; i < from + count; i++) doc.getMap("records").set(keyOf(i), bytesOf(i));
  return doc;
};

const structsOf = (update: Uint8Array): readonly Struct[] => {
  const parsed = parseUpdate(update);
  if (typeof parsed === "string") throw new Error(`fault ${parsed}`);
  return parsed.structs;
};

/** An update of one struct, byte by byte. */
const raw = (client: number, clock: number, write: (encoder: encoding.Encoder) => void): Uint8Array => {
  const encoder = encoding.createEncoder();
  for (const number of [1, 1, client, clock]) encoding.writeVarUint(encoder, number);
  write(encoder);
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
};

test("[GT1] what Yjs encodes is read as structs, one per entry", () => {
  const doc = docWith(5, 3);
  doc.getMap("records").delete(keyOf(1));
  const parsed = parseUpdate(Y.encodeStateAsUpdate(doc));
  expect(parsed).toEqual({
    structs: [
      { client: 5, clock: 0, key: keyOf(0), bytes: bytesOf(0) },
      { client: 5, clock: 1, key: keyOf(1), bytes: null },
      { client: 5, clock: 2, key: keyOf(2), bytes: bytesOf(2) },
    ],
    plain: false, // it carries a delete set
  });
});

test("[GT1] what is encoded here is what Yjs understands, and reads back the same", () => {
  const docs = [docWith(5, 40), docWith(2 ** 31 + 9, 30, 40), docWith(1, 1, 90)];
  const all = new Y.Doc();
  for (const doc of docs) Y.applyUpdate(all, Y.encodeStateAsUpdate(doc));
  all.getMap("records").delete(keyOf(3));
  const structs = [...structsIn(all, missingRanges(all, new Map()))];
  const update = encodeUpdate(structs);
  expect(structsOf(update)).toEqual(structs);
  const copy = new Y.Doc();
  Y.applyUpdate(copy, update);
  expect(copy.getMap("records").toJSON()).toEqual(all.getMap("records").toJSON());
  expect(copy.store.pendingStructs).toBeNull();
  expect(Y.encodeStateVector(copy)).toEqual(Y.encodeStateVector(all));
});

test("[MS2] 90 slices of one history apply in any order of clients and come to the same", () => {
  const chance = new Chance(4);
  const all = new Y.Doc();
  for (let client = 1; client <= 90; client++)
    Y.applyUpdate(all, Y.encodeStateAsUpdate(docWith(client, chance.between(1, 9), client * 10)));
  const byClient = new Map<number, Struct[]>();
  for (const struct of structsIn(all, missingRanges(all, new Map())))
    byClient.set(struct.client, [...(byClient.get(struct.client) ?? []), struct]);
  const copy = new Y.Doc();
  for (const slice of chance.shuffle([...byClient.values()])) Y.applyUpdate(copy, encodeUpdate(slice));
  expect(copy.getMap("records").toJSON()).toEqual(all.getMap("records").toJSON());
});

test("[MS2] only what a state vector lacks is sent", () => {
  const doc = docWith(5, 10);
  const vector = new Map([
    [5, 7],
    [99, 3],
  ]);
  expect(missingRanges(doc, vector)).toEqual([{ client: 5, from: 7, to: 10 }]);
  expect([...structsIn(doc, missingRanges(doc, vector))].map(({ clock }) => clock)).toEqual([7, 8, 9]);
  expect(missingRanges(doc, new Map([[5, 100]]))).toEqual([]);
  expect([...structsIn(doc, missingRanges(doc, new Map([[5, 100]])))]).toEqual([]);
});

test("[GT5] a GC struct claims clocks for nobody", () => {
  const update = Uint8Array.of(1, 1, 1, 0, 0, 128, 128, 128, 128, 128, 128, 16, 0); // P4.6
  expect(parseUpdate(update)).toBe("gc");
  const small = raw(1, 0, (encoder) => {
    encoding.writeUint8(encoder, 0);
    encoding.writeVarUint(encoder, 2 ** 46);
  });
  expect(parseUpdate(small)).toBe("gc");
});

test("[GT5] other types, nested types, arrays, texts and other parents are no entries of a room", () => {
  const fault = (change: (doc: Y.Doc) => void): unknown => {
    const doc = new Y.Doc();
    change(doc);
    return parseUpdate(Y.encodeStateAsUpdate(doc));
  };
  expect(fault((doc) => doc.getMap("other").set(keyOf(0), bytesOf(0)))).toBe("parent");
  expect(fault((doc) => doc.getMap("records").set("short", bytesOf(0)))).toBe("key");
  expect(fault((doc) => doc.getMap("records").set(`${keyOf(0)}!`, bytesOf(0)))).toBe("key");
  expect(fault((doc) => doc.getMap("records").set(keyOf(0), "text"))).toBe("content");
  expect(fault((doc) => doc.getMap("records").set(keyOf(0), { a: 1 }))).toBe("content");
  expect(fault((doc) => doc.getMap("records").set(keyOf(0), new Y.Map([["a", bytesOf(0)]])))).toBe("content");
  expect(fault((doc) => doc.getMap("records").set(keyOf(0), new Y.Doc()))).toBe("content");
  expect(fault((doc) => doc.getArray("records").push([bytesOf(0)]))).toBe("key");
  expect(fault((doc) => doc.getText("records").insert(0, "text"))).toBe("key");
});

test("[GT5] an entry set over another has an origin, and is none of ours", () => {
  const doc = docWith(5, 1);
  doc.getMap("records").set(keyOf(0), bytesOf(9));
  expect(parseUpdate(Y.encodeStateAsUpdate(doc))).toBe("origin");
});

test("[GT5] an emptied slot is one clock long", () => {
  const deleted = (length: number): Uint8Array =>
    raw(5, 0, (encoder) => {
      encoding.writeUint8(encoder, 0x21);
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarString(encoder, "records");
      encoding.writeVarString(encoder, keyOf(0));
      encoding.writeVarUint(encoder, length);
    });
  expect(structsOf(deleted(1))).toEqual([{ client: 5, clock: 0, key: keyOf(0), bytes: null }]);
  for (const length of [0, 2, 2 ** 46]) expect(parseUpdate(deleted(length))).toBe("content");
});

test("[GT2] a delete set is read past, and makes the bytes not fit to apply as they came", () => {
  const doc = docWith(5, 1);
  const update = Y.encodeStateAsUpdate(doc);
  expect(parseUpdate(update)).toMatchObject({ plain: true });
  const encoder = encoding.createEncoder();
  encoding.writeUint8Array(encoder, update.subarray(0, -1));
  for (const number of [1, 5, 1, 0, 1]) encoding.writeVarUint(encoder, number); // client 5, clock 0, length 1
  expect(parseUpdate(encoding.toUint8Array(encoder))).toMatchObject({ plain: false });
});

test("[GT1] a gap is a gap, and the bytes are then not applied as they came", () => {
  const doc = docWith(5, 4);
  const [all] = [Y.encodeStateAsUpdate(doc)];
  const last = Y.diffUpdate(all, Y.encodeStateVectorFromUpdate(Y.encodeStateAsUpdate(docWith(5, 3))));
  const merged = Y.mergeUpdates([Y.encodeStateAsUpdate(docWith(5, 1)), last]);
  expect(parseUpdate(merged)).toMatchObject({ plain: false, structs: [{ clock: 0 }, { clock: 3 }] });
});

test("[GT1] one client in two blocks is not applied as it came: Yjs reads only the last block", () => {
  const block = (clock: number): number[] => [
    ...raw(5, clock, (encoder) => {
      encoding.writeUint8(encoder, 0x23);
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarString(encoder, "records");
      encoding.writeVarString(encoder, keyOf(clock));
      encoding.writeVarUint8Array(encoder, bytesOf(clock));
    }).subarray(1, -1),
  ];
  const update = Uint8Array.of(2, ...block(0), ...block(1), 0);
  expect(parseUpdate(update)).toMatchObject({ plain: false, structs: [{ clock: 0 }, { clock: 1 }] });
});

test("[GT1] every truncation and every altered byte is a fault or an update, never a throw", () => {
  const update = Y.encodeStateAsUpdate(docWith(5, 3));
  for (let length = 0; length < update.length; length++)
    expect(() => parseUpdate(update.subarray(0, length))).not.toThrow();
  expect(parseUpdate(new Uint8Array())).toBe("update");
  for (let at = 0; at < update.length; at++)
    for (const byte of [0, 1, 0x7f, 0x80, 0xff]) {
      const altered = update.slice();
      altered[at] = byte;
      expect(() => parseUpdate(altered)).not.toThrow();
    }
});
