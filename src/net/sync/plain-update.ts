// Reads an update in its most usual form, as our own `encodeUpdate` writes it, without Yjs: so a worker can judge a slice of
// history while the page draws. Anything that is not exactly of this form is left to update.ts and the gate.
// blocks(varuint), each: structs(varuint) ‖ client(varuint) ‖ clock(varuint) ‖ structs; then 0: no delete set.
// struct: 0x23 ‖ 1 ‖ "records" ‖ key ‖ bytes (Yjs update format v1: an Item of ContentBinary, no origins, with a parent key).

import * as decoding from "lib0/decoding";
import { fromUtf8, utf8 } from "../../lib/bytes.ts";
import { recordsMap } from "../../lib/records-map.ts";
import type { RecordId } from "../../room/ids.ts";
import type { Block } from "../context.ts";

const keyedBinary = 0x23;
const namedParent = 1;
const parent = Uint8Array.of(recordsMap.length, ...utf8(recordsMap));
const keyLength = 22;

const isParent = (bytes: Uint8Array, at: number): boolean =>
  parent.every((byte, i) => bytes[at + i] === byte);

/** The blocks, or null for any other form, when a key comes twice, or when `isGood` refuses an entry. Never throws. */
export const readPlainUpdate = (
  update: Uint8Array,
  isGood: (key: RecordId, bytes: Uint8Array) => boolean,
): readonly Block[] | null => {
  try {
    const decoder = decoding.createDecoder(update);
    const count = decoding.readVarUint(decoder);
    const blocks: Block[] = [];
    const all = new Set<RecordId>();
    for (let i = 0; i < count; i++) {
      const length = decoding.readVarUint(decoder);
      const client = decoding.readVarUint(decoder);
      const clock = decoding.readVarUint(decoder);
      // Of two blocks of one client Yjs applies only the last.
      if (length === 0 || blocks.some((block) => block.client === client)) return null;
      const keys: RecordId[] = [];
      for (let j = 0; j < length; j++) {
        const key = readStruct(decoder, isGood);
        if (key === null || all.has(key)) return null;
        all.add(key);
        keys.push(key);
      }
      blocks.push({ client, clock, keys });
    }
    return decoding.readVarUint(decoder) === 0 && !decoding.hasContent(decoder) ? blocks : null;
  } catch {
    return null; // truncated: lib0 throws
  }
};

const readStruct = (
  decoder: decoding.Decoder,
  isGood: (key: RecordId, bytes: Uint8Array) => boolean,
): RecordId | null => {
  if (decoding.readUint8(decoder) !== keyedBinary || decoding.readVarUint(decoder) !== namedParent)
    return null;
  if (!isParent(decoder.arr, decoder.pos)) return null;
  decoder.pos += parent.length;
  if (decoding.readVarUint(decoder) !== keyLength) return null;
  const key = fromUtf8(decoding.readUint8Array(decoder, keyLength)) as RecordId | null;
  return key !== null && isGood(key, decoding.readVarUint8Array(decoder)) ? key : null;
};
