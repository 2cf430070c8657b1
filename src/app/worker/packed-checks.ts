// Checks on their way to the verifying worker, in one buffer that changes hands: cloning three arrays for each signature
// cost the page as much as reading the records. Each check: signature, message, key, each with its length.

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import type { Check } from "../../room/verifier.ts";

export const packChecks = (checks: readonly Check[]): Uint8Array<ArrayBuffer> => {
  const encoder = encoding.createEncoder();
  for (const { signature, message, key } of checks)
    for (const part of [signature, message, key]) encoding.writeVarUint8Array(encoder, part);
  return encoding.toUint8Array(encoder);
};

/** Throws where lib0 does: both ends are ours. */
export const unpackChecks = (packed: Uint8Array): Check[] => {
  const decoder = decoding.createDecoder(packed);
  const checks: Check[] = [];
  while (decoding.hasContent(decoder))
    checks.push({
      signature: decoding.readVarUint8Array(decoder),
      message: decoding.readVarUint8Array(decoder),
      key: decoding.readVarUint8Array(decoder),
    });
  return checks;
};
