// What is kept beside a room's document so that it paints before the document is loaded (ST5), in one value:
// length of trust(varuint) ‖ trust ‖ number of records ‖ records, each with its length.

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

export type Screenful = Readonly<{ trust: Uint8Array; records: readonly Uint8Array[] }>;

const nothing: Screenful = { trust: new Uint8Array(), records: [] };
const maxRecords = 512;

export const sealScreenful = (trust: Uint8Array, records: readonly Uint8Array[]): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint8Array(encoder, trust);
  encoding.writeVarUint(encoder, records.length);
  for (const record of records) encoding.writeVarUint8Array(encoder, record);
  return encoding.toUint8Array(encoder);
};

/** Storage is not to be trusted with its own shape: anything odd is nothing. */
export const openScreenful = (bytes: Uint8Array | null): Screenful => {
  if (bytes === null) return nothing;
  try {
    const decoder = decoding.createDecoder(bytes);
    const trust = decoding.readVarUint8Array(decoder);
    const count = decoding.readVarUint(decoder);
    if (count > maxRecords) return nothing;
    return {
      trust,
      records: Array.from({ length: count }, () => decoding.readVarUint8Array(decoder).slice()),
    };
  } catch {
    return nothing; // truncated
  }
};
