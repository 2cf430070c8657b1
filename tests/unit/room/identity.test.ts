import { ed25519 } from "@noble/curves/ed25519.js";
import { expect, onTestFinished, test, vi } from "vitest";
import { sameBytes, utf8 } from "../../../src/lib/bytes.ts";
import { authorIdOf, createSeed, identityOf, KeyRing, signatureBytes } from "../../../src/room/identity.ts";
import { createVerifier, inlineVerifier, type Check, type VerifyMany } from "../../../src/room/verifier.ts";
import { craftedSignatures } from "../../../src/room/crafted-signatures.ts";
import { ed25519Vectors } from "./ed25519-vectors.ts";

const namesOf = (verdicts: readonly boolean[]): string[] =>
  ed25519Vectors.filter((_, i) => verdicts[i] !== ed25519Vectors[i]?.valid).map(({ name }) => name);

const crafted = () => Promise.resolve(craftedSignatures);

/** A VerifyMany that must not be asked. */
const unused: VerifyMany = () => Promise.reject(new Error("the fallback was used"));

/** Node's own, with some of its answers changed. */
const platform = (changes: Partial<Record<"importKey" | "verify", () => Promise<unknown>>>): SubtleCrypto =>
  ({
    importKey: (...args: Parameters<SubtleCrypto["importKey"]>) => crypto.subtle.importKey(...args),
    verify: (...args: Parameters<SubtleCrypto["verify"]>) => crypto.subtle.verify(...args),
    ...changes,
  }) as SubtleCrypto;

test("[ID1] the committed vectors hold both verdicts, and of every kind that verifiers disagree on", () => {
  expect(ed25519Vectors.filter(({ valid }) => valid)).toHaveLength(4);
  expect(ed25519Vectors.length).toBe(74);
  expect(new Set(ed25519Vectors.map(({ name }) => name.split(":")[0])).size).toBeGreaterThan(35);
});

test("[ID1] one verdict: noble's points", () => {
  const keys = new KeyRing();
  const verdicts = () =>
    ed25519Vectors.map(({ signature, message, key }) => keys.verify(signature, message, key));
  expect(namesOf(verdicts())).toEqual([]);
  expect(namesOf(verdicts())).toEqual([]); // the same from the cache
});

test("[ID1] one verdict: WebCrypto", async () => {
  const verify = await createVerifier(new KeyRing(), { crafted, fallback: unused });
  expect(namesOf(await verify(ed25519Vectors))).toEqual([]);
});

test("[ID1] one verdict: the fallback where there is no WebCrypto (plain http)", async () => {
  vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues.bind(crypto) });
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
  const verify = await createVerifier(new KeyRing(), {
    crafted: () => Promise.reject(new Error("asked for in vain")),
  });
  expect(namesOf(await verify(ed25519Vectors))).toEqual([]);
});

test("[ID1] a platform that knows no Ed25519, rejects the vector, or accepts everything is not used", async () => {
  const keys = new KeyRing();
  const fallback = inlineVerifier(keys);
  const wrong = [
    platform({ importKey: () => Promise.reject(new DOMException("no", "NotSupportedError")) }),
    platform({ verify: () => Promise.resolve(false) }),
    platform({ verify: () => Promise.resolve(true) }),
    platform({ verify: () => Promise.reject(new Error("broken")) }),
  ];
  for (const subtle of wrong)
    expect(await createVerifier(keys, { crafted, fallback, subtle })).toBe(fallback);
  expect(await createVerifier(keys, { crafted, fallback, subtle: platform({}) })).not.toBe(fallback);
});

test("[ID1] the vectors that decide on a platform are all of the committed ones that one is ever asked about", () => {
  const keys = new KeyRing();
  const asked = ed25519Vectors.filter(
    ({ key, signature }) => keys.accepts(key) && signature.length === signatureBytes,
  );
  expect(craftedSignatures).toEqual(
    asked.map(({ valid, key, message, signature }) => ({ valid, key, message, signature })),
  );
  expect(craftedSignatures.filter(({ valid }) => valid)).toHaveLength(4);
});

