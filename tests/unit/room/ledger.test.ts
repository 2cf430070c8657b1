// The ledger over a real Y.Doc with real signatures.

import { onTestFinished, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { utf8 } from "../../../src/lib/bytes.ts";
import { createSeed, identityOf, KeyRing, type Identity } from "../../../src/room/identity.ts";
import type { RecordId, Topic } from "../../../src/room/ids.ts";
import { recordsMap } from "../../../src/lib/records-map.ts";
import { Ledger, type LedgerOptions } from "../../../src/room/ledger.ts";
import { erasure, own } from "../../../src/room/record-map.ts";
import { textMessage, type Payload } from "../../../src/room/payload.ts";
import { createRecord, idOf, recordHash, recordIdOf, type ParsedRecord } from "../../../src/room/record.ts";
import { inlineVerifier } from "../../../src/room/verifier.ts";
import { Chance } from "../../support/chance.ts";
import { dayMs, noon } from "./stories.ts";

const topic = new Uint8Array(16).fill(4) as Uint8Array as Topic;
const ada = identityOf(createSeed());
const badal = identityOf(createSeed());
const keys = new KeyRing();

const say = (text: string): Payload => textMessage(text);

const signed = (identity: Identity, payload: Payload, ms = noon) =>
  createRecord(identity, topic, { clock: { ms, counter: 0 }, wall: ms, payload });

const eraseOf = (target: RecordId, bytes: Uint8Array): Payload => ({
  kind: "erase",
  target,
  hash: recordHash(bytes),
  clock: { ms: noon, counter: 0 },
  wall: noon,
  wasMessage: true,
});

const open = (options: Partial<LedgerOptions> = {}, doc = new Y.Doc()) => {
  const ledger = new Ledger({
    doc,
    topic,
    identity: ada,
    verify: inlineVerifier(keys),
    now: () => noon,
    ...options,
  });
  const accepted: ParsedRecord[] = [];
  const removed: RecordId[] = [];
  ledger.onAccepted((records) => accepted.push(...records));
  ledger.onRemoved((id) => removed.push(id));
  onTestFinished(() => {
    ledger.close();
    doc.destroy();
  });
  const map = doc.getMap<Uint8Array>(recordsMap);
  return { doc, map, ledger, accepted, removed, texts: () => textsOf(accepted) };
};

const textsOf = (records: readonly ParsedRecord[]): string[] =>
  records.flatMap(({ payload }) => (payload.kind === "message" ? [payload.text] : []));

const holds = (doc: Y.Doc, text: string): boolean =>
  Buffer.from(Y.encodeStateAsUpdate(doc)).includes(Buffer.from(utf8(text)));

test("[RC1] one's own records are in the document at once, in one transaction, and accepted without verification", async () => {
  const verify = vi.fn(inlineVerifier(keys));
  const { ledger, doc, accepted, texts } = open({ verify });
  const origins: unknown[] = [];
  doc.on("update", (_update: Uint8Array, origin: unknown) => origins.push(origin));
  const ids = ledger.write([say("এক"), say("দুই")]);
  expect([ledger.size, origins]).toEqual([2, [own]]);
  expect(ids.map((id) => recordIdOf(ledger.bytesOf(id) ?? new Uint8Array()))).toEqual(ids);
  await ledger.whenSettled();
  expect([texts(), accepted.map(({ id }) => id), ledger.accepted()]).toEqual([["এক", "দুই"], ids, ids]);
  expect([verify.mock.calls.length, accepted[0]?.author]).toEqual([0, ada.id]);
});

test("[RC3] one's own clock goes on from what was seen, though not from what is over a day ahead", async () => {
  const { ledger, map, accepted } = open();
  const ahead = signed(badal, say("ahead"), noon + 3600_000);
  const year = signed(badal, say("a year ahead"), noon + 365 * dayMs);
  map.set(ahead.id, ahead.bytes);
  map.set(year.id, year.bytes);
  await ledger.whenSettled();
  expect(ledger.clock).toEqual({ ms: noon + 3600_000, counter: 0 });
  ledger.write([say("an answer")]);
  await ledger.whenSettled();
  expect(accepted.at(-1)).toMatchObject({ clock: { ms: noon + 3600_000, counter: 1 }, wall: noon });
  expect([ledger.ids.has(year.id), accepted.length]).toEqual([true, 3]); // kept and relayed: when it shows is not ours
});

test("[RC4] a bad signature, another room's record, a foreign author's name, rubbish: never accepted, nothing throws", async () => {
  const { ledger, map, accepted } = open();
  const good = signed(badal, say("good"));
  const altered = good.bytes.slice();
  altered[70] = (altered[70] ?? 0) ^ 1;
  const elsewhere = createRecord(badal, new Uint8Array(16) as Uint8Array as Topic, {
    clock: { ms: noon, counter: 0 },
    wall: noon,
    payload: say("elsewhere"),
  });
  const stolen = good.bytes.slice();
  stolen.set(ada.key, 66);
  for (const bytes of [
    good.bytes,
    altered,
    elsewhere.bytes,
    stolen,
    new Uint8Array(200).fill(7),
    new Uint8Array(),
  ])
    map.set(recordIdOf(bytes) ?? "too short to have an id", bytes);
  map.set("not bytes", "text" as never);
  await ledger.whenSettled();
  expect([textsOf(accepted), ledger.accepted(), ledger.ids.size]).toEqual([["good"], [good.id], 1]);
  expect([ledger.bytesOf("not bytes" as RecordId), ledger.has(elsewhere.id)]).toEqual([null, true]);
});

test("[RC2] an unknown kind is accepted, relayed and says nothing", async () => {
  const { ledger, map, accepted } = open();
  const { id, bytes } = signed(badal, { kind: "unknown", code: 99 });
  map.set(id, bytes);
  await ledger.whenSettled();
  expect([accepted[0]?.payload, ledger.ids.has(id)]).toEqual([{ kind: "unknown", code: 99 }, true]);
});

test("[RC5] an erase takes the bytes out of the document, and again whenever they come back", async () => {
  const { ledger, doc, map, removed, accepted } = open({ identity: badal });
  const origins: unknown[] = [];
  doc.on("afterTransaction", ({ origin }: Y.Transaction) => origins.push(origin));
  const [id] = ledger.write([say("শোনো, a secret")]) as [RecordId];
  await ledger.whenSettled();
  const bytes = ledger.bytesOf(id) ?? new Uint8Array();
  const other = new Y.Doc();
  other.getMap(recordsMap).set(id, bytes.slice());
  expect(holds(doc, "a secret")).toBe(true);
  ledger.write([eraseOf(id, bytes)]);
  await ledger.whenSettled();
  expect([holds(doc, "a secret"), map.has(id), ledger.isErased(id), removed]).toEqual([
    false,
    false,
    true,
    [id],
  ]);
  expect(origins).toContain(erasure);

  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other), "wire");
  await ledger.whenSettled();
  expect([holds(doc, "a secret"), map.has(id)]).toEqual([false, false]);
  ledger.receive(id, bytes);
  expect([ledger.has(id), textsOf(accepted)]).toEqual([false, ["শোনো, a secret"]]);
  expect(ledger.ids.has(id)).toBe(true); // validly erased: still in the digest (MS4)
});

