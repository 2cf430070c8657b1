// Identities whose signatures cost microseconds instead of a millisecond, for stories that are not about signatures: anybody
// could forge them, but nothing here does unless it means to, and an altered record still fails.

import type { Verify } from "../../src/net/context.ts";
import { authorIdOf, type Identity } from "../../src/room/identity.ts";
import type { AuthorKey } from "../../src/room/ids.ts";
import type { VerifyMany } from "../../src/room/verifier.ts";
import { sameBytes } from "../../src/lib/bytes.ts";
import type { Chance } from "./chance.ts";

/** 64 bytes that depend on every bit of both. */
const cheapSignature = (key: Uint8Array, message: Uint8Array): Uint8Array => {
  let a = 0x811c9dc5;
  let b = 0x9e3779b1;
  for (const part of [key, message])
    for (const byte of part) {
      a = Math.imul(a ^ byte, 0x01000193);
      b = Math.imul(b + byte, 0x85ebca6b) ^ (b >>> 13);
    }
  const words = new Uint32Array(16);
  for (let i = 0; i < words.length; i++) {
    a = Math.imul(a ^ (b >>> 15), 0xcc9e2d51);
    b = Math.imul(b ^ (a >>> 16), 0x1b873593) + i;
    words[i] = a ^ b;
  }
  return new Uint8Array(words.buffer);
};

export const cheapIdentity = (chance: Chance): Identity => {
  const key = chance.bytes(32) as Uint8Array as AuthorKey;
  return { key, id: authorIdOf(key), sign: (message) => cheapSignature(key, message) };
};

export const cheapVerify: Verify = (signature, message, key) =>
  sameBytes(signature, cheapSignature(key, message));

export const cheapVerifyMany: VerifyMany = (checks) =>
  Promise.resolve(checks.map(({ signature, message, key }) => cheapVerify(signature, message, key)));
