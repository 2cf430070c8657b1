// A VerifyMany over a worker, started at its first use.

import type { VerifyMany } from "../room/verifier.ts";

/** A live message or two are sooner verified than sent to a worker. */
const fewChecks = 4;

/** `here` verifies on this thread: a few at a time, and all where workers are not to be had. */
export const offThreadVerifier = (here: VerifyMany): VerifyMany => {
  let worker: Worker | null | undefined;
  let turns = 0;
  const waiting = new Map<number, (verdicts: readonly boolean[]) => void>();
  const start = (): Worker | null => {
    try {
      const started = new Worker(new URL("verify.worker.ts", import.meta.url), { type: "module" });
      started.addEventListener(
        "message",
        ({ data }: MessageEvent<Readonly<{ turn: number; verdicts: readonly boolean[] }>>) => {
          waiting.get(data.turn)?.(data.verdicts);
          waiting.delete(data.turn);
        },
      );
      return started;
    } catch {
      return null; // no workers here
    }
  };
  return (checks) => {
    if (checks.length <= fewChecks) return here(checks);
    worker ??= start();
    const running = worker;
    if (running === null) return here(checks);
    return new Promise((resolve) => {
      const turn = turns++;
      waiting.set(turn, resolve);
      running.onerror = () => {
        // It could not be loaded: host gone on plain http, say. Nothing is lost, it is only slower here.
        worker = null;
        for (const [, answer] of waiting) answer([]);
        waiting.clear();
      };
      running.postMessage({ turn, checks });
    }).then((verdicts) => {
      const given = verdicts as readonly boolean[];
      return given.length === checks.length ? given : here(checks);
    });
  };
};
