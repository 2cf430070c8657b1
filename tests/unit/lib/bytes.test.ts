import { expect, test } from "vitest";
import { concat, fromBase64url, fromUtf8, sameBytes, toBase64url, utf8 } from "../../../src/lib/bytes.ts";
import { Chance } from "../../support/chance.ts";

test("[RC1] base64url is the platform's, for every length", () => {
  const chance = new Chance(1);
  for (const length of [...Array.from({ length: 70 }, (_, i) => i), 3071, 3072, 3073, 6144, 10_000]) {
    const bytes = chance.bytes(length);
    const text = toBase64url(bytes);
    expect(text).toBe(Buffer.from(bytes).toString("base64url"));
    expect(fromBase64url(text)).toEqual(bytes);
  }
});

test("[RC1] one text per value: what is not canonical is no bytes", () => {
  // The last letter of one or two bytes holds 4 or 2 bits that must be zero.
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  for (const [before, step] of [
    ["A", 16],
    ["AA", 4],
  ] as const)
    Array.from(alphabet).forEach((letter, value) => {
      const bytes = fromBase64url(before + letter);
      if (value % step === 0) expect(bytes && toBase64url(bytes)).toBe(before + letter);
      else expect(bytes).toBeNull();
    });
  for (const text of [
    "A",
    "AAAAA",
    "AA==",
    "AAA=",
    "AA+A",
    "AA/A",
    "AA A",
    "AA\nA",
    "AAé",
    "AA😀",
    "ＡＡＡＡ",
  ])
    expect(fromBase64url(text), text).toBeNull();
  expect(fromBase64url("")).toEqual(new Uint8Array());
});

test("[RC2] text that is not UTF-8 is no text", () => {
  for (const text of ["", "কথাবার্তা", "👨‍👩‍👧‍👦", "مرحبا", "a\u0000b", "\ufeffx"])
    expect(fromUtf8(utf8(text)), text).toBe(text);
  for (const bytes of [[0xff], [0xc0, 0x80], [0xe0, 0xa6], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80]])
    expect(fromUtf8(Uint8Array.from(bytes))).toBeNull();
});

test("bytes are joined and compared by value", () => {
  expect(concat()).toEqual(new Uint8Array());
  expect(concat(Uint8Array.of(1), Uint8Array.of(), Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3));
  expect(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
  expect(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
  expect(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 0))).toBe(false);
  expect(sameBytes(Uint8Array.of(1, 2, 0), Uint8Array.of(1, 2))).toBe(false);
});
