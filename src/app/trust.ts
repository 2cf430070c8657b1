// Which stored records this device has verified before: digests per bucket, so that a room of 100 000 records is not verified
// anew at each opening (5 s with WebCrypto, 77 s without). A bucket in which anything differs is verified again.

import { bucketCount, IdSet } from "../room/id-set.ts";
import type { RecordId } from "../room/ids.ts";

const digestBytes = 16;

const setOf = (ids: Iterable<RecordId>): IdSet => {
  const set = new IdSet();
  for (const id of ids) set.add(id);
  return set;
};

/** What is stored: 16 bytes a bucket. `ids`: the accepted records that the document holds. */
export const sealTrust = (ids: Iterable<RecordId>): Uint8Array => {
  const set = setOf(ids);
  const bytes = new Uint8Array(bucketCount * digestBytes);
  for (let bucket = 0; bucket < bucketCount; bucket++)
    bytes.set(set.digestOf(bucket).subarray(0, digestBytes), bucket * digestBytes);
  return bytes;
};

/** Tells for each record whether it was verified on this device. `keys`: all keys of the document, read at the first question. */
export const openTrust = (stored: unknown, keys: () => Iterable<RecordId>): ((id: RecordId) => boolean) => {
  if (!(stored instanceof Uint8Array) || stored.length !== bucketCount * digestBytes) return () => false;
  let trusted: ReadonlySet<RecordId> | null = null;
  const read = (): ReadonlySet<RecordId> => {
    const set = setOf(keys());
    const ids = new Set<RecordId>();
    for (let bucket = 0; bucket < bucketCount; bucket++) {
      const digest = set.digestOf(bucket);
      const kept = stored.subarray(bucket * digestBytes, (bucket + 1) * digestBytes);
      if (kept.every((byte, i) => byte === digest[i])) for (const id of set.idsOf(bucket)) ids.add(id);
    }
    return ids;
  };
  return (id) => (trusted ??= read()).has(id);
};
