// What would hold up the page: verifying signatures (ID1; 0.8 ms each with noble, and Chromium's WebCrypto too does its
// 0.1 ms inside the call), and judging slices of history (GT1).

import type { Block } from "../../net/context.ts";
import { readPlainUpdate } from "../../net/sync/plain-update.ts";
import { craftedSignatures } from "../../room/crafted-signatures.ts";
import { KeyRing } from "../../room/identity.ts";
import { recordIdOf } from "../../room/record.ts";
import { createVerifier } from "../../room/verifier.ts";
import { unpackChecks } from "./packed-checks.ts";

export type Task = Readonly<
  | { turn: number; what: "verify"; bytes: Uint8Array<ArrayBuffer> } // as `packChecks` made them
  | { turn: number; what: "judge"; bytes: Uint8Array<ArrayBuffer> }
>;
export type Answer = Readonly<{
  /** 0: the worker has begun, which answers nothing. */
  turn: number;
  /** For "verify" one byte a check, 1: good; for "judge" as `readPlainUpdate` gives them. */
  answer: Uint8Array | readonly Block[] | null;
}>;

const verifier = createVerifier(new KeyRing(), { crafted: () => Promise.resolve(craftedSignatures) });

const verify = async (packed: Uint8Array): Promise<Uint8Array> =>
  Uint8Array.from(await (await verifier)(unpackChecks(packed)), Number);

const judge = (update: Uint8Array): readonly Block[] | null =>
  readPlainUpdate(update, (key, bytes) => recordIdOf(bytes) === key);

addEventListener("message", ({ data: { turn, what, bytes } }: MessageEvent<Task>) => {
  void Promise.resolve(what === "verify" ? verify(bytes) : judge(bytes)).then((answer) => {
    const message: Answer = { turn, answer };
    postMessage(message);
  });
});

const here: Answer = { turn: 0, answer: null };
postMessage(here);
