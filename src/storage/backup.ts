// "Save my rooms and identity" (ST6): one file, sealed with a passphrase. Load this module when it is needed.
// It also works on plain http, where there is no crypto.subtle.
//
//   magic(8) version(1) flags(1) log2N(1) r(1) p(1) salt(16) nonce(24) ‖ XChaCha20-Poly1305(content) ‖ checksum(16)
//
// flags: 1 = the content is deflated. Everything before the ciphertext is associated data. The checksum (of all that
// stands before it) proves nothing; it tells a damaged file from a wrong passphrase.

import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { scryptAsync } from "@noble/hashes/scrypt.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concat, sameBytes, utf8 } from "../lib/bytes.ts";
import { encodeContent, parseContent, type BackupContent } from "./backup-content.ts";
import { deflate, inflate } from "../lib/deflate.ts";

export type { BackupContent, BackupRoom } from "./backup-content.ts";

export type OpenedBackup =
  | Readonly<{ ok: true; content: BackupContent }>
  | Readonly<{ ok: false; reason: "wrong-passphrase" | "not-a-backup" }>;

type ScryptCost = Readonly<{ log2N: number; r: number; p: number }>;

const magic = utf8("kothabar");
const version = 2;
const deflated = 1;
const saltBytes = 16;
const nonceBytes = 24;
const tagBytes = 16;
const checksumBytes = 16;
const costAt = magic.length + 2;
const saltAt = costAt + 3;
const nonceAt = saltAt + saltBytes;
const headerBytes = nonceAt + nonceBytes;

/** 32 MB of memory, a fraction of a second. */
const cost: ScryptCost = { log2N: 15, r: 8, p: 1 };
/** A file may ask for a later version's higher cost, not for all memory: 128 · N · r · p. */
const maxScryptBytes = 256 * 1024 * 1024;
const maxContentBytes = 512 * 1024 * 1024;

const isBearable = ({ log2N, r, p }: ScryptCost): boolean =>
  log2N >= 10 && log2N <= 20 && r >= 1 && p >= 1 && 128 * 2 ** log2N * r * p <= maxScryptBytes;

const deriveKey = (passphrase: string, salt: Uint8Array, { log2N, r, p }: ScryptCost): Promise<Uint8Array> =>
  // The same words typed on another system may come in another normal form.
  scryptAsync(utf8(passphrase.normalize("NFKC")), salt, { N: 2 ** log2N, r, p, dkLen: 32 });

const checksumOf = (bytes: Uint8Array): Uint8Array => sha256(bytes).subarray(0, checksumBytes);

/** Seals what is packed already, whatever it is. */
export const sealPacked = async (
  packed: Uint8Array,
  { isDeflated }: Readonly<{ isDeflated: boolean }>,
  passphrase: string,
): Promise<Uint8Array<ArrayBuffer>> => {
  const salt = crypto.getRandomValues(new Uint8Array(saltBytes));
  const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes));
  const flags = isDeflated ? deflated : 0;
  const header = concat(magic, Uint8Array.of(version, flags, cost.log2N, cost.r, cost.p), salt, nonce);
  const cipher = xchacha20poly1305(await deriveKey(passphrase, salt, cost), nonce, header);
  const sealed = concat(header, cipher.encrypt(packed));
  return concat(sealed, checksumOf(sealed)) as Uint8Array<ArrayBuffer>;
};

export const sealBackup = async (
  content: BackupContent,
  passphrase: string,
): Promise<Uint8Array<ArrayBuffer>> => {
  const plain = encodeContent(content);
  const shorter = await deflate(plain);
  return sealPacked(shorter ?? plain, { isDeflated: shorter !== null }, passphrase);
};

const decrypt = (sealed: Uint8Array, key: Uint8Array): Uint8Array | null => {
  const header = sealed.subarray(0, headerBytes);
  try {
    return xchacha20poly1305(key, header.subarray(nonceAt), header).decrypt(sealed.subarray(headerBytes));
  } catch {
    return null; // noble throws on a wrong tag
  }
};

/** Reads a backup file. Never rejects: what is no whole backup is "not-a-backup". */
export const openBackup = async (bytes: Uint8Array, passphrase: string): Promise<OpenedBackup> => {
  const notABackup = { ok: false, reason: "not-a-backup" } as const;
  if (bytes.length < headerBytes + tagBytes + checksumBytes) return notABackup;
  const sealed = bytes.subarray(0, bytes.length - checksumBytes);
  if (!sameBytes(sealed.subarray(0, magic.length), magic) || sealed[magic.length] !== version)
    return notABackup;
  if (!sameBytes(checksumOf(sealed), bytes.subarray(sealed.length))) return notABackup;
  const [flags = 0, log2N = 0, r = 0, p = 0] = sealed.subarray(magic.length + 1, saltAt);
  if (flags > deflated || !isBearable({ log2N, r, p })) return notABackup;
  const key = await deriveKey(passphrase, sealed.subarray(saltAt, nonceAt), { log2N, r, p });
  const packed = decrypt(sealed, key);
  if (packed === null) return { ok: false, reason: "wrong-passphrase" };
  const plain = flags === deflated ? await inflate(packed, maxContentBytes) : packed;
  const content = plain === null ? null : parseContent(plain);
  return content === null ? notABackup : { ok: true, content };
};
