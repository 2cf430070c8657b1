import { expect, onTestFinished, test, vi } from "vitest";
import { Receipts } from "../../../../src/app/session/receipts.ts";
import type { AuthorId, RecordId } from "../../../../src/room/ids.ts";

const asha = "asha" as AuthorId;
const bilal = "bilal" as AuthorId;
const id = (n: number): RecordId => `record ${n}` as RecordId;

const start = () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const disk = { stored: true };
  const said: [AuthorId, readonly RecordId[]][] = [];
  const receipts = new Receipts({
    isStored: () => disk.stored,
    say: (author, ids) => said.push([author, [...ids]]),
  });
  return { disk, said, receipts };
};

test("what came within a second is acknowledged together, each author's own, once", () => {
  const { said, receipts } = start();
  receipts.add(asha, id(1));
  receipts.add(bilal, id(2));
  vi.advanceTimersByTime(900);
  receipts.add(asha, id(3));
  receipts.give(); // saved, and the second is not over
  expect(said).toEqual([]);
  vi.advanceTimersByTime(100);
  const first = [
    [asha, [id(1), id(3)]],
    [bilal, [id(2)]],
  ];
  expect(said).toEqual(first);
  receipts.give();
  vi.advanceTimersByTime(5000);
  expect(said).toEqual(first);
});

test("[ST1] what is not stored is not acknowledged, but as soon as it is", () => {
  const { disk, said, receipts } = start();
  disk.stored = false;
  receipts.add(asha, id(1));
  vi.advanceTimersByTime(5000);
  expect(said).toEqual([]);
  disk.stored = true;
  receipts.give();
  expect(said).toEqual([[asha, [id(1)]]]);
});

test("a flood is acknowledged in part, and after stop nothing is", () => {
  const { said, receipts } = start();
  for (let n = 0; n < 1500; n++) receipts.add(asha, id(n));
  vi.advanceTimersByTime(1000);
  expect(said[0]?.[1]).toHaveLength(1000);
  receipts.add(asha, id(2000));
  receipts.stop();
  vi.advanceTimersByTime(5000);
  expect([said.length, vi.getTimerCount()]).toEqual([1, 0]);
});
