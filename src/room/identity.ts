// One Ed25519 key per device (ID1), and one verdict on signatures everywhere.
// noble's own `verify` is cofactored and browsers are not: on crafted signatures they disagree, so it is not used.

import { ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { concat, sameBytes, toBase64url } from "../lib/bytes.ts";
import type { AuthorId, AuthorKey } from "./ids.ts";

export const seedBytes = 32;
export const signatureBytes = 64;

export type Identity = Readonly<{
  key: AuthorKey;
  id: AuthorId;
  /** Ed25519 (RFC 8032) over the exact bytes; 64 bytes. */
  sign: (message: Uint8Array) => Uint8Array;
}>;

export const authorIdOf = (key: Uint8Array): AuthorId => toBase64url(key) as AuthorId;

export const createSeed = (): Uint8Array => crypto.getRandomValues(new Uint8Array(seedBytes));

/** The key is made when first asked for: the first multiplication takes 35 ms, six times that on an old phone. */
export const identityOf = (seed: Uint8Array): Identity => {
  if (seed.length !== seedBytes) throw new RangeError(`a seed has ${seedBytes} bytes, got ${seed.length}`);
  let made: Pick<Identity, "key" | "id"> | null = null;
  const make = (): Pick<Identity, "key" | "id"> => {
    const key = ed25519.getPublicKey(seed) as AuthorKey;
    return { key, id: authorIdOf(key) };
  };
  return {
    get key() {
      return (made ??= make()).key;
    },
    get id() {
      return (made ??= make()).id;
    },
    sign: (message) => ed25519.sign(message, seed),
  };
};

type CurvePoint = InstanceType<typeof ed25519.Point>;

const { Point } = ed25519;
const order = Point.Fn.ORDER;

const littleEndian = (bytes: Uint8Array): bigint => {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  return value;
};

/** The point of a canonical key of prime order that is not the identity, else null. */
const parseKey = (key: Uint8Array): CurvePoint | null => {
  if (key.length !== 32) return null;
  try {
    const point = Point.fromBytes(key, false);
    if (!sameBytes(point.toBytes(), key) || point.is0() || !point.isTorsionFree()) return null;
    return point;
  } catch {
    return null; // not on the curve, or not canonical: noble throws
  }
};

const maxCachedKeys = 4096;

/** Checks keys once each: the check of prime order costs as much as a verification. */
export class KeyRing {
  readonly #points = new Map<string, CurvePoint | null>();

  /** True for a key that may sign records at all. */
  accepts(key: Uint8Array): boolean {
    return this.#point(key) !== null;
  }

  /** The one verdict (ID1): good key, S < L, and encode([S]B − [k]A) equals the R bytes. 1.3 k/s. */
  verify(signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean {
    if (signature.length !== signatureBytes) return false;
    const point = this.#point(key);
    if (point === null) return false;
    const r = signature.subarray(0, 32);
    const s = littleEndian(signature.subarray(32));
    if (s >= order) return false;
    const k = littleEndian(sha512(concat(r, key, message))) % order;
    const left = s === 0n ? Point.ZERO : Point.BASE.multiplyUnsafe(s);
    const right = k === 0n ? Point.ZERO : point.multiplyUnsafe(k);
    return sameBytes(left.subtract(right).toBytes(), r);
  }

  #point(key: Uint8Array): CurvePoint | null {
    const id = authorIdOf(key);
    const known = this.#points.get(id);
    if (known !== undefined) return known;
    const point = parseKey(key);
    if (this.#points.size >= maxCachedKeys) this.#points.clear();
    this.#points.set(id, point);
    return point;
  }
}
