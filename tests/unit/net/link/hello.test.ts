import { expect, test } from "vitest";
import {
  encodeHello,
  fingerprintOf,
  parseHello,
  type Ends,
  type Hello,
} from "../../../../src/net/link/hello.ts";
import { peerIdOf } from "../../../../src/net/link/peer-id.ts";
import { concat } from "../../../../src/lib/bytes.ts";
import { identityOf, KeyRing } from "../../../../src/room/identity.ts";

const ada = identityOf(new Uint8Array(32).fill(1));
const mallory = identityOf(new Uint8Array(32).fill(2));
const keys = new KeyRing();
const verify = keys.verify.bind(keys);
const nonce = new Uint8Array(16).fill(4);
const topic = new Uint8Array(16).fill(9);
const hello: Hello = {
  oldest: 1,
  newest: 3,
  author: ada.key,
  nonce,
  awarenessId: 2 ** 32 - 1,
  features: [0, 3, 2 ** 40],
};
const adasId = peerIdOf({ topic, author: ada.key, nonce });
const ends: Ends = {
  topic,
  fromPeer: adasId,
  toPeer: "peer-b",
  fromFingerprint: "sha-256 AA:BB",
  toFingerprint: "sha-256 CC:DD",
};
const encoded = encodeHello(hello, ends, ada.sign);

test("[PR7] a hello signed for exactly these ends is read", () => {
  expect(parseHello(encoded, ends, verify)).toEqual(hello);
});

test.each([
  ["another room", { topic: new Uint8Array(16) }],
  ["another sender", { fromPeer: "peer-c" }],
  ["another receiver", { toPeer: "peer-c" }],
  ["another of the sender's fingerprints: somebody stands between", { fromFingerprint: "sha-256 EE" }],
  ["another of the receiver's fingerprints: somebody stands between", { toFingerprint: "sha-256 EE" }],
  [
    "the fingerprints exchanged",
    { fromFingerprint: ends.toFingerprint, toFingerprint: ends.fromFingerprint },
  ],
  ["the peers exchanged: sent back to its sender", { fromPeer: ends.toPeer, toPeer: ends.fromPeer }],
  [
    "everything exchanged",
    {
      fromPeer: ends.toPeer,
      toPeer: ends.fromPeer,
      fromFingerprint: ends.toFingerprint,
      toFingerprint: ends.fromFingerprint,
    },
  ],
  ["the border between the peers moved", { fromPeer: `${adasId}p`, toPeer: "eer-b" }],
  ["no fingerprints: taken from a relayed link", { fromFingerprint: "", toFingerprint: "" }],
])("[PR7] a hello for %s is nothing", (_what, changed) => {
  expect(parseHello(encoded, { ...ends, ...changed }, verify)).toBeNull();
});

test("[PR7] nobody says hello in another's name", () => {
  expect(parseHello(encodeHello(hello, ends, mallory.sign), ends, verify)).toBeNull();
});

test("[PR8] a key that the peer's id is not made of says hello to nobody, though it signs for itself", () => {
  for (const other of [{ author: mallory.key }, { nonce: new Uint8Array(16) }]) {
    const forged = encodeHello({ ...hello, ...other }, ends, mallory.sign);
    expect(parseHello(forged, ends, () => true)).toBeNull();
  }
  const fromPeer = peerIdOf({ topic, author: mallory.key, nonce });
  const own = { ...hello, author: mallory.key };
  expect(
    parseHello(encodeHello(own, { ...ends, fromPeer }, mallory.sign), { ...ends, fromPeer }, verify),
  ).toEqual(own);
});

test("[VR2] what follows the known fields is a later version's, signed like them and passed over", () => {
  const tail = Uint8Array.of(9, 200, 7);
  const body = concat(encoded.subarray(0, -64), tail);
  let signed: Uint8Array = new Uint8Array();
  const later = concat(body, new Uint8Array(64));
  const accepts = (_signature: Uint8Array, message: Uint8Array): boolean => {
    signed = message;
    return true;
  };
  expect(parseHello(later, ends, accepts)).toEqual(hello);
  expect(signed.subarray(-body.length)).toEqual(body);
  const many = { ...hello, features: Array.from({ length: 65 }, (_, i) => i) };
  expect(parseHello(encodeHello(many, ends, ada.sign), ends, verify)).toBeNull();
});

test("[PR7] every altered byte and every truncation is nothing", () => {
  for (let at = 0; at < encoded.length; at += 3) {
    const altered = encoded.slice();
    altered[at] = (altered[at] ?? 0) ^ 1;
    expect(parseHello(altered, ends, verify)).toBeNull();
  }
  for (let length = 0; length < encoded.length; length += 5)
    expect(parseHello(encoded.subarray(0, length), ends, verify)).toBeNull();
});

test("[PR7] fingerprints are all those of the description, in one spelling and order", () => {
  const sdp = "v=0\r\na=fingerprint:sha-256 aa:bb\r\nm=application\r\na=fingerprint:SHA-384 0C:dd\r\n";
  expect(fingerprintOf(sdp)).toBe("sha-256 AA:BB,sha-384 0C:DD");
  const turned =
    "a=fingerprint:SHA-384 0c:DD\r\na=fingerprint:sha-256 AA:BB\r\na=fingerprint:sha-256 aa:bb\r\n";
  expect(fingerprintOf(turned)).toBe(fingerprintOf(sdp));
  expect(fingerprintOf("v=0\r\ns=a=fingerprint:sha-256 AA\r\n")).toBe("");
});
