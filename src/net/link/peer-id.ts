// Who a peer is on the wire (PR8): an id made from its owner's key and a nonce, new at each opening of a room and kept over
// reconnects. Nobody can come under another's id, since what is said under it has to be signed with that key.

import { sha256 } from "@noble/hashes/sha2.js";
import { concat, toBase64url, utf8 } from "../../lib/bytes.ts";

export const nonceBytes = 16;
/** Enough that nobody finds a key and a nonce for another's id. */
const idBytes = 16;

export const createNonce = (): Uint8Array => crypto.getRandomValues(new Uint8Array(nonceBytes));

/** 22 letters. */
export const peerIdOf = ({
  topic,
  author,
  nonce,
}: Readonly<{ topic: Uint8Array; author: Uint8Array; nonce: Uint8Array }>): string =>
  toBase64url(sha256(concat(utf8("kothabarta/2/peer"), topic, author, nonce)).subarray(0, idBytes));
