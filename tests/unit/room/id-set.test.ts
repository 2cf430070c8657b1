import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { toBase64url } from "../../../src/lib/bytes.ts";
import { bucketCount, IdSet, packIds, unpackIds } from "../../../src/room/id-set.ts";
import type { RecordId } from "../../../src/room/ids.ts";
import { Chance } from "../../support/chance.ts";

const idsOf = (seed: number, count: number): RecordId[] => {
  const chance = new Chance(seed);
  return Array.from({ length: count }, () => toBase64url(chance.bytes(16)) as RecordId);
};

const setOf = (ids: readonly RecordId[]): IdSet => {
  const set = new IdSet();
  for (const id of ids) set.add(id);
  return set;
};

/** By the rule's words: SHA-256 of each bucket's sorted ids, and of all those. */
const naive = (ids: readonly RecordId[]): { buckets: string[]; whole: string } => {
  const buckets = Array.from({ length: 256 }, (_, bucket) => {
    const own = [...new Set(ids)].filter((id) => Buffer.from(id, "base64url")[0] === bucket).sort();
    return createHash("sha256")
      .update(Buffer.concat(own.map((id) => Buffer.from(id, "base64url"))))
      .digest();
  });
  const whole = createHash("sha256").update(Buffer.concat(buckets)).digest("hex");
  return { buckets: buckets.map((digest) => digest.toString("hex")), whole };
};

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

test("[MS4] 256 buckets by first byte, each the digest of its sorted ids, and theirs", () => {
  for (const count of [0, 1, 700]) {
    const ids = idsOf(count, count);
    const set = setOf(ids);
    const expected = naive(ids);
    expect(hex(set.digest)).toBe(expected.whole);
    for (let bucket = 0; bucket < bucketCount; bucket++)
      expect(hex(set.digestOf(bucket))).toBe(expected.buckets[bucket]);
  }
});

test("[MS4] the digest follows the set alone: any order, repetition, or time of asking", () => {
  const chance = new Chance(2);
  const ids = idsOf(9, 300);
  const set = new IdSet();
  const seen: RecordId[] = [];
  for (const id of chance.shuffle([...ids, ...ids])) {
    set.add(id);
    seen.push(id);
    if (chance.happens(0.02)) expect(hex(set.digest)).toBe(naive(seen).whole);
  }
  expect([set.size, hex(set.digest)]).toEqual([300, hex(setOf(ids).digest)]);
  expect(hex(setOf(ids.slice(1)).digest)).not.toBe(hex(set.digest));
});

test("[MS4] two sets differ in exactly the buckets in which their ids do", () => {
  const ids = idsOf(4, 500);
  const more = idsOf(5, 3);
  const [one, other] = [setOf(ids), setOf([...ids, ...more])];
  const differing = Array.from({ length: 256 }, (_, bucket) => bucket).filter(
    (bucket) => hex(one.digestOf(bucket)) !== hex(other.digestOf(bucket)),
  );
  const expected = new Set(more.map((id) => Buffer.from(id, "base64url")[0]));
  expect(differing).toEqual([...expected].sort((a = 0, b = 0) => a - b));
  for (const id of more) {
    expect([one.has(id), other.has(id)]).toEqual([false, true]);
    expect(other.idsOf(Buffer.from(id, "base64url")[0] ?? 0)).toContain(id);
  }
  expect(one.idsOf(256).size).toBe(0);
});

test("[MS4] ids travel 16 bytes each; what is left over is no id", () => {
  const ids = idsOf(6, 20);
  expect(packIds(ids)).toHaveLength(320);
  expect(unpackIds(packIds(ids))).toEqual(ids);
  expect(unpackIds(packIds(ids).subarray(0, 319))).toEqual(ids.slice(0, 19));
  expect(unpackIds(new Uint8Array(15))).toEqual([]);
});
