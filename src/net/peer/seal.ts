// Seals what goes through the host: XChaCha20-Poly1305 under the room's sealKey, bound to topic, sender and receiver (PR2).
// The host can neither read, alter nor redirect it. version(1) ‖ nonce(24) ‖ ciphertext ‖ tag(16), as base64url. The version
// stands in clear, so that who cannot open it can tell why; it is vouched for by nobody until the rest has opened.

import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concat, fromBase64url, toBase64url, utf8 } from "../../lib/bytes.ts";

/** Version 1 had none in clear. */
export const sealVersion = 2;
const nonceBytes = 24;
const tagBytes = 16;
/** A signal is an SDP with its candidates or a relayed frame of 12 KiB: nothing honest is longer. */
const maxSealedLength = 48 * 1024;

export type Envelope = Readonly<{ sealKey: Uint8Array; topic: Uint8Array; from: string; to: string }>;

const associatedData = ({ topic, from, to }: Envelope): Uint8Array => {
  const sender = utf8(from);
  const receiver = utf8(to);
  return concat(
    Uint8Array.of(sealVersion),
    topic,
    Uint8Array.of(sender.length),
    sender,
    Uint8Array.of(receiver.length),
    receiver,
  );
};

export const seal = (plain: Uint8Array, envelope: Envelope): string => {
  const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes));
  const cipher = xchacha20poly1305(envelope.sealKey, nonce, associatedData(envelope));
  return toBase64url(concat(Uint8Array.of(sealVersion), nonce, cipher.encrypt(plain)));
};

/** In which version somebody says to have sealed this; null for what is no sealed text. */
export const versionOf = (sealed: unknown): number | null =>
  typeof sealed === "string" && sealed.length <= maxSealedLength
    ? (fromBase64url(sealed.slice(0, 4))?.[0] ?? null)
    : null;

/** The plain bytes, or null when they were not sealed by a member for exactly this envelope. */
export const unseal = (sealed: unknown, envelope: Envelope): Uint8Array | null => {
  if (typeof sealed !== "string" || sealed.length > maxSealedLength) return null;
  const bytes = fromBase64url(sealed);
  if (bytes === null || bytes.length < 1 + nonceBytes + tagBytes || bytes[0] !== sealVersion) return null;
  try {
    const cipher = xchacha20poly1305(
      envelope.sealKey,
      bytes.subarray(1, 1 + nonceBytes),
      associatedData(envelope),
    );
    return cipher.decrypt(bytes.subarray(1 + nonceBytes));
  } catch {
    return null; // noble throws on a wrong tag
  }
};
