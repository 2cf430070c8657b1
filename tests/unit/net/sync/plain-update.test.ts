import { expect, test } from "vitest";
import * as Y from "yjs";
import { readPlainUpdate } from "../../../../src/net/sync/plain-update.ts";
import { encodeUpdate, parseUpdate, type Struct } from "../../../../src/net/sync/update.ts";
import { recordIdOf } from "../../../../src/room/record.ts";
import { cheapIdentity } from "../../../support/cheap-identity.ts";
import { messagesOf } from "../../../support/room.ts";
import { Chance } from "../../../support/chance.ts";

const ada = cheapIdentity(new Chance(10));
const structsOf = (client: number, count: number, from = 0): Struct[] =>
  messagesOf(ada, count, (i) => `of ${client}: ${i}`).map(({ id, bytes }, i) => ({
    client,
    clock: from + i,
    key: id,
    bytes,
  }));
const judge = (update: Uint8Array) => readPlainUpdate(update, (key, bytes) => recordIdOf(bytes) === key);

test("[GT1] an update as we encode it is read as its blocks, each entry with its key and bytes", () => {
  const structs = [...structsOf(5, 3), ...structsOf(2 ** 31 + 9, 2, 70)];
  const seen: Struct["key"][] = [];
  const update = encodeUpdate(structs);
  expect(
    readPlainUpdate(update, (key, bytes) => {
      seen.push(key);
      return recordIdOf(bytes) === key;
    }),
  ).toEqual([
    { client: 5, clock: 0, keys: seen.slice(0, 3) },
    { client: 2 ** 31 + 9, clock: 70, keys: seen.slice(3) },
  ]);
  expect(seen).toEqual(structs.map(({ key }) => key));
});

test("[GT1] what Yjs writes of a document that only grew is of the same form", () => {
  const doc = new Y.Doc();
  for (const { key, bytes } of structsOf(1, 4)) doc.getMap("records").set(key, bytes);
  expect(judge(Y.encodeStateAsUpdate(doc))).toMatchObject([
    { client: doc.clientID, clock: 0, keys: { length: 4 } },
  ]);
});

test("[GT1] a wrong id, an emptied slot, a delete set, another map and two blocks of a client are left to the gate", () => {
  const structs = structsOf(5, 3);
  const [first, second] = structs;
  if (first === undefined || second === undefined) throw new Error("no structs");
  expect(judge(encodeUpdate([{ ...first, key: second.key }]))).toBeNull();
  expect(judge(encodeUpdate([{ ...first, bytes: null }]))).toBeNull();
  expect(judge(encodeUpdate([first, { ...first, clock: 1 }]))).toBeNull();
  const doc = new Y.Doc();
  doc.getMap("records").set(first.key, first.bytes);
  doc.getMap("records").set(second.key, second.bytes);
  doc.getMap("records").delete(second.key);
  expect(judge(Y.encodeStateAsUpdate(doc))).toBeNull();
  const other = new Y.Doc();
  other.getMap("recordz").set(first.key, first.bytes);
  expect(judge(Y.encodeStateAsUpdate(other))).toBeNull();
  const one = encodeUpdate([first]).slice(1, -1);
  expect(judge(Uint8Array.of(1, ...one, 0))).toHaveLength(1);
  expect(judge(Uint8Array.of(2, ...one, ...one, 0))).toBeNull();
});

test("[GT1] mutated bytes throw nothing, and what is judged good is what the gate's own parser reads", () => {
  const chance = new Chance(31);
  const update = encodeUpdate([...structsOf(5, 3), ...structsOf(6, 3)]);
  let good = 0;
  for (let turn = 0; turn < 5000; turn++) {
    const bytes = update.slice(
      0,
      chance.between(0, 3) === 0 ? chance.between(0, update.length) : update.length,
    );
    for (let n = chance.between(0, 2); n > 0 && bytes.length > 0; n--)
      bytes[chance.between(0, bytes.length - 1)] = chance.between(0, 255);
    const blocks = judge(bytes);
    if (blocks === null) continue;
    good++;
    const parsed = parseUpdate(bytes);
    if (typeof parsed === "string") throw new Error(`judged good, but ${parsed}`);
    expect(parsed.plain).toBe(true);
    expect(parsed.structs.map(({ client, clock }) => `${client}:${clock}`)).toEqual(
      blocks.flatMap(({ client, clock, keys }) => keys.map((_, i) => `${client}:${clock + i}`)),
    );
  }
  expect(good).toBeGreaterThan(500);
});
