// Which stored records this device has verified before: digests per bucket, so that a room of 100 000 records is not verified
// anew at each opening (5 s with WebCrypto, 77 s without). A bucket in which anything differs is verified again.

import { concat } from "../../lib/bytes.ts";
import { bucketCount, IdSet, packIds, unpackIds } from "../../room/id-set.ts";
import type { RecordId } from "../../room/ids.ts";

const digestBytes = 16;
const digestsBytes = bucketCount * digestBytes;
/** One record with a bad signature in each bucket, and nothing would be trusted: so many are remembered and left out. */
const maxRefused = 4096;

const setOf = (ids: Iterable<RecordId>): IdSet => {
  const set = new IdSet();
  for (const id of ids) set.add(id);
  return set;
};

/**
 * What is stored: 16 bytes a bucket, then 16 for each refused id.
 * `ids`: the accepted records that the document holds; `refused`: what else it holds.
 */
export const sealTrust = (ids: Iterable<RecordId>, refused: readonly RecordId[] = []): Uint8Array => {
  const set = setOf(ids);
  const digests = Array.from({ length: bucketCount }, (_, bucket) =>
    set.digestOf(bucket).subarray(0, digestBytes),
  );
  return concat(...digests, packIds(refused.slice(0, maxRefused)));
};

/** Tells for each record whether it was verified on this device. `keys`: all keys of the document, read at the first question. */
export const openTrust = (stored: unknown, keys: () => Iterable<RecordId>): ((id: RecordId) => boolean) => {
  if (!(stored instanceof Uint8Array) || stored.length < digestsBytes) return () => false;
  let trusted: ReadonlySet<RecordId> | null = null;
  const read = (): ReadonlySet<RecordId> => {
    const refused = new Set(unpackIds(stored.subarray(digestsBytes)));
    const set = setOf([...keys()].filter((id) => !refused.has(id)));
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
