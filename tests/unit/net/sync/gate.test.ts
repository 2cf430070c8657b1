import * as Y from "yjs";
import { VirtualTime } from "../../../support/virtual-time.ts";
import { expect, onTestFinished, test } from "vitest";
import { Gate } from "../../../../src/net/sync/gate.ts";
import type { Block } from "../../../../src/net/context.ts";
import { encodeUpdate, type Struct } from "../../../../src/net/sync/update.ts";
import { cheapIdentity } from "../../../support/cheap-identity.ts";
import { createRoom, eraseOf, messagesOf, type Room, type SignedRecord } from "../../../support/room.ts";
import { Chance } from "../../../support/chance.ts";

const ada = cheapIdentity(new Chance(10));
const mallory = cheapIdentity(new Chance(66));

const struct = (client: number, clock: number, { id, bytes }: SignedRecord): Struct => ({
  client,
  clock,
  key: id,
  bytes,
});
const run = (client: number, records: readonly SignedRecord[], from = 0): Struct[] =>
  records.map((record, i) => struct(client, from + i, record));
const emptied = (client: number, clock: number, { id }: SignedRecord): Struct => ({
  client,
  clock,
  key: id,
  bytes: null,
});

const origin = Symbol("the mesh");

const openGate = (clientId = 1): Room & { gate: Gate; settle: () => Promise<void> } => {
  const room = createRoom({ clientId });
  const gate = new Gate(room.context, origin);
  onTestFinished(() => {
    room.ledger.close();
    room.doc.destroy();
  });
  return {
    ...room,
    gate,
    settle: () => room.ledger.whenSettled(),
  };
};

test("[GT1] what is contiguous is applied, all of it, with the mesh as its origin", async () => {
  const { gate, doc, ledger, settle } = openGate();
  const origins: unknown[] = [];
  doc.on("update", (_update: Uint8Array, origin: unknown) => origins.push(origin));
  const records = messagesOf(ada, 5);
  expect(gate.receive(encodeUpdate(run(20, records)))).toEqual({
    fresh: records.map(({ id }) => id),
    applied: 5,
  });
  await settle();
  expect([Y.getState(doc.store, 20), ledger.ids.size, origins]).toEqual([5, 5, [origin]]);
  expect(gate.receive(encodeUpdate(run(20, records)))).toEqual({ fresh: [], applied: 0 });
  expect(gate.heldSince).toBeNull();
});

test("[GT1] what comes before its predecessors waits, shows already, and is applied with them", async () => {
  const { gate, doc, ledger, settle } = openGate();
  const [a, b, c, d] = run(20, messagesOf(ada, 4)) as [Struct, Struct, Struct, Struct];
  expect(gate.receive(encodeUpdate([c]))).toEqual({ fresh: [c.key], applied: 0 });
  await settle();
  expect([Y.getState(doc.store, 20), ledger.ids.has(c.key)]).toEqual([0, true]);
  expect(gate.heldSince).not.toBeNull();
  gate.receive(encodeUpdate([d]));
  gate.receive(encodeUpdate([b]));
  expect(gate.receive(encodeUpdate([a]))).toEqual({ fresh: [a.key], applied: 4 });
  expect([Y.getState(doc.store, 20), gate.heldSince, doc.store.pendingStructs]).toEqual([4, null, null]);
});

test("[GT1] a history cut anywhere, in any order, twice, comes to the same document", () => {
  for (let seed = 0; seed < 60; seed++) {
    const chance = new Chance(seed);
    const { gate, doc } = openGate();
    const pieces: Struct[][] = [];
    for (let client = 10; client < 14; client++) {
      const all = run(client, messagesOf(cheapIdentity(chance), chance.between(1, 9)));
      while (all.length > 0) pieces.push(all.splice(0, chance.between(1, 4)));
    }
    const total = pieces.flat().length;
    for (const piece of chance.shuffle([...pieces, ...pieces])) gate.receive(encodeUpdate(piece));
    expect(doc.getMap("records").size, `seed ${seed}`).toBe(total);
    expect(gate.heldSince).toBeNull();
  }
});

test("[GT1] a valid record at a slot that other bytes hold gets a slot of its own", async () => {
  const time = VirtualTime.start();
  const { gate, doc, ledger } = openGate();
  const [a, b] = messagesOf(ada, 2) as [SignedRecord, SignedRecord];
  gate.receive(encodeUpdate([struct(20, 0, a)]));
  expect(gate.receive(encodeUpdate([struct(20, 0, b)]))).toEqual({ fresh: [b.id], applied: 0 });
  await time.pass(4000);
  expect(doc.getMap("records").has(b.id)).toBe(true);
  expect([Y.getState(doc.store, 20), Y.getState(doc.store, doc.clientID)]).toEqual([1, 1]);
  expect(ledger.ids.size).toBe(2);
});

