// What a member may put into the document although no honest one would: each is signed by a good key.

import * as encoding from "lib0/encoding";
import { expect, test } from "vitest";
import { concat, utf8 } from "../../../src/lib/bytes.ts";
import { parseAttachment } from "../../../src/room/attachment.ts";
import { createSeed, identityOf, KeyRing } from "../../../src/room/identity.ts";
import type { RecordId, Topic } from "../../../src/room/ids.ts";
import { textMessage, type Payload } from "../../../src/room/payload.ts";
import { maxTextBytes } from "../../../src/room/text-size.ts";
import {
  createRecord,
  idOf,
  maxRecordBytes,
  parseRecord,
  recordHash,
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

/** What the record says, or null where it is none or is not understood. */
const said = (bytes: Uint8Array): Payload | null => {
  const payload = parse(bytes)?.payload;
  return payload === undefined || payload.kind === "unknown" ? null : payload;
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
  { version = 2, epoch = 835, ms = wall, counter = 0, ahead = 0 } = {},
): Uint8Array =>
  sign(concat(Uint8Array.of(version, code), me.key, varuint(epoch, ms, counter), varint(ahead), ...payload));

const byte = (value: number): Uint8Array => Uint8Array.of(value);

test("[RC4] every altered byte, every truncation and every trailing byte is refused or fails verification", () => {
  const { bytes } = createRecord(me, topic, {
    clock: { ms: wall, counter: 300 },
    wall: wall - 5,
    payload: textMessage("ভালো?", { id: target, epoch: 835, clock: { ms: wall, counter: 0 } }),
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

const none = byte(0);

test("[RC9] each kind is understood whole or not at all; what follows it is a later version's", () => {
  const hash = new Uint8Array(32);
  const file = concat(text(utf8("a.pdf")), varuint(9), text(utf8("application/pdf")), hash, byte(0));
  const whole: readonly (readonly [number, readonly Uint8Array[]])[] = [
    [1, [byte(0), text(utf8("a")), none, none]],
    [1, [byte(1), targetBytes, varuint(835, wall, 0), text(utf8("a")), none, none]],
    [1, [byte(2), text(utf8("")), byte(1), text(file), byte(1), me.key]],
    [2, [targetBytes, text(utf8("a")), none]],
    [128, [targetBytes, hash, varuint(wall, 0), varint(0), byte(1)]],
    [4, [targetBytes, byte(1), text(utf8("👍"))]],
    [5, [text(utf8("Rahim"))]],
    [7, [hash, text(utf8("Friends")), byte(0), none]],
  ];
  for (const [code, parts] of whole) {
    const understood = said(raw(code, parts));
    expect(understood, `kind ${code}`).not.toBeNull();
    expect(said(raw(code, [...parts, utf8("more")])), `kind ${code} and a tail`).toEqual(understood);
    const payload = concat(...parts);
    for (let length = 0; length < payload.length; length++) {
      // Kept all the same: head and signature are good.
      const cut = parse(raw(code, [payload.subarray(0, length)]))?.payload;
      expect(cut, `kind ${code} cut at ${length}`).toEqual({ kind: "unknown", code });
    }
  }
  // A tail inside an attachment, and a medium of later, leave a file to be asked for.
  const later = concat(file.subarray(0, -1), byte(9), utf8("peaks of later"));
  expect(said(raw(1, [byte(0), text(utf8("")), byte(1), text(later), none]))).toMatchObject({
    attachments: [later],
  });
  expect(parseAttachment(later)).toMatchObject({ name: "a.pdf", media: { kind: "file" } });
  for (let length = 0; length < file.length; length++)
    expect(parseAttachment(file.subarray(0, length))).toBeNull();
});

test("[RC9][VR1] codes from 128 on stand under ids that no erase can make, whatever their version", () => {
  for (const version of [2, 3, 255])
    for (const code of [0, 1, 2, 4, 5, 7, 127, 128, 129, 200, 255]) {
      const bytes = raw(code, [utf8("what comes")], { version });
      const isErasable = idOf(me.key, recordHash(bytes)) === recordIdOf(bytes);
      expect(isErasable, `code ${code} version ${version}`).toBe(code < 128);
    }
});

test("[FL1] an attachment that could do harm by its name, size or pixels is not understood", () => {
  const hash = new Uint8Array(32);
  const file = ({ name = "a.png", size = 9, type = "image/png", media = byte(0) }) =>
    concat(text(utf8(name)), varuint(size), text(utf8(type)), hash, media);
  const message = (...files: readonly Uint8Array[]): Uint8Array =>
    raw(1, [byte(0), text(utf8("a")), varuint(files.length), ...files.map(text), none]);
  const picture = (width: number, height: number): Uint8Array =>
    concat(byte(1), varuint(width, height), text(Uint8Array.of(1)));
  const isUnderstood = (one: Uint8Array): boolean => parseAttachment(one) !== null;
  const areTaken = (...files: readonly Uint8Array[]): boolean => said(message(...files)) !== null;
  for (const good of [file({}), file({ media: picture(2560, 1440) })]) expect(isUnderstood(good)).toBe(true);
  for (const name of [
    "",
    "..",
    ".",
    "../../x",
    "C:\\x",
    "a/b",
    "a\nb",
    "gnp.\u202exe",
    "a\u0000",
    "x".repeat(256),
  ])
    expect(isUnderstood(file({ name })), JSON.stringify(name)).toBe(false);
  for (const bad of [
    file({ size: 2 ** 33 + 1 }),
    file({ size: Number.MAX_SAFE_INTEGER }),
    file({ type: "x".repeat(128) }),
    file({ media: picture(0, 9) }),
    file({ media: picture(70_000, 9) }),
    file({ media: concat(byte(1), varuint(9, 9), text(new Uint8Array(65))) }),
    file({ media: concat(byte(3), varuint(2 ** 40), new Uint8Array(64)) }),
  ])
    expect(isUnderstood(bad)).toBe(false);
  expect(areTaken(...Array.from({ length: 10 }, () => file({})))).toBe(true);
  expect(areTaken(...Array.from({ length: 11 }, () => file({})))).toBe(false);
  expect(
    areTaken(
      ...Array.from({ length: 10 }, () =>
        file({ name: "n".repeat(255), media: concat(byte(0), new Uint8Array(400)) }),
      ),
    ),
  ).toBe(false);
});

test("[RC2][RC9] an unknown kind and a later version are kept and say nothing; an earlier one is no record", () => {
  for (const code of [0, 3, 6, 8, 255])
    expect(parse(raw(code, [utf8("anything at all")]))?.payload).toEqual({ kind: "unknown", code });
  const message = [byte(0), text(utf8("a")), none, none];
  for (const version of [3, 255])
    expect(parse(raw(1, message, { version }))?.payload).toEqual({ kind: "unknown", code: 1 });
  for (const version of [0, 1]) expect(parse(raw(1, message, { version }))).toBeNull();
  expect(parse(raw(99, []))?.author).toBe(me.id);
});

test("[RC7] over a limit, empty, or not UTF-8: kept, and shown nowhere", () => {
  const long = new Uint8Array(maxTextBytes + 1).fill(97);
  const bad = Uint8Array.of(0xe0, 0xa6);
  const bodies: readonly Uint8Array[] = [
    raw(1, [byte(0), text(long), none, none]),
    raw(2, [targetBytes, text(long), none]),
    raw(1, [byte(0), text(new Uint8Array()), none, none]),
    raw(2, [targetBytes, text(new Uint8Array()), none]),
    raw(1, [byte(0), text(bad), none, none]),
    raw(1, [byte(0), text(utf8("a")), none, varuint(65), new Uint8Array(65 * 32)]),
    raw(7, [new Uint8Array(32), text(utf8("a")), byte(0), varuint(257), new Uint8Array(257 * 32)]),
    raw(4, [targetBytes, byte(2), text(utf8("👍"))]),
    raw(4, [targetBytes, byte(1), text(new Uint8Array())]),
    raw(4, [targetBytes, byte(1), text(new Uint8Array(65).fill(97))]),
    raw(1, [byte(0), varuint(2 ** 40), utf8("a")]), // says more than it has
    raw(1, [byte(0), text(new Uint8Array(maxRecordBytes).fill(97)), none, none]),
  ];
  bodies.forEach((bytes, i) => expect(said(bytes), String(i)).toBeNull());
});

test("[RC8] a name that could not have been typed at our door is no name", () => {
  const nameOf = (name: string | Uint8Array): unknown =>
    said(raw(5, [text(typeof name === "string" ? utf8(name) : name)]));
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
  expect(said(raw(7, [new Uint8Array(32), text(utf8("a\u202eb")), none, none]))).toBeNull();
});

test("[RC4] a time that no Date can be is no record: printing it would throw on every screen", () => {
  const far = Number.MAX_SAFE_INTEGER;
  const message = [byte(0), text(utf8("boo")), none, none];
  for (const times of [
    { ms: far },
    { epoch: far },
    { ahead: 8.64e15 },
    { ms: 0, ahead: -8.64e15 - 1 },
    { ahead: far },
    { counter: 0x10000 },
  ])
    expect(parse(raw(1, message, times)), JSON.stringify(times)).toBeNull();
  const erase = (ms: number, counter: number, ahead: number): Uint8Array =>
    raw(128, [targetBytes, new Uint8Array(32), varuint(ms, counter), varint(ahead), byte(1)]);
  expect(said(erase(wall, 0, 0))).not.toBeNull();
  expect([said(erase(far, 0, 0)), said(erase(wall, 0, far)), said(erase(wall, 0x10000, 0))]).toEqual([
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
    if (chance.happens(0.7)) body[0] = 2;
    if (chance.happens(0.7)) body[1] = chance.below(9);
    const record = parse(concat(new Uint8Array(64), body));
    if (record !== null) expect(() => new Date(record.wall).toISOString()).not.toThrow();
  }
});
