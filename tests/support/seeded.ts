// Tests that take their chance from a seed.

import { onTestFinished } from "vitest";
import { Chance } from "./chance.ts";

/** Everything in this test that asks the platform for chance gets the seed's. */
export const useSeed = (seed: number): Chance => {
  const chance = new Chance(seed);
  const { random } = Math;
  const getRandomValues = crypto.getRandomValues.bind(crypto);
  Math.random = chance.next;
  crypto.getRandomValues = <T extends ArrayBufferView | null>(array: T): T => {
    if (array === null) return array;
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    bytes.set(chance.bytes(bytes.length));
    return array;
  };
  onTestFinished(() => {
    Math.random = random;
    crypto.getRandomValues = getRandomValues;
  });
  return chance;
};

/** Runs one story per seed, says which seed failed. */
export const forSeeds = async (
  { first = 1, count }: Readonly<{ first?: number; count: number }>,
  story: (seed: number) => Promise<void> | void,
): Promise<void> => {
  for (let seed = first; seed < first + count; seed++) {
    try {
      await story(seed);
    } catch (reason) {
      throw new Error(`seed ${seed} failed: ${reason instanceof Error ? reason.message : String(reason)}`, {
        cause: reason,
      });
    }
  }
};
