// What is said on a relayed link is its two ends' own (MS5): sealed under what two X25519 keys agree that were made for this
// link alone and told in signed signals (PR8). A room's key that leaks later opens nothing relayed before, and no other member
// can put a frame in.
//
// counter(varuint) ‖ ciphertext ‖ tag(16): XChaCha20-Poly1305, a key for each direction, the counter as nonce, ever rising.

import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { concat, utf8 } from "../../lib/bytes.ts";
import type { PeerIds } from "../mesh/reach.ts";
import { relayKeyBytes } from "./signal.ts";

const nonceBytes = 24;

export type KeyPair = Readonly<{ secret: Uint8Array; key: Uint8Array }>;

export const createKeyPair = (): KeyPair => {
  const secret = crypto.getRandomValues(new Uint8Array(relayKeyBytes));
  return { secret, key: x25519.getPublicKey(secret) };
};

/** Each number is used once under a key, so it serves as nonce. */
const nonceOf = (counter: number): Uint8Array => {
  const nonce = new Uint8Array(nonceBytes);
  new DataView(nonce.buffer).setBigUint64(nonceBytes - 8, BigInt(counter));
  return nonce;
};

export class RelaySeal {
  readonly #out: Uint8Array;
  readonly #in: Uint8Array;
  #sent = 0;
  #heard = -1;

  /** `out`, `in`: keys of the two directions, 32 bytes each. */
  constructor(keys: Readonly<{ out: Uint8Array; in: Uint8Array }>) {
    this.#out = keys.out;
    this.#in = keys.in;
  }

  seal(plain: Uint8Array): Uint8Array {
    const counter = this.#sent++;
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, counter);
    encoding.writeUint8Array(encoder, xchacha20poly1305(this.#out, nonceOf(counter)).encrypt(plain));
    return encoding.toUint8Array(encoder);
  }

  /** The plain bytes, or null for what the other end has not sealed, or what was heard before. Never throws. */
  open(sealed: Uint8Array): Uint8Array | null {
    try {
      const decoder = decoding.createDecoder(sealed);
      const counter = decoding.readVarUint(decoder);
      if (counter <= this.#heard) return null;
      const box = decoding.readTailAsUint8Array(decoder);
      const plain = xchacha20poly1305(this.#in, nonceOf(counter)).decrypt(box);
      this.#heard = counter;
      return plain;
    } catch {
      return null; // truncated, or a wrong tag: noble throws
    }
  }
}

/** What the two agree; null where the other's key is none (of small order: noble throws). */
export const agree = (
  own: KeyPair,
  theirs: Uint8Array,
  topic: Uint8Array,
  { self, peer }: PeerIds,
): RelaySeal | null => {
  let shared: Uint8Array;
  try {
    shared = x25519.getSharedSecret(own.secret, theirs);
  } catch {
    return null;
  }
  const keyFrom = (from: string, to: string, sent: Uint8Array, received: Uint8Array): Uint8Array => {
    const info = concat(utf8("kothabarta/2/relayed"), utf8(`\0${from}\0${to}\0`), sent, received);
    return hkdf(sha256, shared, topic, info, 32);
  };
  return new RelaySeal({
    out: keyFrom(self, peer, own.key, theirs),
    in: keyFrom(peer, self, theirs, own.key),
  });
};
