// A backup file that somebody else made, its passphrase told with it (ST7): as foreign as the wire.

import { expect, onTestFinished, test, vi } from "vitest";
import * as Y from "yjs";
import { readBackup, saveBackup, type BackupSource } from "../../src/app/backup.ts";
import { encodeUpdate } from "../../src/net/sync/update.ts";
import { createSeed, identityOf, KeyRing, type Identity } from "../../src/room/identity.ts";
import type { RecordId, Topic } from "../../src/room/ids.ts";
import { roomKeys } from "../../src/room/keys.ts";
import { Ledger } from "../../src/room/ledger.ts";
import { parseFragment } from "../../src/room/link.ts";
import { Messages } from "../../src/room/messages.ts";
import { textMessage, type Payload } from "../../src/room/payload.ts";
import { createRecord, recordHash } from "../../src/room/record.ts";
import { inlineVerifier } from "../../src/room/verifier.ts";
import type { BackupContent } from "../../src/storage/backup-content.ts";
import { sealBackup } from "../../src/storage/backup.ts";

vi.setConfig({ testTimeout: 60_000 }); // scrypt is slow on purpose

const href = "#/r/AAAAAAAAAAAAAAAAAAAAAA/Adda";
const parsed = parseFragment(href);
if (parsed.at !== "room") throw new Error("no room");
const { topic, topicName } = roomKeys(parsed.link);
const passphrase = "told with the file";
const noon = Date.UTC(2026, 1, 21, 12);

const ada = identityOf(createSeed());
const mallory = identityOf(createSeed());
const me = identityOf(createSeed());

const signed = (identity: Identity, payload: Payload, ms = noon, room: Topic = topic) =>
  createRecord(identity, room, { clock: { ms, counter: 0 }, wall: ms, payload });
const say = (text: string): Payload => textMessage(text);

type Slot = Readonly<{ id: RecordId; bytes: Uint8Array | null }>;

const updateOf = (slots: readonly Slot[], client = 7): Uint8Array =>
  encodeUpdate(slots.map(({ id, bytes }, clock) => ({ client, clock, key: id, bytes })));

/** This device with the room open, and what its file handling may touch. */
const device = () => {
  const doc = new Y.Doc();
  const verify = inlineVerifier(new KeyRing());
  const ledger = new Ledger({ doc, topic, identity: me, verify, now: () => noon + 60_000 });
  onTestFinished(() => ledger.close());
  const messages = new Messages({ now: () => noon + 60_000 });
  ledger.onAccepted((records) => messages.add(records));
  const kept = new Map<string, unknown>();
  const value = (key: string, fallback: unknown) => ({
    get: () => Promise.resolve(kept.get(key) ?? fallback),
    set: (given: unknown) => {
      kept.set(key, given);
      return Promise.resolve(true);
    },
  });
  const rooms = new Map<string, unknown>();
  const preferences = {
    rooms: () => Promise.resolve([...rooms.values()]),
    saveRoom: (room: { href: string }) => {
      rooms.set(room.href, room);
      return Promise.resolve(true);
    },
    room: () => ({ blocked: value("blocked", []) }),
    name: value("name", "Mine"),
    identitySeed: () => Promise.resolve(createSeed()),
    replaceIdentitySeed: (seed: Uint8Array) => value("seed", null).set(seed),
  };
  const source = {
    preferences,
    identity: me,
    verify,
    openRoom: (name: string) => (name === topicName ? { doc, topic, ledger } : null),
  } as unknown as BackupSource;
  const texts = (): string[] =>
    messages.list.map(({ text, author }) => `${author === ada.id ? "ada" : "?"}: ${text}`);
  return { doc, ledger, source, kept, rooms, texts };
};

const fileOf = async (history: readonly Uint8Array[], more: Partial<BackupContent> = {}): Promise<Blob> =>
  new Blob([
    await sealBackup(
      {
        seed: new Uint8Array(32).fill(6),
        name: "Mallory",
        createdAt: noon,
        rooms: [{ href, kind: "private", name: "Adda", lastOpened: 1, history, blocked: [] }],
        ...more,
      },
      passphrase,
    ),
  ]);

const bring = async (source: BackupSource, file: Blob, identity: "mine" | "file" = "mine") => {
  const opened = await readBackup(source, file, passphrase);
  if (!opened.ok) throw new Error(opened.reason);
  return opened.bring(identity);
};

test("[ST7][RC4] nobody's words are forged: under their id, with a signature of another, or out of another room", async () => {
  const { source, doc, ledger, texts } = device();
  const honest = signed(ada, say("I did NOT take the money"));
  doc.getMap("records").set(honest.id, honest.bytes);
  await ledger.whenSettled();
  const stolen = signed(mallory, say("I took the money")).bytes.slice();
  stolen.set(ada.key, 66); // her key, his signature
  const elsewhere = signed(ada, say("said elsewhere"), noon, new Uint8Array(16) as Uint8Array as Topic);
  const newer = signed(ada, say("she said this too"), noon + 1);
  const history = [
    updateOf([{ id: honest.id, bytes: stolen }], 2 ** 32 - 1),
    updateOf(
      [
        { id: "A".repeat(22) as RecordId, bytes: stolen },
        { id: elsewhere.id, bytes: elsewhere.bytes },
      ],
      8,
    ),
    updateOf([{ id: newer.id, bytes: newer.bytes }], 9),
    Uint8Array.of(1, 2, 3),
  ];
  expect(await bring(source, await fileOf(history))).toEqual({ ok: true, rooms: 1 });
  expect(texts()).toEqual(["ada: I did NOT take the money", "ada: she said this too"]);
  expect([...doc.getMap("records").keys()].sort()).toEqual([honest.id, newer.id].sort());
});

