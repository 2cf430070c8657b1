// The first message on a link (PR7): who is at the other end, signed over both ends' DTLS fingerprints, so that nobody,
// the host included, can stand between two members. Nothing else is read before it verifies.
// versions(2) ‖ author key(32) ‖ nonce(16) ‖ awareness id(varuint) ‖ count ‖ count × feature(varuint) ‖ … ‖ signature(64)
// `…` is a later version's, signed like the rest and passed over (VR2).

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { concat, utf8 } from "../../lib/bytes.ts";
import type { AuthorKey } from "../../room/ids.ts";
import type { Verify } from "../context.ts";
import { nonceBytes, peerIdOf } from "./peer-id.ts";

/** The oldest and the newest version of the link protocol spoken here. */
export const spoken = { oldest: 2, newest: 2 } as const;

/** What this version can do beyond what every one can, by numbers. A number is never given to another (VR2). */
export const ownFeatures: readonly number[] = [];
const maxFeatures = 64;

export type Hello = Readonly<{
  oldest: number;
  newest: number;
  author: AuthorKey;
  /** With the author's key it gives the peer's id (PR8). */
  nonce: Uint8Array;
  awarenessId: number;
  features: readonly number[];
}>;

/** Both ends as the sender of the hello sees them. */
export type Ends = Readonly<{
  topic: Uint8Array;
  fromPeer: string;
  toPeer: string;
  /** As `fingerprintOf` gives them. */
  fromFingerprint: string;
  toFingerprint: string;
}>;

/** All `a=fingerprint` values of an SDP (RFC 8122), normalised; "" where there is none (a relayed link). */
export const fingerprintOf = (sdp: string): string =>
  [
    ...new Set(
      [...sdp.matchAll(/^a=fingerprint:(\S+) (\S+)/gm)].map(
        ([, hash = "", value = ""]) => `${hash.toLowerCase()} ${value.toUpperCase()}`,
      ),
    ),
  ]
    .sort()
    .join(",");

const covered = (body: Uint8Array, ends: Ends): Uint8Array => {
  const encoder = encoding.createEncoder();
  for (const text of [ends.fromPeer, ends.toPeer, ends.fromFingerprint, ends.toFingerprint])
    encoding.writeVarString(encoder, text);
  return concat(utf8("kothabarta/1/hello"), ends.topic, encoding.toUint8Array(encoder), body);
};

export const encodeHello = (
  hello: Hello,
  ends: Ends,
  sign: (message: Uint8Array) => Uint8Array,
): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeUint8(encoder, hello.oldest);
  encoding.writeUint8(encoder, hello.newest);
  encoding.writeUint8Array(encoder, hello.author);
  encoding.writeUint8Array(encoder, hello.nonce);
  encoding.writeVarUint(encoder, hello.awarenessId);
  encoding.writeVarUint(encoder, hello.features.length);
  for (const feature of hello.features) encoding.writeVarUint(encoder, feature);
  const body = encoding.toUint8Array(encoder);
  return concat(body, sign(covered(body, ends)));
};

/** The hello, or null when it is malformed, not signed for exactly these ends, or of a key that this peer's id is not made of. */
export const parseHello = (bytes: Uint8Array, ends: Ends, verify: Verify): Hello | null => {
  if (bytes.length < 64) return null;
  const body = bytes.subarray(0, bytes.length - 64);
  try {
    const decoder = decoding.createDecoder(body);
    const oldest = decoding.readUint8(decoder);
    const newest = decoding.readUint8(decoder);
    const author = decoding.readUint8Array(decoder, 32).slice() as AuthorKey;
    const nonce = decoding.readUint8Array(decoder, nonceBytes).slice();
    const awarenessId = decoding.readVarUint(decoder);
    const count = decoding.readVarUint(decoder);
    if (count > maxFeatures || peerIdOf({ topic: ends.topic, author, nonce }) !== ends.fromPeer) return null;
    const features = Array.from({ length: count }, () => decoding.readVarUint(decoder));
    return verify(bytes.subarray(-64), covered(body, ends), author)
      ? { oldest, newest, author, nonce, awarenessId, features }
      : null;
  } catch {
    return null; // truncated
  }
};