test("[GT1] a forged record under a victim's Yjs id takes nothing of the victim's away", async () => {
  const time = VirtualTime.start();
  const { gate, ledger, doc } = openGate();
  const victims = messagesOf(ada, 4);
  const [forged] = messagesOf(mallory, 1) as [SignedRecord];
  const [first, ...rest] = run(20, victims) as [Struct, ...Struct[]];
  gate.receive(encodeUpdate([first]));
  gate.receive(encodeUpdate([struct(20, 1, forged)])); // at the victim's next clock
  for (const each of rest) gate.receive(encodeUpdate([each]));
  await time.pass(5000);
  for (const { id } of [...victims, forged]) {
    expect(ledger.ids.has(id)).toBe(true);
    expect(doc.getMap("records").has(id)).toBe(true);
  }
});

test("[GT2] a delete set from the wire deletes nothing", () => {
  const { gate, doc } = openGate();
  const [record] = messagesOf(ada, 1) as [SignedRecord];
  gate.receive(encodeUpdate([struct(20, 0, record)]));
  const evil = new Y.Doc();
  Y.applyUpdate(evil, encodeUpdate([struct(20, 0, record)]));
  evil.getMap("records").delete(record.id);
  const deletion = Y.encodeStateAsUpdate(evil, Y.encodeStateVector(doc));
  expect(gate.receive(deletion)).toEqual({ fresh: [], applied: 0 });
  gate.receive(Y.encodeStateAsUpdate(evil));
  expect(doc.getMap("records").has(record.id)).toBe(true);
});

test("[GT3] an emptied slot without an erase waits; with the author's erase it passes", async () => {
  const { gate, doc, ledger, settle } = openGate();
  const [record, next] = messagesOf(ada, 2) as [SignedRecord, SignedRecord];
  expect(gate.receive(encodeUpdate([emptied(20, 0, record), struct(20, 1, next)]))).toEqual({
    fresh: [next.id],
    applied: 0,
  });
  const stop = ledger.onErased(() => gate.retry());
  gate.receive(encodeUpdate([struct(30, 0, eraseOf(mallory, record))]));
  await settle();
  expect(Y.getState(doc.store, 20)).toBe(0); // another's erase counts for nothing
  gate.receive(encodeUpdate([struct(31, 0, eraseOf(ada, record))]));
  await settle();
  expect([Y.getState(doc.store, 20), gate.heldSince]).toEqual([2, null]);
  expect(ledger.isErased(record.id)).toBe(true);
  stop();
});

test("[RC5] what was erased is emptied when it comes again, and when it comes late", async () => {
  const { gate, doc, ledger, settle } = openGate();
  const [record, late] = messagesOf(ada, 2) as [SignedRecord, SignedRecord];
  gate.receive(encodeUpdate([struct(20, 0, record)]));
  gate.receive(encodeUpdate(run(21, [eraseOf(ada, record), eraseOf(ada, late)])));
  await settle();
  expect(doc.getMap("records").has(record.id)).toBe(false);
  expect(gate.receive(encodeUpdate([struct(40, 0, record), struct(40, 1, late)]))).toEqual({
    fresh: [],
    applied: 2,
  });
  await settle();
  for (const { id, bytes } of [record, late]) {
    expect(ledger.bytesOf(id)).toBeNull();
    const state = Y.encodeStateAsUpdate(doc);
    expect(Buffer.from(state).includes(Buffer.from(bytes.subarray(0, 64)))).toBe(false);
  }
});

test("[GT3] an emptied slot is excused by the same record living under a higher client, and Yjs agrees", () => {
  const { gate, doc } = openGate();
  const [record] = messagesOf(ada, 1) as [SignedRecord];
  gate.receive(encodeUpdate([struct(50, 0, record)]));
  expect(gate.receive(encodeUpdate([emptied(20, 0, record)]))).toMatchObject({ applied: 1 });
  expect(doc.getMap("records").get(record.id)).toEqual(record.bytes);
});

test("[GT3] an attacker's emptied slot for a living record is filled, under a higher client too: the record stays", async () => {
  const { gate, doc, ledger, settle } = openGate();
  const [record] = messagesOf(ada, 1) as [SignedRecord];
  gate.receive(encodeUpdate([struct(20, 0, record)]));
  expect(gate.receive(encodeUpdate([emptied(50, 0, record)]))).toMatchObject({ applied: 1 });
  expect(doc.getMap("records").get(record.id)).toEqual(record.bytes);
  // What others were told stands in that slot is not lost.
  const [other] = messagesOf(mallory, 1) as [SignedRecord];
  expect(gate.receive(encodeUpdate([struct(50, 0, other)]))).toMatchObject({ fresh: [other.id], applied: 0 });
  await settle();
  expect([ledger.ids.has(record.id), ledger.ids.has(other.id)]).toEqual([true, true]);
});

