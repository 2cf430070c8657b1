// What a member may put into the document although no honest one would: each is signed by a good key.

import * as encoding from "lib0/encoding";
import { expect, test } from "vitest";
import { concat, utf8 } from "../../../src/lib/bytes.ts";
import { createSeed, identityOf, KeyRing } from "../../../src/room/identity.ts";
import type { RecordId, Topic } from "../../../src/room/ids.ts";
import { maxTextBytes } from "../../../src/room/text-size.ts";
import {
  createRecord,
  maxRecordBytes,
  parseRecord,
  recordIdOf,
  signatureOf,
  signedPart,
  type ParsedRecord,
} from "../../../src/room/record.ts";
import { Chance } from "../../support/chance.ts";

const me = identityOf(createSeed());
const topic = new Uint8Array(16).fill(9) as Uint8Array as Topic;
const wall = Date.UTC(2026, 1, 21, 12);
const target = "AAECAwQFBgcICQoLDA0ODw" as RecordId;
const targetBytes = Uint8Array.from({ length: 16 }, (_, i) => i);
const keys = new KeyRing();

const parse = (bytes: Uint8Array): ParsedRecord | null => {
  const id = recordIdOf(bytes);
  return id === null ? null : parseRecord(id, bytes);
};

const sign = (body: Uint8Array): Uint8Array => concat(me.sign(signedPart(topic, body)), body);

const varuint = (...numbers: number[]): Uint8Array =>
  encoding.encode((encoder) => numbers.forEach((number) => encoding.writeVarUint(encoder, number)));
const varint = (number: number): Uint8Array =>
  encoding.encode((encoder) => encoding.writeVarInt(encoder, number));
const text = (bytes: Uint8Array): Uint8Array => concat(varuint(bytes.length), bytes);

const raw = (
  code: number,
  payload: readonly Uint8Array[],
  { version = 1, ms = wall, counter = 0, ahead = 0 } = {},
): Uint8Array =>
  sign(concat(Uint8Array.of(version, code), me.key, varuint(ms, counter), varint(ahead), ...payload));

const byte = (value: number): Uint8Array => Uint8Array.of(value);

test("[RC4] every altered byte, every truncation and every trailing byte is refused or fails verification", () => {
  const { bytes } = createRecord(me, topic, {
    clock: { ms: wall, counter: 300 },
    wall: wall - 5,
    payload: { kind: "message", text: "ভালো?", replyTo: target },
  });
  const isGood = (altered: Uint8Array): boolean => {
    if (parse(altered) === null) return false;
    const { signature, message, key } = signatureOf(topic, altered);
    return keys.verify(signature, message, key);
  };
  expect(isGood(bytes)).toBe(true);
  for (let at = 0; at < bytes.length; at++)
    for (const flip of [1, 0x80]) {
      const altered = bytes.slice();
      altered[at] = (altered[at] ?? 0) ^ flip;
      expect(isGood(altered), `byte ${at} ^ ${flip}`).toBe(false);
    }
  for (let length = 0; length < bytes.length; length++) expect(isGood(bytes.slice(0, length))).toBe(false);
  expect(isGood(concat(bytes, byte(0)))).toBe(false);
}, 60_000);

test("[RC2] each kind is read to its last byte", () => {
  const hash = new Uint8Array(32);
  const whole: readonly (readonly [number, readonly Uint8Array[]])[] = [
    [1, [byte(0), text(utf8("a"))]],
    [1, [byte(1), targetBytes, text(utf8("a"))]],
    [2, [targetBytes, text(utf8("a"))]],
    [3, [targetBytes, hash, varuint(wall, 0), varint(0), byte(1)]],
    [4, [targetBytes, byte(1), text(utf8("👍"))]],
    [5, [text(utf8("Rahim"))]],
    [7, [hash, text(utf8("Friends"))]],
  ];
  for (const [code, parts] of whole) {
    expect(parse(raw(code, parts)), `kind ${code}`).not.toBeNull();
    expect(parse(raw(code, [...parts, byte(0)])), `kind ${code} and a byte`).toBeNull();
    const payload = concat(...parts);
    for (let length = 0; length < payload.length; length++)
      expect(parse(raw(code, [payload.subarray(0, length)])), `kind ${code} cut at ${length}`).toBeNull();
  }
});

