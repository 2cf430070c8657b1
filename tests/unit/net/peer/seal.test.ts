import { expect, test } from "vitest";
import { seal, sealVersion, unseal, versionOf, type Envelope } from "../../../../src/net/peer/seal.ts";
import { fromBase64url, toBase64url, utf8 } from "../../../../src/lib/bytes.ts";
import { Chance } from "../../../support/chance.ts";

const envelope: Envelope = {
  sealKey: new Uint8Array(32).fill(3),
  topic: new Uint8Array(16).fill(9),
  from: "ada",
  to: "bela",
};

test("[PR2] a member opens what was sealed for it, of any length", () => {
  for (const length of [0, 1, 1000, 12 * 1024 + 40]) {
    const plain = new Chance(length).bytes(length);
    expect(unseal(seal(plain, envelope), envelope)).toEqual(new Uint8Array(plain));
  }
});

test("[PR2] the same words are never sealed the same twice", () => {
  const plain = utf8("hello");
  expect(new Set(Array.from({ length: 50 }, () => seal(plain, envelope))).size).toBe(50);
});

test.each([
  ["sent on to another", { to: "carol" }],
  ["said to be from another", { from: "mallory" }],
  ["turned around", { from: "bela", to: "ada" }],
  ["of another room", { topic: new Uint8Array(16).fill(8) }],
  ["under another key", { sealKey: new Uint8Array(32).fill(4) }],
  ["with the border between the names moved", { from: "adab", to: "ela" }],
  ["to nobody", { to: "" }],
])("[PR2] what is %s opens to nothing", (_what, changed) => {
  expect(unseal(seal(utf8("offer"), envelope), { ...envelope, ...changed })).toBeNull();
});

test("[PR2] every altered bit opens to nothing", () => {
  const sealed = fromBase64url(seal(utf8("offer"), envelope)) ?? new Uint8Array();
  for (let at = 0; at < sealed.length; at++) {
    const altered = sealed.slice();
    altered[at] = (altered[at] ?? 0) ^ (1 << (at % 8));
    expect(unseal(toBase64url(altered), envelope)).toBeNull();
  }
});

test("[PR2] the version stands in clear before the rest, and another one opens to nothing", () => {
  const bytes = fromBase64url(seal(utf8("offer"), envelope)) ?? new Uint8Array();
  expect([bytes[0], versionOf(toBase64url(bytes))]).toEqual([2, sealVersion]);
  for (const version of [0, 1, 3, 255]) {
    const other = toBase64url(Uint8Array.of(version, ...bytes.subarray(1)));
    expect([versionOf(other), unseal(other, envelope)]).toEqual([version, null]);
  }
  for (const none of [null, undefined, 7, {}, "", "!!!!", "A".repeat(60_000)])
    expect(versionOf(none)).toBeNull();
});

test("[PR2] every shorter and longer text opens to nothing", () => {
  const sealed = seal(utf8("offer"), envelope);
  for (let length = 0; length < sealed.length; length++)
    expect(unseal(sealed.slice(0, length), envelope)).toBeNull();
  for (const tail of ["A", "AA", "AAAA", "=", " "]) expect(unseal(sealed + tail, envelope)).toBeNull();
});

test("[PR2] what is no text, no base64url or far too long opens to nothing", () => {
  for (const sealed of [
    null,
    undefined,
    7,
    {},
    [],
    new Uint8Array(60),
    "",
    "!".repeat(80),
    "A".repeat(60_000),
  ])
    expect(unseal(sealed, envelope)).toBeNull();
});
