import { onTestFinished } from "vitest";
import { Gate } from "../../../../src/net/sync/gate.ts";
import type { Struct } from "../../../../src/net/sync/update.ts";
import { Chance } from "../../../support/chance.ts";
import { cheapIdentity } from "../../../support/cheap-identity.ts";
import { createRoom, type Room, type SignedRecord } from "../../../support/room.ts";

export const ada = cheapIdentity(new Chance(10));
export const mallory = cheapIdentity(new Chance(66));

export const struct = (client: number, clock: number, { id, bytes }: SignedRecord): Struct => ({
  client,
  clock,
  key: id,
  bytes,
});
export const run = (client: number, records: readonly SignedRecord[], from = 0): Struct[] =>
  records.map((record, i) => struct(client, from + i, record));
export const emptied = (client: number, clock: number, { id }: SignedRecord): Struct => ({
  client,
  clock,
  key: id,
  bytes: null,
});

export const origin = Symbol("the mesh");

export const openGate = (clientId = 1): Room & { gate: Gate; settle: () => Promise<void> } => {
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
