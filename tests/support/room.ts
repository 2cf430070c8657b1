// A room's document, ledger and context without a browser, a network or a mesh.

import * as Y from "yjs";
import type { RoomContext } from "../../src/net/context.ts";
import { toBase64url } from "../../src/lib/bytes.ts";
import { packIds, unpackIds } from "../../src/room/id-set.ts";
import { authorIdOf, type Identity } from "../../src/room/identity.ts";
import type { AuthorId, RecordId, Topic } from "../../src/room/ids.ts";
import { Ledger } from "../../src/room/ledger.ts";
import { erasure } from "../../src/room/record-map.ts";
import { textMessage, type Payload } from "../../src/room/payload.ts";
import { authorOf, createRecord, recordHash, recordIdOf, verifyRecords } from "../../src/room/record.ts";
import type { VerifyMany } from "../../src/room/verifier.ts";
import { cheapIdentity, cheapVerify, cheapVerifyMany } from "./cheap-identity.ts";
import { Chance } from "./chance.ts";

export const testTopic = new Uint8Array(16).fill(7) as Uint8Array as Topic;

export type Room = Readonly<{ doc: Y.Doc; ledger: Ledger; context: RoomContext; identity: Identity }>;

export type RoomOptions = Readonly<{
  identity?: Identity;
  clientId?: number;
  now?: () => number;
  verify?: VerifyMany;
  isReceiving?: () => boolean;
  latest?: () => readonly RecordId[];
  /** An update to begin with. */
  stored?: Uint8Array | null;
}>;

export const createRoom = ({
  identity = cheapIdentity(new Chance(1)),
  clientId = 1,
  now = () => Date.now(),
  verify = cheapVerifyMany,
  isReceiving = () => false,
  latest = () => [],
  stored = null,
}: RoomOptions = {}): Room => {
  let loaded = false;
  const doc = new Y.Doc();
  if (stored !== null) Y.applyUpdate(doc, stored, "stored");
  doc.clientID = clientId;
  // What is stored was verified before, as trust.ts remembers.
  const ledger = new Ledger({
    doc,
    topic: testTopic,
    identity,
    verify,
    now,
    isReceiving,
    isTrusted: () => !loaded,
  });
  const authors = new Set<AuthorId>();
  ledger.onAccepted((records) => {
    for (const { author } of records) authors.add(author);
  });
  loaded = true;
  const context: RoomContext = {
    topic: testTopic,
    topicName: toBase64url(testTopic),
    sealKey: new Uint8Array(32),
    doc,
    records: ledger,
    author: identity.key,
    authorId: authorIdOf,
    isKnownAuthor: (author) => authors.has(author),
    sign: identity.sign,
    verify: cheapVerify,
    authorOf,
    recordId: recordIdOf,
    verifyRecords: (records) => verifyRecords(testTopic, records, verify),
    packIds,
    unpackIds,
    latest: () => latest().flatMap((id) => ledger.soundBytesOf(id) ?? []),
    erasure,
    now,
    webRtc: true,
    iceServers: () => [],
  };
  return { doc, ledger, context, identity };
};

export type SignedRecord = Readonly<{ id: RecordId; bytes: Uint8Array }>;

/** Signed records outside any document, from one author, a millisecond apart. */
export const recordsOf = (
  identity: Identity,
  payloads: readonly Payload[],
  from = Date.UTC(2026, 0, 1),
): SignedRecord[] =>
  payloads.map((payload, i) =>
    createRecord(identity, testTopic, { clock: { ms: from + i, counter: 0 }, wall: from + i, payload }),
  );

export const messagesOf = (
  identity: Identity,
  count: number,
  text: (i: number) => string = (i) => `message ${i}`,
): SignedRecord[] =>
  recordsOf(
    identity,
    Array.from({ length: count }, (_, i) => textMessage(text(i))),
  );

export const eraseOf = (identity: Identity, target: SignedRecord): SignedRecord => {
  const clock = { ms: Date.UTC(2026, 0, 1), counter: 0 };
  const hash = recordHash(target.bytes);
  const [erase] = recordsOf(
    identity,
    [{ kind: "erase", target: target.id, hash, clock, wall: clock.ms, wasMessage: true }],
    clock.ms + 1000,
  );
  if (erase === undefined) throw new Error("no erase");
  return erase;
};
