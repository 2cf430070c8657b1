// Records that came ahead of their structs (GT1, MS4): shown once verified, kept under one's own Yjs id if no struct comes.

import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import * as Y from "yjs";
import { createSeed, identityOf, KeyRing } from "../../../src/room/identity.ts";
import type { RecordId, Topic } from "../../../src/room/ids.ts";
import { recordsMap } from "../../../src/lib/records-map.ts";
import { Ledger, type LedgerOptions } from "../../../src/room/ledger.ts";
import { own } from "../../../src/room/record-map.ts";
import { createRecord, recordHash } from "../../../src/room/record.ts";
import { inlineVerifier } from "../../../src/room/verifier.ts";
import { noon } from "./stories.ts";
import { textMessage } from "../../../src/room/payload.ts";

const topic = new Uint8Array(16).fill(4) as Uint8Array as Topic;
const badal = identityOf(createSeed());
const verify = inlineVerifier(new KeyRing());
/** The longest that a record waits for its struct. */
const waitMs = 3500;

const signed = (text: string) =>
  createRecord(badal, topic, {
    clock: { ms: noon, counter: 0 },
    wall: noon,
    payload: textMessage(text),
  });

beforeEach(() => {
  vi.useFakeTimers();
  return () => {
    vi.useRealTimers();
  };
});

const open = (options: Partial<LedgerOptions> = {}) => {
  const doc = new Y.Doc();
  const ledger = new Ledger({ doc, topic, identity: badal, verify, now: () => noon, ...options });
  const shown: RecordId[] = [];
  ledger.onAccepted((records) => shown.push(...records.map(({ id }) => id)));
  onTestFinished(() => {
    ledger.close();
    doc.destroy();
  });
  const writers = (): number[] => [...doc.store.clients.keys()];
  return { doc, ledger, shown, writers, map: doc.getMap<Uint8Array>(recordsMap) };
};

test("[GT1] it shows at once when verified, and is inserted under one's own id after a random while", async () => {
  const { doc, ledger, shown, map, writers } = open();
  const origins: unknown[] = [];
  doc.on("update", (_update: Uint8Array, origin: unknown) => origins.push(origin));
  const { id, bytes } = signed("early");
  ledger.receive(id, bytes);
  ledger.receive(id, bytes);
  await vi.advanceTimersByTimeAsync(10);
  expect([shown, map.size, ledger.has(id), ledger.bytesOf(id)]).toEqual([[id], 0, true, bytes]);
  await vi.advanceTimersByTimeAsync(waitMs);
  expect([map.get(id), origins, writers(), shown]).toEqual([bytes, [own], [doc.clientID], [id]]);
});

test("[GT1] when its struct comes in time, nothing is inserted", async () => {
  const { doc, ledger, shown, writers } = open();
  const { id, bytes } = signed("early");
  const other = new Y.Doc();
  other.getMap(recordsMap).set(id, bytes);
  ledger.receive(id, bytes);
  await vi.advanceTimersByTimeAsync(1000);
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other), "wire");
  await vi.advanceTimersByTimeAsync(waitMs);
  expect([writers(), shown]).toEqual([[other.clientID], [id]]);
});

test("[GT5] its slot was emptied and no erase is known here: nothing is written over it, which others would call an offence", async () => {
  const { doc, ledger, shown, writers } = open();
  const { id, bytes } = signed("early");
  const other = new Y.Doc();
  other.getMap(recordsMap).set(id, bytes);
  other.getMap(recordsMap).delete(id);
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other), "wire");
  ledger.receive(id, bytes);
  await vi.advanceTimersByTimeAsync(waitMs);
  expect([writers(), shown, ledger.bytesOf(id)]).toEqual([[other.clientID], [id], bytes]);
});

test("[RC5] what was erased in the meantime is not inserted", async () => {
  const { ledger, map } = open();
  const { id, bytes } = signed("early");
  ledger.receive(id, bytes);
  await vi.advanceTimersByTimeAsync(10);
  const hash = recordHash(bytes);
  const clock = { ms: noon, counter: 0 };
  ledger.write([{ kind: "erase", target: id, hash, clock, wall: noon, wasMessage: true }]);
  await vi.advanceTimersByTimeAsync(waitMs);
  expect([map.has(id), ledger.has(id), map.size]).toEqual([false, false, 1]);
});

test("[MS2] while history is arriving, a missing struct is only late", async () => {
  let receiving = true;
  const { ledger, map } = open({ isReceiving: () => receiving });
  const { id, bytes } = signed("early");
  ledger.receive(id, bytes);
  await vi.advanceTimersByTimeAsync(10 * waitMs);
  expect(map.size).toBe(0);
  receiving = false;
  await vi.advanceTimersByTimeAsync(waitMs);
  expect(map.has(id)).toBe(true);
});

test("[MS6] before anything is written under one's own Yjs id, the session hears of it", async () => {
  const before: number[] = [];
  const room = open({ beforeWrite: () => before.push(room.map.size) });
  const { id, bytes } = signed("early");
  room.ledger.write([textMessage("mine")]);
  room.ledger.receive(id, bytes);
  await vi.advanceTimersByTimeAsync(waitMs);
  expect([before, room.map.size]).toEqual([[0, 1], 2]);
});

test("[GT4] early records are bounded; those over the bound are not shown from here", async () => {
  const { ledger, shown } = open({ verify: (checks) => Promise.resolve(checks.map(() => true)) });
  const { bytes } = signed("one of very many");
  for (let i = 0; i < 5010; i++) ledger.receive(String(i).padStart(22, "A") as RecordId, bytes);
  await vi.advanceTimersByTimeAsync(100);
  expect(shown).toHaveLength(5000);
});

test("[style 11] close leaves no timer behind", async () => {
  const { ledger, map } = open();
  const { id, bytes } = signed("early");
  ledger.receive(id, bytes);
  await vi.advanceTimersByTimeAsync(10);
  ledger.close();
  expect(vi.getTimerCount()).toBe(0);
  await vi.advanceTimersByTimeAsync(waitMs);
  expect(map.size).toBe(0);
});