test("[RC5] an erase that arrives before its target keeps it out for good", async () => {
  const { ledger, map, texts } = open();
  const target = signed(badal, say("too late"));
  const erase = signed(badal, eraseOf(target.id, target.bytes));
  map.set(erase.id, erase.bytes);
  await ledger.whenSettled();
  map.set(target.id, target.bytes);
  await ledger.whenSettled();
  expect([map.has(target.id), texts()]).toEqual([false, []]);
});

test("[RC5] only the author can erase: another's erase, or one with a wrong hash, is kept and does nothing", async () => {
  const { ledger, map, accepted, removed } = open();
  const target = signed(badal, say("stays"));
  const foreign = signed(ada, eraseOf(target.id, target.bytes));
  const wrong = signed(badal, { ...eraseOf(target.id, target.bytes), hash: new Uint8Array(32) } as Payload);
  const unrelated = signed(ada, eraseOf(idOf(badal.key, new Uint8Array(32)), target.bytes));
  for (const { id, bytes } of [foreign, wrong, unrelated, target]) map.set(id, bytes);
  await ledger.whenSettled();
  expect([textsOf(accepted), accepted.length, removed, map.size]).toEqual([["stays"], 1, [], 4]);
  expect([ledger.isErased(target.id), ledger.ids.size]).toEqual([false, 4]);
});

