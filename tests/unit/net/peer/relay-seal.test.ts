import { expect, test } from "vitest";
import { agree, createKeyPair, type KeyPair, type RelaySeal } from "../../../../src/net/peer/relay-seal.ts";
import { Chance } from "../../../support/chance.ts";

const topic = new Uint8Array(16).fill(9);
const [ada, bela] = [createKeyPair(), createKeyPair()];

const end = (own: KeyPair, theirs: Uint8Array, self: string, peer: string, room = topic): RelaySeal => {
  const seal = agree(own, theirs, room, { self, peer });
  if (seal === null) throw new Error("no key");
  return seal;
};
const ends = () => [end(ada, bela.key, "ada", "bela"), end(bela, ada.key, "bela", "ada")] as const;

test("[MS5] the two ends open what the other has sealed, in both directions, of any length", () => {
  const [a, b] = ends();
  for (const length of [0, 1, 12 * 1024]) {
    const plain = new Uint8Array(new Chance(length).bytes(length));
    expect(b.open(a.seal(plain))).toEqual(plain);
    expect(a.open(b.seal(plain))).toEqual(plain);
  }
});

test("[MS5] nothing is heard twice, or after what came later", () => {
  const [a, b] = ends();
  const [first, second, third] = [1, 2, 3].map((byte) => a.seal(Uint8Array.of(byte))) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  expect([b.open(second), b.open(second), b.open(first), b.open(third)]).toEqual([
    Uint8Array.of(2),
    null,
    null,
    Uint8Array.of(3),
  ]);
});

test.each<[string, () => RelaySeal]>([
  ["another member", () => end(createKeyPair(), bela.key, "ada", "bela")],
  ["its own sender: turned round", () => end(bela, ada.key, "bela", "ada")],
  ["the same two in another room", () => end(ada, bela.key, "ada", "bela", new Uint8Array(16))],
  ["the same two under other ids", () => end(ada, bela.key, "ada2", "bela")],
])("[MS5] what comes from %s opens to nothing, and keeps nothing from being heard", (_what, from) => {
  const [a, b] = ends();
  const other = from();
  for (let i = 0; i < 5; i++) expect(b.open(other.seal(Uint8Array.of(i)))).toBeNull();
  expect(b.open(a.seal(Uint8Array.of(7)))).toEqual(Uint8Array.of(7));
});

test("[MS5] altered and truncated frames open to nothing and throw nothing", () => {
  const [a, b] = ends();
  const sealed = a.seal(Uint8Array.of(1, 2, 3));
  for (let at = 0; at < sealed.length; at++) {
    const altered = sealed.slice();
    altered[at] = (altered[at] ?? 0) ^ 255;
    expect(b.open(altered)).toBeNull();
    expect(b.open(sealed.subarray(0, at))).toBeNull();
  }
  expect(b.open(sealed)).toEqual(Uint8Array.of(1, 2, 3));
});

test("[MS5] a key of small order, with which everybody would know what is agreed, is none", () => {
  for (const first of [0, 1]) {
    const key = new Uint8Array(32);
    key[0] = first;
    expect(agree(ada, key, topic, { self: "ada", peer: "bela" })).toBeNull();
  }
});
