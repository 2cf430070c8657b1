// What would hold up the page: verifying signatures (ID1; 0.8 ms each with noble, and Chromium's WebCrypto too does its
// 0.1 ms inside the call), and judging slices of history (GT1).

import type { Judgement } from "../../net/context.ts";
import type { Topic } from "../../room/ids.ts";
import { readPlainUpdate } from "../../net/sync/plain-update.ts";
import { craftedSignatures } from "../../room/crafted-signatures.ts";
import { KeyRing } from "../../room/identity.ts";
import { recordIdOf, verifyRecords } from "../../room/record.ts";
import { createVerifier } from "../../room/verifier.ts";
import { unpackChecks } from "./packed-checks.ts";

export type Asked = Readonly<
  | { what: "verify"; bytes: Uint8Array<ArrayBuffer> } // as `packChecks` made them
  | { what: "judge"; bytes: Uint8Array<ArrayBuffer>; topic: Topic }
>;
export type Task = Asked & Readonly<{ turn: number }>;
export type Answer = Readonly<{
  /** 0: the worker has begun, which answers nothing. */
  turn: number;
  /** For "verify" one byte a check, 1: good. */
  answer: Uint8Array | Judgement;
}>;

const verifier = createVerifier(new KeyRing(), { crafted: () => Promise.resolve(craftedSignatures) });

const verify = async (packed: Uint8Array): Promise<Uint8Array> =>
  Uint8Array.from(await (await verifier)(unpackChecks(packed)), Number);

const judge = async (update: Uint8Array, topic: Topic): Promise<Judgement> => {
  const records: Uint8Array[] = [];
  const blocks = readPlainUpdate(update, (key, bytes) => {
    records.push(bytes);
    return recordIdOf(bytes) === key;
  });
  if (blocks === null) return null;
  return (await verifyRecords(topic, records, await verifier)).every(Boolean) ? blocks : "forged";
};

addEventListener("message", ({ data: task }: MessageEvent<Task>) => {
  const { turn } = task;
  void (task.what === "verify" ? verify(task.bytes) : judge(task.bytes, task.topic)).then((answer) => {
    const message: Answer = { turn, answer };
    postMessage(message);
  });
});

const here: Answer = { turn: 0, answer: null };
postMessage(here);
