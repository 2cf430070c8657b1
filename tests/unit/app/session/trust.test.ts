import { expect, test, vi } from "vitest";
import { openTrust, sealTrust } from "../../../../src/app/session/trust.ts";
import { toBase64url } from "../../../../src/lib/bytes.ts";
import type { RecordId } from "../../../../src/room/ids.ts";
import { Chance } from "../../../support/chance.ts";

const chance = new Chance(3);
const ids = Array.from({ length: 2000 }, () => toBase64url(chance.bytes(16)) as RecordId);
const bucketOf = (id: RecordId): number => Buffer.from(id, "base64url")[0] ?? 0;
const inBucket = (bucket: number): RecordId => {
  const bytes = chance.bytes(16);
  bytes[0] = bucket;
  return toBase64url(bytes) as RecordId;
};

test("[RC4] what was verified and did not change is trusted, in any order of keys", () => {
  const seal = sealTrust(ids);
  expect(seal).toHaveLength(4096);
  const known = openTrust(seal, () => chance.shuffle(ids));
  expect(ids.every(known)).toBe(true);
  expect(known(inBucket(0))).toBe(false);
});

test("[RC4] a bucket with anything more, less or other in it is verified anew, and only that one", () => {
  const seal = sealTrust(ids);
  const added = inBucket(17);
  const [gone] = ids as [RecordId];
  const replaced = ids.find((id) => ![17, bucketOf(gone)].includes(bucketOf(id))) ?? gone;
  const keys = [...ids.filter((id) => id !== gone && id !== replaced), added, inBucket(bucketOf(replaced))];
  const known = openTrust(seal, () => keys);
  const doubtful = new Set([17, bucketOf(gone), bucketOf(replaced)]);
  for (const id of keys) expect(known(id), id).toBe(!doubtful.has(bucketOf(id)));
});

test("[RC4] a record in the document that was never accepted is never trusted with its bucket", () => {
  const forged = inBucket(99);
  const known = openTrust(sealTrust(ids), () => [...ids, forged]);
  expect([forged, ...ids.filter((id) => bucketOf(id) === 99)].some(known)).toBe(false);
});

test("[style 8] what storage gives back in another shape trusts nothing", () => {
  const keys = vi.fn(() => ids);
  for (const stored of [
    null,
    undefined,
    "x",
    new Uint8Array(),
    sealTrust(ids).subarray(1),
    [...sealTrust(ids)],
  ])
    expect(ids.some(openTrust(stored, keys))).toBe(false);
  expect(keys).not.toHaveBeenCalled();
  expect(ids.some(openTrust(new Uint8Array(4096), () => ids))).toBe(false);
});

test("keys are read once, at the first question: the document must be loaded by then", () => {
  const keys = vi.fn(() => ids);
  const known = openTrust(sealTrust(ids), keys);
  expect(keys).not.toHaveBeenCalled();
  ids.forEach(known);
  expect(keys).toHaveBeenCalledOnce();
});

test("[RC4] unsigned records in the document do not cost the trust in all others", () => {
  const chance = new Chance(5);
  const good = Array.from({ length: 5000 }, () => toBase64url(chance.bytes(16)) as RecordId);
  const bad = Array.from({ length: 256 }, (_, i) => {
    const b = chance.bytes(16);
    b[0] = i;
    return toBase64url(b) as RecordId;
  });
  const sealed = sealTrust(good, bad); // what Room#keep does
  const trusted = openTrust(sealed, () => [...good, ...bad]);
  expect(good.filter(trusted).length).toBe(good.length);
  expect(bad.some(trusted)).toBe(false);
});
