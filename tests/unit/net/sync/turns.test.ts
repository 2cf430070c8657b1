import { expect, onTestFinished, test } from "vitest";
import { Turns, type Item } from "../../../../src/net/sync/turns.ts";
import type { RecordId } from "../../../../src/room/ids.ts";

const key = (name: string): RecordId => name as RecordId;
/** A record of one byte: 1 is good. */
const item = (name: string, byte = 1): Item => ({ key: key(name), bytes: Uint8Array.of(byte) });
const items = (name: string, count: number): Item[] =>
  Array.from({ length: count }, (_, i) => item(`${name}${i}`));

const start = ({ known = [] as string[] } = {}) => {
  const calls: number[] = [];
  const good: string[] = [];
  const forged: string[] = [];
  const turns = new Turns<object>({
    verify: (records) => {
      calls.push(records.length);
      return new Promise((resolve) => setTimeout(() => resolve(records.map(([byte]) => byte === 1))));
    },
    isKnown: (id) => known.includes(id) || good.includes(id),
  });
  onTestFinished(() => turns.close());
  const add = (link: object, author: string, list: readonly Item[]): boolean =>
    turns.add(link, {
      author,
      items: list,
      onGood: (some) => good.push(...some.map((one) => one.key)),
      onForged: () => forged.push(author),
    });
  const settled = async (count: number): Promise<void> => {
    await expect.poll(() => good.length + forged.length, { interval: 1 }).toBeGreaterThanOrEqual(count);
  };
  return { turns, calls, good, forged, add, settled };
};

test("[RC4] what is good is given in its order; what is known or has no bytes needs no verdict", async () => {
  const { good, calls, add, settled } = start({ known: ["b"] });
  add({}, "ada", [item("a"), item("b", 0), { key: key("c"), bytes: null }, item("d")]);
  await settled(4);
  expect([good, calls]).toEqual([["a", "b", "c", "d"], [2]]);
});

test("[RC4] a forged one ends its entry: what came before it is given, the rest is not", async () => {
  const { good, forged, add, settled } = start();
  add({}, "mallory", [item("a"), item("b", 0), item("c")]);
  add({}, "ada", [item("d")]);
  await settled(3);
  expect([good, forged]).toEqual([["a", "d"], ["mallory"]]);
});

test("[RC4] one link's flood, or one author's on a link of others, delays nobody's words", async () => {
  for (const where of ["another link", "the same link"]) {
    const { good, add, settled } = start();
    const flooded = {};
    add(flooded, "mallory", items("m", 5000));
    add(where === "the same link" ? flooded : {}, "ada", [item("word")]);
    await settled(5001);
    expect(good.indexOf("word"), where).toBeLessThan(100);
  }
});

test("[GT4] of one link no more than 4 MiB waits, and of a link that is gone nothing", async () => {
  const { turns, good, add, settled } = start();
  const big = (name: string): Item => ({ key: key(name), bytes: new Uint8Array(1024 * 1024).fill(1) });
  const link = {};
  expect([1, 2, 3, 4, 5].map((n) => add(link, "ada", [big(`${n}`)]))).toEqual([
    true,
    true,
    true,
    true,
    false,
  ]);
  expect(add({}, "bela", [big("other")])).toBe(true);
  turns.drop(link);
  await settled(1);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(good).toEqual(["other"]);
});
