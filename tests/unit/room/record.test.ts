import { encodeAttachment, parseAttachment, type Attachment } from "../../../src/room/attachment.ts";
import { expect, test } from "vitest";
import { utf8 } from "../../../src/lib/bytes.ts";
import { createSeed, identityOf, KeyRing } from "../../../src/room/identity.ts";
import { epochOf } from "../../../src/room/epoch.ts";
import type { RecordId, Topic } from "../../../src/room/ids.ts";
import { textMessage, type Payload } from "../../../src/room/payload.ts";
import { maxTextBytes } from "../../../src/room/text-size.ts";
import {
  createRecord,
  idOf,
  maxRecordBytes,
  parseRecord,
  readHead,
  recordHash,
  recordIdOf,
  signatureOf,
} from "../../../src/room/record.ts";

const me = identityOf(createSeed());
const topic = new Uint8Array(16).fill(9) as Uint8Array as Topic;
const wall = Date.UTC(2026, 1, 21, 12);
const target = "AAECAwQFBgcICQoLDA0ODw" as RecordId;
const root = new Uint8Array(32).fill(3);
const reply = { id: target, epoch: epochOf({ ms: wall, counter: 0 }), clock: { ms: wall - 5, counter: 2 } };
const keys = new KeyRing();

const write = (payload: Payload, { ms = wall, counter = 0, at = wall } = {}) =>
  createRecord(me, topic, { clock: { ms, counter }, wall: at, payload });

const isGood = (bytes: Uint8Array, room = topic): boolean => {
  const { signature, message, key } = signatureOf(room, bytes);
  return keys.verify(signature, message, key);
};

const files: readonly Attachment[] = [
  {
    name: "দুপুর.jpg",
    size: 2 ** 33,
    type: "image/jpeg",
    root,
    media: { kind: "picture", width: 2560, height: 1, thumb: Uint8Array.of(1, 2) },
  },
  {
    name: "a film",
    size: 0,
    type: "",
    root,
    media: { kind: "film", width: 65_535, height: 2, thumb: new Uint8Array(), ms: 9 },
  },
  {
    name: "voice.ogg",
    size: 9,
    type: "audio/ogg",
    root,
    media: { kind: "sound", ms: 900_000, peaks: new Uint8Array(64).fill(7) },
  },
  { name: "notes.pdf", size: 9, type: "application/pdf", root, media: { kind: "file" } },
];

const ofEveryKind: readonly Payload[] = [
  textMessage("শুভ সকাল ☀️"),
  textMessage("\u202eשלום مرحبا র‍্যাব", reply),
  {
    kind: "message",
    text: "",
    reply: null,
    attachments: files.map(encodeAttachment),
    mentions: [me.key, identityOf(createSeed()).key],
    forwarded: true,
  },
  { kind: "edit", target, text: "সংশোধন", mentions: [] },
  {
    kind: "erase",
    target,
    hash: recordHash(utf8("x")),
    clock: { ms: wall - 9, counter: 3 },
    wall: wall - 7,
    wasMessage: true,
  },
  {
    kind: "erase",
    target,
    hash: recordHash(utf8("y")),
    clock: { ms: wall, counter: 0 },
    wall: wall + 60_000,
    wasMessage: false,
  },
  { kind: "reaction", target, emoji: "👨‍👩‍👧‍👦", on: true },
  { kind: "reaction", target, emoji: "❤️", on: false },
  { kind: "name", name: "রহিম খান" },
  { kind: "room", nonce: new Uint8Array(32).fill(5), name: "বন্ধুরা", shelf: 1, hidden: [me.key] },
  { kind: "room", nonce: new Uint8Array(32), name: "", shelf: 0, hidden: [] },
];

test("[FL1] what is said of a file reads back as it was written", () => {
  for (const file of files) expect(parseAttachment(encodeAttachment(file))).toEqual(file);
});

test("[RC2] a record of every kind comes back as it was written, verified, under the id of its bytes", () => {
  for (const payload of ofEveryKind)
    for (const at of [wall, wall - 86_400_000, wall + 5]) {
      const { id, bytes } = write(payload, { counter: 0xffff, at });
      const clock = { ms: wall, counter: 0xffff };
      const epoch = payload.kind === "room" ? 0 : epochOf(clock);
      expect(parseRecord(id, bytes)).toEqual({ id, author: me.id, epoch, clock, wall: at, payload });
      expect(isGood(bytes)).toBe(true);
      // An erase stands under an id that no erase can make: none is ever erased (RC5).
      const isErasable = idOf(me.key, recordHash(bytes)) === id;
      expect([recordIdOf(bytes), isErasable]).toEqual([id, payload.kind !== "erase"]);
    }
});