test("[ID1] a platform that verifies otherwise, be it on one crafted vector alone, is not used", async () => {
  const keys = new KeyRing();
  const fallback = inlineVerifier(keys);
  const used = async (subtle: SubtleCrypto): Promise<boolean> =>
    (await createVerifier(keys, { crafted, fallback, subtle })) !== fallback;
  // The cofactored equation, as some platforms have it: right on every honest signature.
  const cofactored = {
    importKey: (_format: string, key: Uint8Array) => Promise.resolve(key),
    verify: (_name: string, key: Uint8Array, signature: Uint8Array, message: Uint8Array) =>
      Promise.resolve(ed25519.verify(signature, message, key, { zip215: true })),
  } as unknown as SubtleCrypto;
  const honest = craftedSignatures.slice(0, 3);
  expect(
    await createVerifier(keys, { crafted: () => Promise.resolve(honest), fallback, subtle: cofactored }),
  ).not.toBe(fallback);
  expect(await used(cofactored)).toBe(false);
  for (const wrong of craftedSignatures) {
    const subtle = platform({
      verify: async (...args: unknown[]) => {
        const [name, key, signature, message] = args as Parameters<SubtleCrypto["verify"]>;
        const verdict = await crypto.subtle.verify(name, key, signature, message);
        const isIt =
          sameBytes(signature as Uint8Array, wrong.signature) &&
          sameBytes(message as Uint8Array, wrong.message);
        return isIt ? !verdict : verdict;
      },
    });
    expect(await used(subtle)).toBe(false);
  }
});

test("[ID1] where the vectors do not come WebCrypto is not used", async () => {
  const keys = new KeyRing();
  const fallback = inlineVerifier(keys);
  for (const missing of [() => Promise.reject(new Error("host away")), () => Promise.resolve([])])
    expect(await createVerifier(keys, { crafted: missing, fallback })).toBe(fallback);
});

test("[ID1] a platform that fails later is answered for, one signature at a time", async () => {
  let calls = 0;
  let begun = false;
  const subtle = platform({
    verify: async (...args: unknown[]) => {
      if (begun && ++calls % 2 === 0) throw new DOMException("gone", "OperationError");
      return crypto.subtle.verify(...(args as Parameters<SubtleCrypto["verify"]>));
    },
  });
  const verify = await createVerifier(new KeyRing(), { crafted, fallback: unused, subtle });
  begun = true;
  expect(namesOf(await verify(ed25519Vectors))).toEqual([]);
  expect(calls).toBeGreaterThan(10);
});

test("[ID1] every altered bit of a signature, of its message or of its key is seen by both verifiers", async () => {
  const me = identityOf(createSeed());
  const message = utf8("কথা");
  const good: Check = { key: me.key, message, signature: me.sign(message) };
  const checks: Check[] = [good];
  for (const part of ["key", "message", "signature"] as const)
    for (let bit = 0; bit < good[part].length * 8; bit += 3) {
      const bytes = good[part].slice();
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      checks.push({ ...good, [part]: bytes });
    }
  const keys = new KeyRing();
  const expected = checks.map((_, i) => i === 0);
  expect(await inlineVerifier(keys)(checks)).toEqual(expected);
  expect(await (await createVerifier(keys, { crafted, fallback: unused }))(checks)).toEqual(expected);
});

test("[ID1] more keys than are kept do not change a verdict", () => {
  const keys = new KeyRing();
  const [, good] = ed25519Vectors;
  if (good === undefined) throw new Error("no vector");
  const wrong = new Uint8Array(31);
  for (let i = 0; i < 5000; i++) {
    wrong[0] = i;
    wrong[1] = i >> 8;
    keys.accepts(wrong);
  }
  expect(keys.verify(good.signature, good.message, good.key)).toBe(true);
});

test("[ID1] an identity follows from its seed alone; a seed of another length is the caller's mistake", () => {
  const seed = createSeed();
  const [one, other] = [identityOf(seed), identityOf(seed.slice())];
  expect([other.id, other.sign(utf8("x"))]).toEqual([one.id, one.sign(utf8("x"))]);
  expect(one.id).toBe(authorIdOf(one.key));
  expect(one.id).toMatch(/^[\w-]{43}$/);
  expect(sameBytes(createSeed(), seed)).toBe(false);
  expect(() => identityOf(new Uint8Array(31))).toThrow("a seed has 32 bytes, got 31");
});
