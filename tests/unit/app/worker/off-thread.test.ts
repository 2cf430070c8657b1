import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { offThread } from "../../../../src/app/worker/off-thread.ts";
import type { Check, VerifyMany } from "../../../../src/room/verifier.ts";
import type { Topic } from "../../../../src/room/ids.ts";

const check: Check = { signature: new Uint8Array(64), message: new Uint8Array(1), key: new Uint8Array(32) };
const many = Array.from({ length: 200 }, () => check);
const here: VerifyMany = (checks) => Promise.resolve(checks.map(() => true));

type Listener = (event: unknown) => void;

/** A worker that says what the test makes it say. */
class FakeWorker {
  static made: FakeWorker[] = [];
  readonly listeners = new Map<string, Listener>();
  readonly tasks: { turn: number; what: string }[] = [];
  terminated = false;
  constructor() {
    FakeWorker.made.push(this);
  }
  addEventListener(type: string, listener: Listener): void {
    this.listeners.set(type, listener);
  }
  postMessage(task: { turn: number; what: string }): void {
    this.tasks.push(task);
  }
  terminate(): void {
    this.terminated = true;
  }
  say(turn: number, answer: unknown): void {
    this.listeners.get("message")?.({ data: { turn, answer } });
  }
}

beforeEach(() => {
  FakeWorker.made = [];
  vi.stubGlobal("Worker", FakeWorker);
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });
});

const started = (): FakeWorker => {
  const [worker] = FakeWorker.made;
  if (worker === undefined) throw new Error("no worker was made");
  return worker;
};

test("[ID1] many checks go to the worker, few do not", async () => {
  const { verify } = offThread(here, { isFast: true });
  expect(await verify(many.slice(0, 5))).toHaveLength(5);
  expect(FakeWorker.made).toHaveLength(0);
  const verdicts = verify(many);
  started().say(0, null);
  started().say(started().tasks[0]?.turn ?? -1, new Uint8Array(many.length));
  expect(await verdicts).toEqual(many.map(() => false));
});

test("[ID1][GT1] a worker whose script never comes (the host is asleep) holds nothing up: all is done here", async () => {
  const { verify, judge } = offThread(here, { isFast: true });
  const verdicts = verify(many);
  const blocks = judge(new Uint8Array(8), new Uint8Array(16) as Uint8Array as Topic);
  await vi.advanceTimersByTimeAsync(5000);
  expect(await verdicts).toEqual(many.map(() => true));
  expect(await blocks).toBeNull();
  expect(started().terminated).toBe(true);
  expect(await verify(many)).toHaveLength(many.length);
  expect(FakeWorker.made).toHaveLength(1);
});

test("[ID1] a worker that has begun may take its time; one that dies holds nothing up", async () => {
  const { verify } = offThread(here, { isFast: true });
  const verdicts = verify(many);
  started().say(0, null);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(started().terminated).toBe(false);
  started().listeners.get("error")?.(new Event("error"));
  expect(await verdicts).toEqual(many.map(() => true));
});

test("[ID1] without WebCrypto the worker is there before it is needed: the host may be gone by then", async () => {
  offThread(here, { isFast: true });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(FakeWorker.made).toHaveLength(0);
  offThread(here, { isFast: false });
  await vi.advanceTimersByTimeAsync(1500);
  expect(FakeWorker.made).toHaveLength(1);
});
