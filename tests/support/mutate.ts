// Bytes gone wrong: altered, cut, lengthened, doubled, or grown together with others.

import { concat } from "../../src/lib/bytes.ts";
import type { Chance } from "./chance.ts";

/** Numbers at which decoders stumble: ends of varints, lengths without end. */
const awkward: readonly (readonly number[])[] = [
  [0],
  [1],
  [0x7f],
  [0x80],
  [0xff],
  [0xff, 0xff, 0xff, 0xff, 0x0f],
  [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
];

const once = (chance: Chance, bytes: Uint8Array, corpus: readonly Uint8Array[]): Uint8Array => {
  const at = chance.below(bytes.length + 1);
  switch (chance.below(6)) {
    case 0: {
      const altered = bytes.slice();
      if (at < altered.length) altered[at] = (altered[at] ?? 0) ^ (1 << chance.below(8));
      return altered;
    }
    case 1: {
      const number = Uint8Array.from(chance.pick(awkward));
      return concat(bytes.subarray(0, at), number, bytes.subarray(at + number.length));
    }
    case 2:
      return bytes.slice(0, at);
    case 3:
      return concat(bytes.subarray(0, at), chance.bytes(chance.between(1, 9)), bytes.subarray(at));
    case 4: {
      const end = at + chance.below(bytes.length + 1 - at);
      return concat(bytes.subarray(0, end), bytes.subarray(at));
    }
    default: {
      const other = chance.pick(corpus);
      return concat(bytes.subarray(0, at), other.subarray(chance.below(other.length + 1)));
    }
  }
};

/** One to three accidents to one of these; the first byte is mostly left, for what it names to be reached. */
export const mutate = (chance: Chance, corpus: readonly Uint8Array[]): Uint8Array => {
  const original = chance.pick(corpus);
  let bytes = original;
  for (let times = chance.between(1, 3); times > 0; times--) bytes = once(chance, bytes, corpus);
  const [type] = original;
  return type !== undefined && bytes.length > 0 && chance.happens(0.8)
    ? concat(Uint8Array.of(type), bytes.subarray(1))
    : bytes;
};
