import { expect, test } from "vitest";
import { utf8 } from "../../../src/lib/bytes.ts";
import { createSeed, identityOf, KeyRing } from "../../../src/room/identity.ts";
import type { RecordId, Topic } from "../../../src/room/ids.ts";
import type { Payload } from "../../../src/room/payload.ts";
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
const keys = new KeyRing();

const write = (payload: Payload, { ms = wall, counter = 0, at = wall } = {}) =>
  createRecord(me, topic, { clock: { ms, counter }, wall: at, payload });

const isGood = (bytes: Uint8Array, room = topic): boolean => {
  const { signature, message, key } = signatureOf(room, bytes);
  return keys.verify(signature, message, key);
};

const ofEveryKind: readonly Payload[] = [
  { kind: "message", text: "শুভ সকাল ☀️", replyTo: null },
  { kind: "message", text: "\u202eשלום مرحبا র‍্যাব", replyTo: target },
  { kind: "edit", target, text: "সংশোধন" },
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
  { kind: "room", nonce: new Uint8Array(32).fill(5), name: "বন্ধুরা" },
  { kind: "room", nonce: new Uint8Array(32), name: "" },
];

test("[RC2] a record of every kind comes back as it was written, verified, under the id of its bytes", () => {
  for (const payload of ofEveryKind)
    for (const at of [wall, wall - 86_400_000, wall + 5]) {
      const { id, bytes } = write(payload, { counter: 0xffff, at });
      const clock = { ms: wall, counter: 0xffff };
      expect(parseRecord(id, bytes)).toEqual({ id, author: me.id, clock, wall: at, payload });
      expect(isGood(bytes)).toBe(true);
      // An erase stands under an id that no erase can make: none is ever erased (RC5).
      const isErasable = idOf(me.key, recordHash(bytes)) === id;
      expect([recordIdOf(bytes), isErasable]).toEqual([id, payload.kind !== "erase"]);
    }
});

test("[RC4] a record's head says what its contents say, and is refused where they are", () => {
  for (const payload of ofEveryKind) {
    const { id, bytes } = write(payload, { counter: 7, at: wall });
    expect(readHead(id, bytes)).toEqual({ id, clock: { ms: wall, counter: 7 }, kind: payload.kind });
    const later = bytes.slice();
    later[64] = 2;
    expect(readHead(id, later)?.kind).toBe("unknown");
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
    payload: { kind: "message", text: "কথা", replyTo: null },
  });
  expect([id, Buffer.from(bytes).toString("hex")]).toEqual([
    "CBOL5kh7JGCwezHuMPBNTw",
    "0b25fb5b787031497fa180a4a98c2a4674fd33d3b8080a9c14dcc45b3ca082de8c927d57496829dcbd292bdda5457b4a46c44a9373dbd8ef5c4e057b04f7ff0001018a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5cfbd095ffbc3107570009e0a695e0a6a5e0a6be",
  ]);
});

test("[RC2] a message costs at most 160 bytes beside its text, a reply too", () => {
  for (const replyTo of [null, target]) {
    const text = "অ".repeat(5461);
    const { bytes } = write(
      { kind: "message", text, replyTo },
      { counter: 0xffff, at: wall - 30 * 86_400_000 },
    );
    expect(bytes.length - utf8(text).length).toBeLessThanOrEqual(160);
  }
});

test("[RC1] signed for this room only: the same bytes are no record of another", () => {
  const { bytes } = write({ kind: "message", text: "here", replyTo: null });
  const another = new Uint8Array(16).fill(8) as Uint8Array as Topic;
  expect([isGood(bytes), isGood(bytes, another)]).toEqual([true, false]);
});

test("[RC1] the id names author and content: no two records share one", () => {
  const payload: Payload = { kind: "message", text: "same", replyTo: null };
  const other = identityOf(createSeed());
  const ids = [
    write(payload).id,
    write(payload, { counter: 1 }).id,
    write({ ...payload, text: "same " }).id,
    createRecord(other, topic, { clock: { ms: wall, counter: 0 }, wall, payload }).id,
  ];
  expect(new Set(ids).size).toBe(4);
  expect(write(payload).id).toBe(ids[0]); // Ed25519 is deterministic
});

test("[RC7] at the limit of text a record is well under the limit of records; over 24 KiB none is made", () => {
  const fits = write({ kind: "message", text: "a".repeat(maxTextBytes), replyTo: target });
  expect(parseRecord(fits.id, fits.bytes)?.payload).toMatchObject({ kind: "message" });
  const over = write({ kind: "message", text: "a".repeat(maxTextBytes + 1), replyTo: null });
  expect(parseRecord(over.id, over.bytes)).toBeNull();
  expect(() => write({ kind: "message", text: "a".repeat(maxRecordBytes), replyTo: null })).toThrow(
    RangeError,
  );
  expect(recordIdOf(new Uint8Array(maxRecordBytes))).not.toBeNull();
  expect(recordIdOf(new Uint8Array(maxRecordBytes + 1))).toBeNull();
  expect(recordIdOf(new Uint8Array(97))).toBeNull();
});

test("[RC2] a target that is no id is the caller's mistake", () => {
  for (const bad of ["", "x", "AAECAwQFBgcICQoLDA0ODwA"])
    expect(() => write({ kind: "edit", target: bad as RecordId, text: "x" })).toThrow(TypeError);
});
