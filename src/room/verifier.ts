// Verifies many signatures: WebCrypto where it gives our verdict (18 k/s), else noble (1.3 k/s, off the main thread).

import { fromBase64url, utf8 } from "../lib/bytes.ts";
import { authorIdOf, type KeyRing } from "./identity.ts";

export type Check = Readonly<{ signature: Uint8Array; message: Uint8Array; key: Uint8Array }>;

/** One verdict per check, in order. Never rejects. */
export type VerifyMany = (checks: readonly Check[]) => Promise<readonly boolean[]>;

/** RFC 8032 section 7.1, TEST 2. A platform that rejects it, or accepts it for another message, is not used. */
const vector = {
  key: "PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw",
  signature: "kqAJqfDUyrhyDoILX2QlQKKye1QWUD-Ps3YiI-vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAA",
} as const;
const vectorMessage = Uint8Array.of(0x72);

export const inlineVerifier =
  (keys: KeyRing): VerifyMany =>
  (checks) =>
    Promise.resolve(checks.map(({ signature, message, key }) => keys.verify(signature, message, key)));

const asSource = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => bytes as Uint8Array<ArrayBuffer>;

const webCryptoVerifier = (subtle: SubtleCrypto, keys: KeyRing): VerifyMany => {
  const imported = new Map<string, Promise<CryptoKey>>();
  const importKey = (key: Uint8Array): Promise<CryptoKey> => {
    const id = authorIdOf(key);
    const known = imported.get(id);
    if (known !== undefined) return known;
    const made = subtle.importKey("raw", asSource(key.slice()), "Ed25519", false, ["verify"]);
    imported.set(id, made);
    return made;
  };
  // The key's order is ours to check: platforms accept torsioned keys.
  const one = async ({ signature, message, key }: Check): Promise<boolean> =>
    keys.accepts(key) &&
    signature.length === 64 &&
    subtle.verify("Ed25519", await importKey(key), asSource(signature), asSource(message));
  return (checks) =>
    Promise.all(
      checks.map((check) => one(check).catch(() => keys.verify(check.signature, check.message, check.key))),
    );
};

/** WebCrypto if it exists and agrees with the committed vectors, else `fallback` (ID1). */
export const createVerifier = async (
  keys: KeyRing,
  fallback: VerifyMany = inlineVerifier(keys),
  subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle,
): Promise<VerifyMany> => {
  if (subtle === undefined) return fallback;
  const key = fromBase64url(vector.key);
  const signature = fromBase64url(vector.signature);
  if (key === null || signature === null) return fallback;
  const check: Check = { key, signature, message: vectorMessage };
  try {
    const imported = await subtle.importKey("raw", asSource(key), "Ed25519", false, ["verify"]);
    const good = await subtle.verify("Ed25519", imported, asSource(check.signature), asSource(check.message));
    const bad = await subtle.verify(
      "Ed25519",
      imported,
      asSource(check.signature),
      asSource(utf8("another")),
    );
    return good && !bad ? webCryptoVerifier(subtle, keys) : fallback;
  } catch {
    return fallback; // the platform knows no Ed25519: WebCrypto rejects with NotSupportedError
  }
};
