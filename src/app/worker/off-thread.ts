// Work for a worker, started at its first use; without one (or when it could not be loaded: the host gone on plain http)
// everything is done here, only slower.

import type { Judgement } from "../../net/context.ts";
import type { Topic } from "../../room/ids.ts";
import type { VerifyMany } from "../../room/verifier.ts";
import type { Answer, Asked, Task } from "./off-thread.worker.ts";
import { packChecks } from "./packed-checks.ts";

/** A worker that has not begun by then never will: its script is fetched from a host that may be asleep, and answers nobody. */
const beginsWithinMs = 5000;

/** Without WebCrypto it is needed for every history. It is begun while the host is there to fetch it from: on plain http it may go. */
const beginAfterMs = 1500;

/** Sooner verified here than sent to a worker, in checks: 8 ms with WebCrypto, a screenful; 3 ms with noble, a live message. */
const fewChecks = { fast: 128, slow: 4 } as const;

export type OffThread = Readonly<{
  verify: VerifyMany;
  /** See net/context.ts; null also where there is no worker: then the gate does it. */
  judge: (update: Uint8Array, topic: Topic) => Promise<Judgement>;
}>;

/** `here` verifies on this thread; `isFast`: with WebCrypto. */
export const offThread = (here: VerifyMany, { isFast }: Readonly<{ isFast: boolean }>): OffThread => {
  const few = isFast ? fewChecks.fast : fewChecks.slow;
  const waiting = new Map<number, (answer: Answer["answer"]) => void>();
  let worker: Worker | null | undefined;
  let turns = 0;

  const start = (): Worker | null => {
    try {
      const started = new Worker(new URL("off-thread.worker.ts", import.meta.url), { type: "module" });
      const giveUp = (): void => {
        worker = null;
        started.terminate();
        for (const answer of waiting.values()) answer(null);
        waiting.clear();
      };
      const beginning = setTimeout(giveUp, beginsWithinMs);
      started.addEventListener("message", ({ data: { turn, answer } }: MessageEvent<Answer>) => {
        clearTimeout(beginning);
        waiting.get(turn)?.(answer);
        waiting.delete(turn);
      });
      started.addEventListener("error", giveUp);
      return started;
    } catch {
      return null; // no workers here
    }
  };

  const begin = (): Worker | null => {
    if (worker === undefined) worker = start();
    return worker;
  };
  if (!isFast) setTimeout(begin, beginAfterMs);

  const ask = (asked: Asked): Promise<Answer["answer"]> => {
    const worker = begin();
    if (worker === null) return Promise.resolve(null);
    const task: Task = { ...asked, turn: ++turns };
    worker.postMessage(task, [task.bytes.buffer]);
    return new Promise((resolve) => waiting.set(task.turn, resolve));
  };

  return {
    verify: async (checks) => {
      if (checks.length <= few) return here(checks);
      const verdicts = await ask({ what: "verify", bytes: packChecks(checks) });
      return verdicts instanceof Uint8Array && verdicts.length === checks.length
        ? Array.from(verdicts, (verdict) => verdict === 1)
        : here(checks);
    },
    judge: async (update, topic) => {
      const judgement = await ask({ what: "judge", bytes: update.slice(), topic });
      return judgement instanceof Uint8Array ? null : judgement;
    },
  };
};
