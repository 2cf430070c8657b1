import * as Y from "yjs";
import { expect, test } from "vitest";
import type { Block } from "../../../../src/net/context.ts";
import { encodeUpdate, type Struct } from "../../../../src/net/sync/update.ts";
import { Chance } from "../../../support/chance.ts";
import { cheapIdentity } from "../../../support/cheap-identity.ts";
import { messagesOf, type SignedRecord } from "../../../support/room.ts";
import { VirtualTime } from "../../../support/virtual-time.ts";
import { ada, mallory, openGate, origin, run, struct } from "./an-open-gate.ts";
import { receive } from "../../../support/receive.ts";

test("[GT1] what is contiguous is applied, all of it, with the mesh as its origin", async () => {
  const { gate, doc, ledger, settle } = openGate();
  const origins: unknown[] = [];
  doc.on("update", (_update: Uint8Array, origin: unknown) => origins.push(origin));
  const records = messagesOf(ada, 5);
  expect(receive(gate, encodeUpdate(run(20, records)))).toEqual({
    fresh: records.map(({ id }) => id),
    applied: 5,
  });
  await settle();
  expect([Y.getState(doc.store, 20), ledger.ids.size, origins]).toEqual([5, 5, [origin]]);
  expect(receive(gate, encodeUpdate(run(20, records)))).toEqual({ fresh: [], applied: 0 });
  expect(gate.heldSince).toBeNull();
});

test("[GT1] what comes before its predecessors waits, shows already, and is applied with them", async () => {
  const { gate, doc, ledger, settle } = openGate();
  const [a, b, c, d] = run(20, messagesOf(ada, 4)) as [Struct, Struct, Struct, Struct];
  expect(receive(gate, encodeUpdate([c]))).toEqual({ fresh: [c.key], applied: 0 });
  await settle();
  expect([Y.getState(doc.store, 20), ledger.ids.has(c.key)]).toEqual([0, true]);
  expect(gate.heldSince).not.toBeNull();
  receive(gate, encodeUpdate([d]));
  receive(gate, encodeUpdate([b]));
  expect(receive(gate, encodeUpdate([a]))).toEqual({ fresh: [a.key], applied: 4 });
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
    for (const piece of chance.shuffle([...pieces, ...pieces])) receive(gate, encodeUpdate(piece));
    expect(doc.getMap("records").size, `seed ${seed}`).toBe(total);
    expect(gate.heldSince).toBeNull();
  }
});

test("[GT1] a valid record at a slot that other bytes hold gets a slot of its own", async () => {
  const time = VirtualTime.start();
  const { gate, doc, ledger } = openGate();
  const [a, b] = messagesOf(ada, 2) as [SignedRecord, SignedRecord];
  receive(gate, encodeUpdate([struct(20, 0, a)]));
  expect(receive(gate, encodeUpdate([struct(20, 0, b)]))).toEqual({ fresh: [b.id], applied: 0 });
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
  receive(gate, encodeUpdate([first]));
  receive(gate, encodeUpdate([struct(20, 1, forged)])); // at the victim's next clock
  for (const each of rest) receive(gate, encodeUpdate([each]));
  await time.pass(5000);
  for (const { id } of [...victims, forged]) {
    expect(ledger.ids.has(id)).toBe(true);
    expect(doc.getMap("records").has(id)).toBe(true);
  }
});

test("[GT2] a delete set from the wire deletes nothing", () => {
  const { gate, doc } = openGate();
  const [record] = messagesOf(ada, 1) as [SignedRecord];
  receive(gate, encodeUpdate([struct(20, 0, record)]));
  const evil = new Y.Doc();
  Y.applyUpdate(evil, encodeUpdate([struct(20, 0, record)]));
  evil.getMap("records").delete(record.id);
  const deletion = Y.encodeStateAsUpdate(evil, Y.encodeStateVector(doc));
  expect(receive(gate, deletion)).toEqual({ fresh: [], applied: 0 });
  receive(gate, Y.encodeStateAsUpdate(evil));
  expect(doc.getMap("records").has(record.id)).toBe(true);
});

test("[GT5] a key that is not its record's id, or a record over its limits, is an offence", () => {
  const { gate, doc } = openGate();
  const [a, b] = messagesOf(ada, 2) as [SignedRecord, SignedRecord];
  expect(receive(gate, encodeUpdate([struct(20, 0, { id: a.id, bytes: b.bytes })]))).toBe("id");
  expect(receive(gate, encodeUpdate([struct(20, 0, { id: a.id, bytes: new Uint8Array(25_000) })]))).toBe(
    "id",
  );
  expect(receive(gate, encodeUpdate([struct(20, 0, { id: a.id, bytes: new Uint8Array(3) })]))).toBe("id");
  // One bad struct keeps the whole update out: nothing of it is applied.
  expect(receive(gate, encodeUpdate([struct(20, 0, a), struct(20, 1, { id: a.id, bytes: b.bytes })]))).toBe(
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
    expect(receive(gate, update)).toBe(fault);
  expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
});

test("[GT1] a judged slice is applied as it came where it follows on what is here, and goes through the gate where not", async () => {
  const { gate, doc, ledger, settle } = openGate();
  const records = messagesOf(ada, 6);
  const slice = (from: number, to: number): [Uint8Array, Block[]] => {
    const part = records.slice(from, to);
    return [encodeUpdate(run(20, part, from)), [{ client: 20, clock: from, keys: part.map(({ id }) => id) }]];
  };
  expect(gate.takeJudged(...slice(0, 2))).toEqual({ fresh: [], applied: 2 });
  expect(gate.takeJudged(...slice(4, 6))).toMatchObject({ applied: 0 }); // a gap: it waits
  expect(gate.heldSince).not.toBeNull();
  expect(gate.takeJudged(...slice(2, 4))).toEqual({ fresh: [], applied: 4 });
  expect(gate.takeJudged(...slice(0, 2))).toMatchObject({ applied: 0 });
  await settle();
  expect([Y.getState(doc.store, 20), ledger.ids.size, gate.heldSince]).toEqual([6, 6, null]);
});
