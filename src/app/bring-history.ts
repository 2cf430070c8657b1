// A room's history out of a backup file (ST7). The file is as foreign as the wire, whoever made it: every record is hashed and
// verified before the document sees it, and what passes goes through the gate, in its own slots, so that peers know it again.

import type * as Y from "yjs";
import { Gate } from "../net/sync/gate.ts";
import { parseUpdate, type Struct } from "../net/sync/update.ts";
import { pause } from "../lib/pause.ts";
import type { RecordId, Topic } from "../room/ids.ts";
import type { Ledger } from "../room/ledger.ts";
import { recordIdOf, verifyRecords } from "../room/record.ts";
import type { VerifyMany } from "../room/verifier.ts";

export type HistoryTarget = Readonly<{ doc: Y.Doc; topic: Topic; ledger: Ledger }>;

/** Given as the origin of what is applied. */
const imported = Symbol("imported");
/** A slice of a file of ours is 64 KiB; one that holds the page up was made to. */
const maxSliceBytes = 1024 * 1024;

/** Of these, what is a record under its own id with a good signature, and slots that were emptied. */
const verified = async (
  structs: readonly Struct[],
  topic: Topic,
  verify: VerifyMany,
): Promise<readonly Struct[]> => {
  const wellFormed = structs.filter(({ key, bytes }) => bytes === null || recordIdOf(bytes) === key);
  const verdicts = await verifyRecords(
    topic,
    wellFormed.flatMap(({ bytes }) => bytes ?? []),
    verify,
  );
  let at = 0;
  return wellFormed.filter(({ bytes }) => bytes === null || verdicts[at++] === true);
};

/** Takes what is good of `history`; the rest leaves no trace. Resolves when the document holds it. Never rejects. */
export const bringHistory = async (
  { doc, topic, ledger }: HistoryTarget,
  history: readonly Uint8Array[],
  verify: VerifyMany,
): Promise<void> => {
  /** Verified, but their slots hold something else here, or do not follow on what is here. */
  const beside = new Map<RecordId, Uint8Array>();
  const records = {
    has: (id: RecordId) => ledger.has(id),
    bytesOf: (id: RecordId) => beside.get(id) ?? ledger.bytesOf(id),
    isErased: (id: RecordId) => ledger.isErased(id),
    vouch: (ids: Iterable<RecordId>) => ledger.vouch(ids),
    receive: (id: RecordId, bytes: Uint8Array) => void beside.set(id, bytes),
  };
  const gate = new Gate({ doc, records, recordId: recordIdOf }, imported);
  const stop = ledger.onErased(() => gate.retry());
  for (const update of history) {
    const parsed = update.length > maxSliceBytes ? "too-long" : parseUpdate(update.slice());
    if (typeof parsed === "string") continue;
    gate.take(await verified(parsed.structs, topic, verify));
    await pause(); // the page draws in between
  }
  await ledger.whenSettled();
  gate.retry();
  stop();
  ledger.keep([...beside].map(([id, bytes]) => ({ id, bytes })));
  await ledger.whenSettled();
};