test("[RC4] a record's head says what its contents say, and is refused where they are", () => {
  for (const payload of ofEveryKind) {
    const { id, bytes } = write(payload, { counter: 7, at: wall });
    expect(readHead(id, bytes)).toMatchObject({
      id,
      clock: { ms: wall, counter: 7 },
      wall,
      kind: payload.kind,
    });
    const later = bytes.slice();
    later[64] = 3;
    expect(readHead(id, later)?.kind).toBe("unknown");
    const earlier = bytes.slice();
    earlier[64] = 1;
    expect([readHead(id, earlier), parseRecord(id, earlier)]).toEqual([null, null]); // another head
    for (let length = 0; length < bytes.length; length += 7) {
      const cut = bytes.slice(0, length);
      if (readHead(id, cut) === null) expect(parseRecord(id, cut)).toBeNull();
    }
  }
});

test("[RC1] a record of this version, as committed: another layout would be another room", () => {
  const old = identityOf(new Uint8Array(32).fill(1));
  const { id, bytes } = createRecord(old, topic, {
    clock: { ms: 1_700_000_000_123, counter: 7 },
    wall: 1_700_000_000_100,
    payload: textMessage("কথা"),
  });
  expect([id, Buffer.from(bytes).toString("hex")]).toEqual([
    "P8wfev6mo8owRelY7n_QMw",
    "d0cf2aeac6d71be130d137e3f526209c753d24cf2c038a743c77d6709bdaaece23b795093138b4f92c40675ea854205f12cabf3ca77ac05ea06418f3f031c40e02018a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c9706fbd095ffbc3107570009e0a695e0a6a5e0a6be0000",
  ]);
});

test("[RC2] a message costs at most 160 bytes beside its text, a reply too", () => {
  for (const to of [null, reply]) {
    const text = "অ".repeat(5461);
    const { bytes } = write(textMessage(text, to), { counter: 0xffff, at: wall - 30 * 86_400_000 });
    expect(bytes.length - utf8(text).length).toBeLessThanOrEqual(160);
  }
});

test("[RC1] signed for this room only: the same bytes are no record of another", () => {
  const { bytes } = write(textMessage("here"));
  const another = new Uint8Array(16).fill(8) as Uint8Array as Topic;
  expect([isGood(bytes), isGood(bytes, another)]).toEqual([true, false]);
});

test("[RC1] the id names author and content: no two records share one", () => {
  const payload: Payload = textMessage("same");
  const other = identityOf(createSeed());
  const ids = [
    write(payload).id,
    write(payload, { counter: 1 }).id,
    write(textMessage("same ")).id,
    createRecord(other, topic, { clock: { ms: wall, counter: 0 }, wall, payload }).id,
  ];
  expect(new Set(ids).size).toBe(4);
  expect(write(payload).id).toBe(ids[0]); // Ed25519 is deterministic
});

test("[RC7] at the limit of text a record is well under the limit of records; over 24 KiB none is made", () => {
  const fits = write(textMessage("a".repeat(maxTextBytes), reply));
  expect(parseRecord(fits.id, fits.bytes)?.payload).toMatchObject({ kind: "message" });
  const over = write(textMessage("a".repeat(maxTextBytes + 1)));
  expect(parseRecord(over.id, over.bytes)?.payload).toEqual({ kind: "unknown", code: 1 }); // kept, not shown
  expect(() => write(textMessage("a".repeat(maxRecordBytes)))).toThrow(RangeError);
  expect(recordIdOf(new Uint8Array(maxRecordBytes))).not.toBeNull();
  expect(recordIdOf(new Uint8Array(maxRecordBytes + 1))).toBeNull();
  expect(recordIdOf(new Uint8Array(97))).toBeNull();
});

test("[RC2] a target that is no id is the caller's mistake", () => {
  for (const bad of ["", "x", "AAECAwQFBgcICQoLDA0ODwA"])
    expect(() => write({ kind: "edit", target: bad as RecordId, text: "x", mentions: [] })).toThrow(
      TypeError,
    );
});
