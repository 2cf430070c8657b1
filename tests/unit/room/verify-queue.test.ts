import { expect, onTestFinished, test, vi } from "vitest";
import type { ParsedRecord } from "../../../src/room/record.ts";
import { VerifyQueue, type VerifyQueueOptions, type Waiting } from "../../../src/room/verify-queue.ts";
import type { Check, VerifyMany } from "../../../src/room/verifier.ts";
import { ada, edited, erased, idOfWord, named, noon, reacted, said } from "./stories.ts";

const bytesOf = (good: boolean): Uint8Array => Uint8Array.of(good ? 1 : 0);
const check = (bytes: Uint8Array): Check => ({ signature: bytes, message: bytes, key: bytes });
const byFirstByte: VerifyMany = (checks) =>
  Promise.resolve(checks.map(({ signature }) => signature[0] === 1));

/** A queue that is given whole records, of which it looks at the heads. */
const queueOf = (options: VerifyQueueOptions) => {
  const queue = new VerifyQueue(options);
  const add = (record: ParsedRecord, bytes: Uint8Array): void =>
    queue.add({ ...record, version: 2, code: 1, kind: record.payload.kind }, bytes);
  return {
    add,
    drop: queue.drop.bind(queue),
    trust: queue.trust.bind(queue),
    has: queue.has.bind(queue),
    close: queue.close.bind(queue),
    whenEmpty: queue.whenEmpty.bind(queue),
    get waiting() {
      return queue.waiting;
    },
  };
};

/** A verifier that answers only when told, and a queue in front of it. */
const open = () => {
  const batches: (() => void)[] = [];
  const sizes: number[] = [];
  const verified: Waiting[][] = [];
  const queue = queueOf({
    checkOf: check,
    onVerified: (records) => verified.push([...records]),
    verify: (checks) => {
      sizes.push(checks.length);
      return new Promise((resolve) => batches.push(() => resolve(byFirstByte(checks))));
    },
  });
  const answer = async (): Promise<void> => {
    await Promise.resolve();
    batches.shift()?.();
    for (let i = 0; i < 10; i++) await Promise.resolve();
  };
  const words = (): string[][] => verified.map((batch) => batch.map(({ head }) => head.id as string));
  return { queue, sizes, verified, words, answer };
};

test("[RC4] erase, edit and name records first, then messages from the newest back", async () => {
  const { queue, words, answer } = open();
  const old = said("old", ada, noon - 100);
  const all = [
    said("m1", ada, noon - 9),
    said("m3", ada, noon - 7),
    reacted("r", ada, noon - 8, "m1", "👍"),
    named("n", ada, noon - 90, "Ada"),
    edited("e", ada, noon - 80, "m1", "x"),
    erased("x", old, noon - 70),
    said("m2", ada, noon - 8, "m2"),
  ];
  for (const record of all) queue.add(record, bytesOf(true));
  expect(queue.waiting).toBe(7);
  await answer();
  expect(words()).toEqual([["x", "e", "n", "m3", "r", "m2", "m1"]]);
  expect([queue.waiting, queue.has(idOfWord("m1"))]).toEqual([0, false]);
});

test("[RC4] the first slice is a screenful, the rest in large ones; what comes meanwhile and matters goes before", async () => {
  const { queue, sizes, verified, answer } = open();
  for (let i = 0; i < 3000; i++) queue.add(said(`m${i}`, ada, noon - i), bytesOf(true));
  await answer();
  expect(verified[0]?.map(({ head }) => head.id)).toEqual(Array.from({ length: 128 }, (_, i) => `m${i}`));
  queue.add(erased("x", said("m0", ada, noon), noon - 5000), bytesOf(true)); // in the third slice: the second is under way
  await answer();
  await answer();
  expect(verified[2]?.[0]?.head.id).toBe("x");
  await answer();
  expect(sizes).toEqual([128, 1024, 1024, 825]);
  await queue.whenEmpty();
});

test("[RC4] where verifying is slow slices are small: what is live waits a moment for its turn, not seconds", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const sizes: number[] = [];
  const queue = queueOf({
    checkOf: check,
    onVerified: () => undefined,
    verify: async (checks) => {
      sizes.push(checks.length);
      await new Promise((resolve) => setTimeout(resolve, 5 * checks.length));
      return byFirstByte(checks);
    },
  });
  for (let i = 0; i < 2000; i++) queue.add(said(`m${i}`, ada, noon - i), bytesOf(true));
  await vi.advanceTimersByTimeAsync(5 * 2000);
  await queue.whenEmpty();
  expect(Math.max(...sizes.slice(1))).toBeLessThanOrEqual(40);
});

test("[RC4] what does not verify is never given out, and can be tried again", async () => {
  const { queue, words, answer } = open();
  queue.add(said("bad", ada, noon), bytesOf(false));
  queue.add(said("good", ada, noon), bytesOf(true));
  await answer();
  expect(words()).toEqual([["good"]]);
  queue.add(said("bad", ada, noon), bytesOf(true));
  await answer();
  expect(words()).toEqual([["good"], ["bad"]]);
});

test("[RC4] old messages are not starved by ones that keep coming in front of them", async () => {
  const { queue, words, answer } = open();
  for (let i = 0; i < 500; i++) queue.add(said(`old${i}`, ada, noon - 1000 - i), bytesOf(true));
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 300; i++) queue.add(said(`live${round}-${i}`, ada, noon + round), bytesOf(true));
    await answer();
  }
  expect(
    words()
      .flat()
      .filter((word) => word.startsWith("old")),
  ).toHaveLength(500);
});

test("[RC4] what was made or verified here needs no verification, once", async () => {
  const { queue, words, answer, sizes } = open();
  const mine = said("mine", ada, noon);
  queue.trust(mine.id);
  queue.add(mine, bytesOf(false));
  expect(queue.waiting).toBe(1);
  await queue.whenEmpty();
  expect([words(), sizes]).toEqual([[["mine"]], []]);
  queue.add(mine, bytesOf(false));
  await answer();
  expect([words().length, sizes]).toEqual([1, [1]]);
});

test("a record waits once; one that was dropped while it was being verified is not given out", async () => {
  const { queue, words, sizes, answer } = open();
  const record = said("m", ada, noon);
  queue.add(record, bytesOf(true));
  queue.add(record, bytesOf(true));
  await Promise.resolve();
  queue.drop(record.id);
  const empty = queue.whenEmpty();
  await answer();
  await empty;
  expect([words(), sizes]).toEqual([[], [1]]);
  queue.add(record, bytesOf(true));
  await answer();
  expect(words()).toEqual([["m"]]);
});

test("[style 12] an answer after close says nothing to anybody, and nobody waits for ever", async () => {
  const { queue, words, answer } = open();
  queue.add(said("m", ada, noon), bytesOf(true));
  const trusted = said("t", ada, noon);
  queue.trust(trusted.id);
  await Promise.resolve();
  queue.add(trusted, bytesOf(true));
  const empty = queue.whenEmpty();
  queue.close();
  await empty;
  await answer();
  queue.add(said("later", ada, noon), bytesOf(true));
  await answer();
  expect([words(), queue.waiting]).toEqual([[], 0]);
});