test("[GT3] a record written twice ends under the higher client everywhere, in every order of arrival", () => {
  const [record, x, y] = messagesOf(ada, 3) as [SignedRecord, SignedRecord, SignedRecord];
  const low = [struct(20, 0, record), struct(20, 1, x)];
  const high = [struct(50, 0, record), struct(50, 1, y)];
  const lowEmptied = [emptied(20, 0, record), struct(20, 1, x)];
  for (const parts of [
    [low, high],
    [high, low],
    [lowEmptied, high],
    [high, lowEmptied],
  ]) {
    const { gate, doc } = openGate();
    for (const part of parts) gate.receive(encodeUpdate(part));
    expect([Y.getState(doc.store, 20), Y.getState(doc.store, 50), gate.heldSince]).toEqual([2, 2, null]);
    expect(doc.getMap("records").get(record.id)).toEqual(record.bytes);
    const together = openGate();
    together.gate.receive(encodeUpdate(parts.flat()));
    expect([Y.getState(together.doc.store, 20), together.gate.heldSince]).toEqual([2, null]);
  }
});

test("[GT5] a key that is not its record's id, or a record over its limits, is an offence", () => {
  const { gate, doc } = openGate();
  const [a, b] = messagesOf(ada, 2) as [SignedRecord, SignedRecord];
  expect(gate.receive(encodeUpdate([struct(20, 0, { id: a.id, bytes: b.bytes })]))).toBe("id");
  expect(gate.receive(encodeUpdate([struct(20, 0, { id: a.id, bytes: new Uint8Array(25_000) })]))).toBe("id");
  expect(gate.receive(encodeUpdate([struct(20, 0, { id: a.id, bytes: new Uint8Array(3) })]))).toBe("id");
  // One bad struct keeps the whole update out: nothing of it is applied.
  expect(gate.receive(encodeUpdate([struct(20, 0, a), struct(20, 1, { id: a.id, bytes: b.bytes })]))).toBe(
    "id",
  );
  expect(doc.getMap("records").size).toBe(0);
});

test("[GT5] faults leave the document as it was", () => {
  const { gate, doc } = openGate();
  const before = Y.encodeStateAsUpdate(doc);
  const other = new Y.Doc();
  other.getText("records").insert(0, "text");
  for (const [update, fault] of [
    [Uint8Array.of(1, 1, 1, 0, 0, 128, 128, 128, 128, 128, 128, 16, 0), "gc"],
    [Y.encodeStateAsUpdate(other), "key"],
    [Uint8Array.of(9, 9, 9), "update"],
    [new Uint8Array(), "update"],
  ] as const)
    expect(gate.receive(update)).toBe(fault);
  expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
});

test("[GT1] a judged slice is applied as it came where it follows on what is here, and goes through the gate where not", async () => {
  const { gate, doc, ledger, settle } = openGate();
  const records = messagesOf(ada, 6);
  const slice = (from: number, to: number): [Uint8Array, Block[]] => {
    const part = records.slice(from, to);
    return [encodeUpdate(run(20, part, from)), [{ client: 20, clock: from, keys: part.map(({ id }) => id) }]];
  };
  expect(gate.receiveJudged(...slice(0, 2))).toEqual({ fresh: [], applied: 2 });
  expect(gate.receiveJudged(...slice(4, 6))).toMatchObject({ applied: 0 }); // a gap: it waits
  expect(gate.heldSince).not.toBeNull();
  expect(gate.receiveJudged(...slice(2, 4))).toEqual({ fresh: [], applied: 4 });
  expect(gate.receiveJudged(...slice(0, 2))).toMatchObject({ applied: 0 });
  await settle();
  expect([Y.getState(doc.store, 20), ledger.ids.size, gate.heldSince]).toEqual([6, 6, null]);
});

test("[RC5] what is erased goes again, also from a judged slice", async () => {
  const { gate, ledger, doc, settle } = openGate();
  const [target] = messagesOf(ada, 1);
  if (target === undefined) throw new Error("no record");
  const erase = eraseOf(ada, target);
  ledger.receive(erase.id, erase.bytes);
  await settle();
  gate.receiveJudged(encodeUpdate([struct(20, 0, target)]), [{ client: 20, clock: 0, keys: [target.id] }]);
  await settle();
  expect([doc.getMap("records").has(target.id), Y.getState(doc.store, 20)]).toEqual([false, 1]);
});
