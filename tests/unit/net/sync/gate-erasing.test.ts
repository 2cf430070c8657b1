import * as Y from "yjs";
import { expect, test } from "vitest";
import { encodeUpdate } from "../../../../src/net/sync/update.ts";
import { eraseOf, messagesOf, type SignedRecord } from "../../../support/room.ts";
import { ada, emptied, mallory, openGate, run, struct } from "./an-open-gate.ts";
import { receive } from "../../../support/receive.ts";

test("[GT3] an emptied slot without an erase waits; with the author's erase it passes", async () => {
  const { gate, doc, ledger, settle } = openGate();
  const [record, next] = messagesOf(ada, 2) as [SignedRecord, SignedRecord];
  expect(receive(gate, encodeUpdate([emptied(20, 0, record), struct(20, 1, next)]))).toEqual({
    fresh: [next.id],
    applied: 0,
  });
  const stop = ledger.onErased(() => gate.retry());
  receive(gate, encodeUpdate([struct(30, 0, eraseOf(mallory, record))]));
  await settle();
  expect(Y.getState(doc.store, 20)).toBe(0); // another's erase counts for nothing
  receive(gate, encodeUpdate([struct(31, 0, eraseOf(ada, record))]));
  await settle();
  expect([Y.getState(doc.store, 20), gate.heldSince]).toEqual([2, null]);
  expect(ledger.isErased(record.id)).toBe(true);
  stop();
});

test("[RC5] what was erased is emptied when it comes again, and when it comes late", async () => {
  const { gate, doc, ledger, settle } = openGate();
  const [record, late] = messagesOf(ada, 2) as [SignedRecord, SignedRecord];
  receive(gate, encodeUpdate([struct(20, 0, record)]));
  receive(gate, encodeUpdate(run(21, [eraseOf(ada, record), eraseOf(ada, late)])));
  await settle();
  expect(doc.getMap("records").has(record.id)).toBe(false);
  expect(receive(gate, encodeUpdate([struct(40, 0, record), struct(40, 1, late)]))).toEqual({
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
  receive(gate, encodeUpdate([struct(50, 0, record)]));
  expect(receive(gate, encodeUpdate([emptied(20, 0, record)]))).toMatchObject({ applied: 1 });
  expect(doc.getMap("records").get(record.id)).toEqual(record.bytes);
});

test("[GT3] an attacker's emptied slot for a living record is filled, under a higher client too: the record stays", async () => {
  const { gate, doc, ledger, settle } = openGate();
  const [record] = messagesOf(ada, 1) as [SignedRecord];
  receive(gate, encodeUpdate([struct(20, 0, record)]));
  expect(receive(gate, encodeUpdate([emptied(50, 0, record)]))).toMatchObject({ applied: 1 });
  expect(doc.getMap("records").get(record.id)).toEqual(record.bytes);
  // What others were told stands in that slot is not lost.
  const [other] = messagesOf(mallory, 1) as [SignedRecord];
  expect(receive(gate, encodeUpdate([struct(50, 0, other)]))).toMatchObject({
    fresh: [other.id],
    applied: 0,
  });
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
    for (const part of parts) receive(gate, encodeUpdate(part));
    expect([Y.getState(doc.store, 20), Y.getState(doc.store, 50), gate.heldSince]).toEqual([2, 2, null]);
    expect(doc.getMap("records").get(record.id)).toEqual(record.bytes);
    const together = openGate();
    receive(together.gate, encodeUpdate(parts.flat()));
    expect([Y.getState(together.doc.store, 20), together.gate.heldSince]).toEqual([2, null]);
  }
});

test("[RC5] what is erased goes again, also from a judged slice", async () => {
  const { gate, ledger, doc, settle } = openGate();
  const [target] = messagesOf(ada, 1);
  if (target === undefined) throw new Error("no record");
  const erase = eraseOf(ada, target);
  ledger.receive(erase.id, erase.bytes);
  await settle();
  gate.takeJudged(encodeUpdate([struct(20, 0, target)]), [{ client: 20, clock: 0, keys: [target.id] }]);
  await settle();
  expect([doc.getMap("records").has(target.id), Y.getState(doc.store, 20)]).toEqual([false, 1]);
});
