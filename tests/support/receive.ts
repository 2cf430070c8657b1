import type { Gate, GateFault, Passed } from "../../src/net/sync/gate.ts";

/** What a gate makes of an update of which all is good. */
export const receive = (gate: Gate, update: Uint8Array): Passed | GateFault => {
  const read = gate.read(update);
  return typeof read === "string" ? read : gate.take(read.structs, read.asItCame);
};