test("[ST7][GT2][GT3] a file removes nothing: no delete set, no emptied slot, no erase of another's", async () => {
  const { source, doc, ledger, texts } = device();
  const honest = signed(ada, say("stays"));
  doc.getMap("records").set(honest.id, honest.bytes);
  await ledger.whenSettled();
  const emptied = new Y.Doc();
  Y.applyUpdate(emptied, Y.encodeStateAsUpdate(doc));
  emptied.getMap("records").delete(honest.id);
  const erase = signed(mallory, {
    kind: "erase",
    target: honest.id,
    hash: recordHash(honest.bytes),
    clock: { ms: noon, counter: 0 },
    wall: noon,
    wasMessage: true,
  });
  const history = [
    Y.encodeStateAsUpdate(emptied),
    updateOf([{ id: honest.id, bytes: null }], 2 ** 32 - 1),
    updateOf([{ id: erase.id, bytes: erase.bytes }], 11),
  ];
  await bring(source, await fileOf(history));
  expect(texts()).toEqual(["ada: stays"]);
});

test("[ST7][RC5] what its author erased comes back by no file", async () => {
  const { source, doc, ledger, texts } = device();
  const regretted = signed(ada, say("regretted"));
  const erase = signed(ada, {
    kind: "erase",
    target: regretted.id,
    hash: recordHash(regretted.bytes),
    clock: { ms: noon, counter: 0 },
    wall: noon,
    wasMessage: true,
  });
  doc.getMap("records").set(erase.id, erase.bytes);
  await ledger.whenSettled();
  await bring(source, await fileOf([updateOf([{ id: regretted.id, bytes: regretted.bytes }], 12)]));
  expect(doc.getMap("records").has(regretted.id)).toBe(false);
  expect(texts()).toEqual(["ada: "]);
});

test("[ST7] a gap that a refused record leaves loses nothing behind it", async () => {
  const { source, texts } = device();
  const records = Array.from({ length: 6 }, (_, i) => signed(ada, say(`word ${i}`), noon + i));
  const slots: Slot[] = records.map(({ id, bytes }, i) => {
    if (i !== 2) return { id, bytes };
    const bad = bytes.slice();
    bad[0] = (bad[0] ?? 0) ^ 1;
    return { id, bytes: bad };
  });
  await bring(source, await fileOf([updateOf(slots, 21)]));
  expect(texts()).toEqual([0, 1, 3, 4, 5].map((i) => `ada: word ${i}`));
});

test("[ST7] an identity is replaced only when that was chosen, and both fingerprints are told before", async () => {
  const { source, kept } = device();
  const file = await fileOf([]);
  const opened = await readBackup(source, file, passphrase);
  if (!opened.ok) throw new Error(opened.reason);
  expect(opened.fingerprints?.mine).not.toBe(opened.fingerprints?.file);
  expect(kept.size).toBe(0);
  await opened.bring("mine");
  expect([kept.has("seed"), kept.has("name")]).toEqual([false, false]);
  await opened.bring("file");
  expect([kept.get("seed"), kept.get("name")]).toEqual([new Uint8Array(32).fill(6), "Mallory"]);
});

test("[ST7] links, names and ids in it are what they are anywhere: bad ones are left out", async () => {
  const { source, kept, rooms } = device();
  const room = { kind: "private", lastOpened: Number.MAX_SAFE_INTEGER, history: [], blocked: [] } as const;
  const file = await fileOf([], {
    name: "\u202eyrollaM\n",
    rooms: [
      { ...room, href: "javascript:alert(1)", name: "x" },
      { ...room, href: "#/r/short/x", name: "x" },
      { ...room, href, name: "N".repeat(4000), blocked: ["<img>", ada.id] },
    ],
  });
  await bring(source, file, "file");
  expect([...rooms.keys()]).toEqual([href]);
  expect(rooms.get(href)).toMatchObject({ name: "Adda", kind: "private" });
  expect((rooms.get(href) as { lastOpened: number }).lastOpened).toBeLessThanOrEqual(Date.now());
  expect(kept.get("blocked")).toEqual([ada.id]);
  expect(kept.get("name")).not.toContain("\u202e");
});

test("[ST6][ST7] one's own file comes back whole, in the slots that peers know; a weak passphrase makes none", async () => {
  const first = device();
  const records = Array.from({ length: 150 }, (_, i) =>
    signed(i % 2 === 0 ? ada : mallory, say(`word ${i}`), noon + i),
  );
  Y.applyUpdate(first.doc, updateOf(records, 5));
  await first.ledger.whenSettled();
  first.rooms.set(href, { href, kind: "private", name: "Adda", lastOpened: 4 });
  expect(await saveBackup(first.source, "secret")).toEqual({ ok: false, reason: "weak-passphrase" });
  const saved = await saveBackup(first.source, passphrase);
  if (!saved.ok) throw new Error(saved.reason);
  const second = device();
  await bring(second.source, saved.file);
  await bring(second.source, saved.file); // twice is harmless
  expect(second.texts()).toEqual(first.texts());
  expect(Y.encodeStateVector(second.doc)).toEqual(Y.encodeStateVector(first.doc));
});
