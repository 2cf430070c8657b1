// What a member can make a gate keep (GT4): bounded, and nothing honest is lost for it.

import * as Y from "yjs";
import { expect, onTestFinished, test } from "vitest";
import { Gate } from "../../src/net/sync/gate.ts";
import { encodeUpdate, type Struct } from "../../src/net/sync/update.ts";
import { cheapIdentity } from "../support/cheap-identity.ts";
import { createRoom, messagesOf, type SignedRecord } from "../support/room.ts";
import { Chance } from "../support/chance.ts";
import { receive } from "../support/receive.ts";

const ada = cheapIdentity(new Chance(10));
const mallory = cheapIdentity(new Chance(66));

const openGate = () => {
  const room = createRoom();
  onTestFinished(() => {
    room.ledger.close();
    room.doc.destroy();
  });
  return { ...room, gate: new Gate(room.context, "mesh") };
};

const struct = (client: number, clock: number, { id, bytes }: SignedRecord): Struct => ({
  client,
  clock,
  key: id,
  bytes,
});

test("[GT4] structs after a gap that never closes do not pile up", () => {
  const { gate, doc } = openGate();
  const text = "x".repeat(12_000);
  let most = 0;
  const records = messagesOf(mallory, 50, (i) => `${i}${text}`);
  for (let round = 0; round < 20; round++) {
    const structs = records.map((record, i) => struct(1000 + round, 5 + i, record));
    receive(gate, encodeUpdate(structs));
    most = Math.max(most, gate.heldBytes);
  }
  expect(most).toBeGreaterThan(4 * 1024 * 1024);
  expect(most).toBeLessThan(9 * 1024 * 1024);
  expect(doc.store.clients.size).toBe(0);
  expect(doc.store.pendingStructs).toBeNull();
});

test("[GT4] emptied slots without content do not pile up either", () => {
  const { gate } = openGate();
  const [record] = messagesOf(ada, 1) as [SignedRecord];
  for (let round = 0; round < 30; round++)
    receive(
      gate,
      encodeUpdate(
        Array.from({ length: 2000 }, (_, i) => ({ client: round, clock: i, key: record.id, bytes: null })),
      ),
    );
  expect(gate.heldBytes).toBeLessThan(9 * 1024 * 1024);
});

test("[GT4] under the flood an honest history still passes", () => {
  const { gate, doc } = openGate();
  const honest = messagesOf(ada, 30);
  const junk = messagesOf(mallory, 30, (i) => `${i}${"y".repeat(15_000)}`);
  honest.forEach((record, i) => {
    receive(gate, encodeUpdate(junk.map((one, j) => struct(5000 + i, 3 + j, one))));
    receive(gate, encodeUpdate([struct(20, i, record)]));
  });
  expect(Y.getState(doc.store, 20)).toBe(30);
});

test("[GT4] thousands that wait cost what comes nothing: 14 000 held, 4000 erases of nothing", () => {
  const { gate } = openGate();
  const records = messagesOf(mallory, 1000);
  for (let client = 0; client < 14; client++)
    receive(gate, encodeUpdate(records.map((record, i) => struct(9000 + client, 5 + i, record))));
  const began = performance.now();
  let passed = 0;
  for (let i = 0; i < 4000; i++) passed += gate.retry([records[i % 1000]!.id]);
  expect(passed).toBe(0);
  // Of what waits nothing waits for these: 14 s when each looked through all.
  expect(performance.now() - began).toBeLessThan(500);
});
