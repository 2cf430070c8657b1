// The ids of all records a peer has accepted or knows erased, in 256 buckets by first byte, with digests (MS4).
// Two peers whose digests are equal hold the same room, whatever happened to their Yjs clocks.

import { sha256 } from "@noble/hashes/sha2.js";
import { concat, fromBase64url, toBase64url } from "../lib/bytes.ts";
import type { RecordId } from "./ids.ts";

export const bucketCount = 256;
const idBytes = 16;

const firstByte = (id: RecordId): number => fromBase64url(id.slice(0, 4))?.[0] ?? 0;

export class IdSet {
  readonly #buckets: Set<RecordId>[] = Array.from({ length: bucketCount }, () => new Set());
  readonly #digests: (Uint8Array | null)[] = Array.from({ length: bucketCount }, () => null);
  #digest: Uint8Array | null = null;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  has(id: RecordId): boolean {
    return this.#buckets[firstByte(id)]?.has(id) ?? false;
  }

  add(id: RecordId): void {
    const index = firstByte(id);
    const bucket = this.#buckets[index];
    if (bucket === undefined || bucket.has(id)) return;
    bucket.add(id);
    this.#size++;
    this.#forgetDigest(index);
  }

  /** Of a record that is held no more, though it is not erased. */
  delete(id: RecordId): void {
    const index = firstByte(id);
    if (this.#buckets[index]?.delete(id) !== true) return;
    this.#size--;
    this.#forgetDigest(index);
  }

  idsOf(bucket: number): ReadonlySet<RecordId> {
    return this.#buckets[bucket] ?? new Set();
  }

  /** SHA-256 of the bucket's sorted ids, 16 bytes each. */
  digestOf(bucket: number): Uint8Array {
    return (this.#digests[bucket] ??= sha256(packIds([...this.idsOf(bucket)].sort())));
  }

  /** SHA-256 of all bucket digests, 32 bytes. */
  get digest(): Uint8Array {
    return (this.#digest ??= sha256(
      concat(...Array.from({ length: bucketCount }, (_, bucket) => this.digestOf(bucket))),
    ));
  }

  #forgetDigest(index: number): void {
    this.#digests[index] = null;
    this.#digest = null;
  }
}

export const packIds = (ids: readonly RecordId[]): Uint8Array => {
  const bytes = new Uint8Array(ids.length * idBytes);
  ids.forEach((id, i) => bytes.set(fromBase64url(id) ?? new Uint8Array(), i * idBytes));
  return bytes;
};

export const unpackIds = (bytes: Uint8Array): RecordId[] =>
  Array.from(
    { length: Math.floor(bytes.length / idBytes) },
    (_, i) => toBase64url(bytes.subarray(i * idBytes, (i + 1) * idBytes)) as RecordId,
  );