test("[RC5] what is erased while it waits for its verdict is never shown", async () => {
  const answers: (() => void)[] = [];
  const verify: LedgerOptions["verify"] = (checks) =>
    new Promise((resolve) => answers.push(() => resolve(inlineVerifier(keys)(checks))));
  const { ledger, map, texts } = open({ verify, identity: badal });
  const target = signed(badal, say("not for long"));
  map.set(target.id, target.bytes);
  await Promise.resolve();
  ledger.write([eraseOf(target.id, target.bytes)]); // one's own: accepted at once
  await vi.waitFor(() => expect(ledger.isErased(target.id)).toBe(true));
  answers.shift()?.();
  await ledger.whenSettled();
  expect([texts(), map.has(target.id)]).toEqual([[], false]);
});

test("[MS4] peers that hold the same records have one digest, in whatever order and batches they came", async () => {
  const chance = new Chance(11);
  const all = Array.from({ length: 40 }, (_, i) => signed(i % 3 === 0 ? ada : badal, say(`m${i}`), noon + i));
  const gone = all.slice(0, 6);
  all.push(
    ...gone.map(({ id, bytes }, i) => signed(i % 3 === 0 ? ada : badal, eraseOf(id, bytes), noon + 50 + i)),
  );
  all.push(
    signed(badal, { kind: "unknown", code: 77 }),
    signed(ada, eraseOf(all[7]?.id as RecordId, utf8("wrong"))),
  );
  const peers = await Promise.all(
    [0, 1, 2].map(async () => {
      const peer = open();
      for (const { id, bytes } of chance.shuffle(all)) {
        peer.map.set(id, bytes);
        if (chance.happens(0.2)) await peer.ledger.whenSettled();
      }
      await peer.ledger.whenSettled();
      return peer;
    }),
  );
  const digests = peers.map(({ ledger }) => Buffer.from(ledger.ids.digest).toString("hex"));
  expect(new Set(digests).size).toBe(1);
  expect(peers.map(({ ledger, map }) => [ledger.ids.size, map.size])).toEqual(peers.map(() => [48, 42]));
  const [one] = peers;
  one?.ledger.write([say("one more")]);
  await one?.ledger.whenSettled();
  expect(Buffer.from(one?.ledger.ids.digest ?? []).toString("hex")).not.toBe(digests[0]);
});

test("[RC4] what this device verified before is taken without verification, at opening too", async () => {
  const verify = vi.fn(inlineVerifier(keys));
  const doc = new Y.Doc();
  const [known, fresh] = [signed(badal, say("known")), signed(badal, say("fresh"))];
  for (const { id, bytes } of [known, fresh]) doc.getMap(recordsMap).set(id, bytes);
  const { ledger, texts } = open({ verify, isTrusted: (id) => id === known.id }, doc);
  await ledger.whenSettled();
  expect([texts().sort(), verify.mock.calls.map(([checks]) => checks.length)]).toEqual([
    ["fresh", "known"],
    [1],
  ]);
});

test("[style 11] after close nothing is heard, and closing twice is harmless", async () => {
  const { ledger, map, accepted } = open();
  ledger.write([say("last")]);
  ledger.close();
  ledger.close();
  const { id, bytes } = signed(badal, say("after"));
  map.set(id, bytes);
  await ledger.whenSettled();
  expect(accepted).toEqual([]);
});

test("[RC9] what is signed and not understood is kept, compared and handed on, and shown to nobody", async () => {
  const { ledger, map, accepted } = open();
  const nonsense = signed(badal, { kind: "unknown", code: 1 }); // a message of no bytes
  const later = signed(badal, { kind: "unknown", code: 200 });
  for (const { id, bytes } of [nonsense, later]) map.set(id, bytes);
  await ledger.whenSettled();
  expect([nonsense, later].map(({ id }) => [ledger.ids.has(id), ledger.bytesOf(id) !== null])).toEqual([
    [true, true],
    [true, true],
  ]);
  expect(accepted.map(({ payload }) => payload.kind)).toEqual(["unknown", "unknown"]);
  expect(ledger.refused()).toEqual([]);
});
