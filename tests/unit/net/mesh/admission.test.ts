import { VirtualTime } from "../../../support/virtual-time.ts";
import { expect, test } from "vitest";
import { Admission } from "../../../../src/net/mesh/admission.ts";
import type { PeerIds, ReachedPeer } from "../../../../src/net/mesh/reach.ts";
import { useSeed } from "../../../support/seeded.ts";

class Attempt implements ReachedPeer {
  readonly ids: PeerIds;
  destroyed = false;

  constructor(peer: string) {
    this.ids = { self: "ada", peer };
  }

  destroy(): void {
    this.destroyed = true;
  }

  leave(): void {
    this.destroy();
  }

  // oxlint-disable-next-line class-methods-use-this
  restart(): void {}
}

const attempt = (peer = "bela"): Attempt => new Attempt(peer);

/** Admits and tells when it went. */
const admit = (admission: Admission, peer: ReachedPeer, patient = true): { gone: boolean } => {
  const state = { gone: false };
  admission.admit(peer, patient, () => {
    state.gone = true;
  });
  return state;
};

test("[PR3] the first attempt goes at once", () => {
  expect(admit(new Admission(), attempt()).gone).toBe(true);
});

test("[PR3] after each failure the next waits longer, up to a minute and a half", async () => {
  useSeed(1);
  const time = VirtualTime.start();
  const admission = new Admission();
  const waits: number[] = [];
  for (let i = 0; i < 12; i++) {
    const peer = attempt();
    const began = time.now;
    const state = admit(admission, peer);
    await time.until(() => state.gone, 200_000);
    waits.push(time.now - began);
    admission.onEnd(peer, true);
  }
  expect(waits[0]).toBe(0);
  waits.slice(1).forEach((wait, i) => {
    const nominal = Math.min(60_000, 1000 * 2 ** i);
    expect(wait).toBeGreaterThanOrEqual(nominal * 0.5 - 10);
    expect(wait).toBeLessThanOrEqual(nominal * 1.5 + 10);
  });
  expect(admission.failuresOf("bela")).toBe(12);
});

test("[PR3] one that calls is not kept waiting, and a link that stood clears the count", async () => {
  const time = VirtualTime.start();
  const admission = new Admission();
  const failed = attempt();
  admit(admission, failed);
  admission.onEnd(failed, true);
  const called = attempt();
  expect(admit(admission, called, false).gone).toBe(true);
  admission.onProven(called);
  expect(admission.failuresOf("bela")).toBe(0);
  admission.onEnd(called, false);
  expect(admit(admission, attempt()).gone).toBe(true);
  time.stop();
});

test("[PR3] the network changed: everybody is tried at once", () => {
  const admission = new Admission();
  const failed = attempt();
  admit(admission, failed);
  admission.onEnd(failed, true);
  admission.forget();
  expect(admit(admission, attempt()).gone).toBe(true);
});

test("[PR3] eight attempts of ours at a time, those who call besides; the rest follow in order", () => {
  const admission = new Admission();
  const ours = Array.from({ length: 12 }, (_, i) => attempt(`peer ${i}`));
  const states = ours.map((peer) => admit(admission, peer));
  expect(states.map(({ gone }) => gone)).toEqual(Array.from({ length: 12 }, (_, i) => i < 8));
  const callers = Array.from({ length: 20 }, (_, i) => attempt(`caller ${i}`));
  const called = callers.map((peer) => admit(admission, peer, false));
  expect(called.filter(({ gone }) => gone)).toHaveLength(16); // 24 together
  ours.slice(0, 3).forEach((peer) => admission.onProven(peer));
  expect(states.filter(({ gone }) => gone).length + called.filter(({ gone }) => gone).length).toBe(27);
  for (const peer of [...ours, ...callers]) admission.onEnd(peer, false);
  expect([...states, ...called].every(({ gone }) => gone)).toBe(true);
});

test("[PR3] who is not answered gives up its place after 3 s, or 1 s where others wait, and an answer gives it one again", async () => {
  const time = VirtualTime.start();
  const admission = new Admission();
  const ghosts = Array.from({ length: 8 }, (_, i) => attempt(`ghost ${i}`));
  for (const peer of ghosts) admit(admission, peer);
  const [answered, late] = ghosts as [Attempt, Attempt];
  admission.onAnswered(answered);
  await time.pass(900);
  const friends = Array.from({ length: 9 }, (_, i) => admit(admission, attempt(`friend ${i}`)));
  expect(friends.filter(({ gone }) => gone)).toHaveLength(0);
  await time.pass(200);
  expect(friends.filter(({ gone }) => gone)).toHaveLength(7); // one of the eight is answered
  admission.onAnswered(late);
  await time.pass(1000);
  expect(friends.filter(({ gone }) => gone)).toHaveLength(9);
  expect(ghosts.some(({ destroyed }) => destroyed)).toBe(false);
});

test("[PR3] who comes next is drawn by lot: those who came first are not all before those who came last", async () => {
  useSeed(4);
  const time = VirtualTime.start();
  const admission = new Admission();
  const began: number[] = [];
  for (let i = 0; i < 200; i++) admission.admit(attempt(`peer ${i}`), true, () => began.push(i));
  await time.pass(5000);
  expect(began.slice(0, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(Math.max(...began.slice(8))).toBeGreaterThan(100);
});

test("[PR3] a peer that has gone while it waited does not go", async () => {
  const time = VirtualTime.start();
  const admission = new Admission();
  const first = Array.from({ length: 8 }, (_, i) => attempt(`peer ${i}`));
  for (const peer of first) admit(admission, peer);
  const late = attempt("late");
  const state = admit(admission, late);
  late.destroy();
  admission.onEnd(late, false);
  for (const peer of first) admission.onEnd(peer, false);
  await time.pass(1000);
  expect(state.gone).toBe(false);
});

test("[PR3] a host that announces without end fills a bounded queue", () => {
  const admission = new Admission();
  const peers = Array.from({ length: 1000 }, (_, i) => attempt(`ghost ${i}`));
  for (const peer of peers) admit(admission, peer);
  expect(peers.filter(({ destroyed }) => destroyed)).toHaveLength(1000 - 8 - 256);
});