test("[RC2] an unknown kind and a later version are kept and say nothing", () => {
  for (const code of [0, 6, 8, 255])
    expect(parse(raw(code, [utf8("anything at all")]))?.payload).toEqual({ kind: "unknown", code });
  for (const version of [0, 2, 255])
    expect(parse(raw(1, [byte(0), text(utf8("a"))], { version }))?.payload).toEqual({
      kind: "unknown",
      code: 1,
    });
  expect(parse(raw(99, []))?.author).toBe(me.id);
});

test("[RC7] over a limit, empty, or not UTF-8: no record", () => {
  const long = new Uint8Array(maxTextBytes + 1).fill(97);
  const bad = Uint8Array.of(0xe0, 0xa6);
  const bodies: readonly Uint8Array[] = [
    raw(1, [byte(0), text(long)]),
    raw(2, [targetBytes, text(long)]),
    raw(1, [byte(0), text(new Uint8Array())]),
    raw(2, [targetBytes, text(new Uint8Array())]),
    raw(1, [byte(0), text(bad)]),
    raw(1, [byte(2), text(utf8("a"))]),
    raw(4, [targetBytes, byte(2), text(utf8("👍"))]),
    raw(4, [targetBytes, byte(1), text(new Uint8Array())]),
    raw(4, [targetBytes, byte(1), text(new Uint8Array(65).fill(97))]),
    raw(1, [byte(0), varuint(2 ** 40), utf8("a")]), // says more than it has
    raw(1, [byte(0), text(new Uint8Array(maxRecordBytes).fill(97))]),
  ];
  bodies.forEach((bytes, i) => expect(parse(bytes), String(i)).toBeNull());
});

test("[RC8] a name that could not have been typed at our door is no name", () => {
  const nameOf = (name: string | Uint8Array): unknown =>
    parse(raw(5, [text(typeof name === "string" ? utf8(name) : name)]));
  expect(nameOf("রহিম")).not.toBeNull();
  for (const name of [
    "",
    " Rahim",
    "Ra  him",
    "Ra\nhim",
    "\u202emihaR",
    "e\u0301", // not NFC
    "\u200b\u200d", // nothing to be seen
    "\u3164",
    "\ufeffRahim",
    "ক".repeat(41),
    "😀".repeat(41),
  ])
    expect(nameOf(name), JSON.stringify(name)).toBeNull();
  expect(nameOf(Uint8Array.of(0xff))).toBeNull();
  expect(parse(raw(7, [new Uint8Array(32), text(utf8("a\u202eb"))]))).toBeNull();
});

test("[RC4] a time that no Date can be is no record: printing it would throw on every screen", () => {
  const far = Number.MAX_SAFE_INTEGER;
  const message = [byte(0), text(utf8("boo"))];
  for (const times of [
    { ms: far },
    { ahead: 8.64e15 },
    { ms: 0, ahead: -8.64e15 - 1 },
    { ahead: far },
    { counter: 0x10000 },
  ])
    expect(parse(raw(1, message, times)), JSON.stringify(times)).toBeNull();
  const erase = (ms: number, counter: number, ahead: number): Uint8Array =>
    raw(3, [targetBytes, new Uint8Array(32), varuint(ms, counter), varint(ahead), byte(1)]);
  expect(parse(erase(wall, 0, 0))).not.toBeNull();
  expect([parse(erase(far, 0, 0)), parse(erase(wall, 0, far)), parse(erase(wall, 0x10000, 0))]).toEqual([
    null,
    null,
    null,
  ]);
  const old = parse(raw(1, message, { ms: 0, ahead: -8.64e15 }));
  expect(() => new Date(old?.wall ?? Number.NaN).toISOString()).not.toThrow();
});

test("[RC4] random bytes and random bodies never throw", () => {
  const chance = new Chance(20260221);
  for (let i = 0; i < 3000; i++) {
    const body = chance.bytes(chance.between(34, 200));
    if (chance.happens(0.7)) body[0] = 1;
    if (chance.happens(0.7)) body[1] = chance.below(9);
    const record = parse(concat(new Uint8Array(64), body));
    if (record !== null) expect(() => new Date(record.wall).toISOString()).not.toThrow();
  }
});
