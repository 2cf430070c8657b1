// Verifies many signatures: WebCrypto where it gives our verdict (18 k/s), else noble (1.3 k/s, off the main thread).

import { authorIdOf, type KeyRing } from "./identity.ts";

export type Check = Readonly<{ signature: Uint8Array; message: Uint8Array; key: Uint8Array }>;

/** One verdict per check, in order. Never rejects. */
export type VerifyMany = (checks: readonly Check[]) => Promise<readonly boolean[]>;

/** With our verdict, which a platform has to give: crafted-signatures.ts. */
export type Crafted = Check & Readonly<{ valid: boolean }>;

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

/** Asks the platform alone, whatever is done elsewhere for one that fails. */
const agrees = async (
  subtle: SubtleCrypto,
  { signature, message, key, valid }: Crafted,
): Promise<boolean> => {
  const imported = await subtle.importKey("raw", asSource(key), "Ed25519", false, ["verify"]);
  return (await subtle.verify("Ed25519", imported, asSource(signature), asSource(message))) === valid;
};

export type VerifierOptions = Readonly<{
  /** The vectors that decide; not asked for where there is no WebCrypto. */
  crafted: () => Promise<readonly Crafted[]>;
  fallback?: VerifyMany;
  subtle?: SubtleCrypto | undefined;
}>;

/** WebCrypto if it exists and gives our verdict on every committed crafted vector, else `fallback` (ID1). */
export const createVerifier = async (
  keys: KeyRing,
  { crafted, fallback = inlineVerifier(keys), subtle = globalThis.crypto?.subtle }: VerifierOptions,
): Promise<VerifyMany> => {
  if (subtle === undefined) return fallback;
  try {
    const vectors = await crafted();
    const verdicts = await Promise.all(vectors.map((vector) => agrees(subtle, vector)));
    return vectors.length > 0 && verdicts.every(Boolean) ? webCryptoVerifier(subtle, keys) : fallback;
  } catch {
    return fallback; // the platform knows no Ed25519 (WebCrypto rejects with NotSupportedError), or the vectors did not come
  }
};
