import { VirtualTime } from "../../support/virtual-time.ts";
import { expect, test } from "vitest";
import { Backoff } from "../../../src/net/backoff.ts";
import type { Peer } from "../../../src/net/peer.ts";
import { useSeed } from "../../support/seeded.ts";

type Attempt = { ids: { self: string; peer: string }; destroyed: boolean; destroy: () => void };

const attempt = (peer = "bela"): Attempt & Peer => {
  const made: Attempt = {
    ids: { self: "ada", peer },
    destroyed: false,
    destroy: () => {
      made.destroyed = true;
    },
  };
  return made as unknown as Attempt & Peer;
};

/** Admits and tells when it went. */
const admit = (backoff: Backoff, peer: Peer, patient = true): { gone: boolean } => {
  const state = { gone: false };
  backoff.admit(peer, patient, () => {
    state.gone = true;
  });
  return state;
};

test("[PR3] the first attempt goes at once", () => {
  expect(admit(new Backoff(), attempt()).gone).toBe(true);
});

test("[PR3] after each failure the next waits longer, up to a minute and a half", async () => {
  useSeed(1);
  const time = VirtualTime.start();
  const backoff = new Backoff();
  const waits: number[] = [];
  for (let i = 0; i < 12; i++) {
    const peer = attempt();
    const began = time.now;
    const state = admit(backoff, peer);
    await time.until(() => state.gone, 200_000);
    waits.push(time.now - began);
    backoff.onEnd(peer, true);
  }
  expect(waits[0]).toBe(0);
  waits.slice(1).forEach((wait, i) => {
    const nominal = Math.min(60_000, 1000 * 2 ** i);
    expect(wait).toBeGreaterThanOrEqual(nominal * 0.5 - 10);
    expect(wait).toBeLessThanOrEqual(nominal * 1.5 + 10);
  });
  expect(backoff.failuresOf("bela")).toBe(12);
});

test("[PR3] one that calls is not kept waiting, and a link that stood clears the count", async () => {
  const time = VirtualTime.start();
  const backoff = new Backoff();
  const failed = attempt();
  admit(backoff, failed);
  backoff.onEnd(failed, true);
  const called = attempt();
  expect(admit(backoff, called, false).gone).toBe(true);
  backoff.onProven(called);
  expect(backoff.failuresOf("bela")).toBe(0);
  backoff.onEnd(called, false);
  expect(admit(backoff, attempt()).gone).toBe(true);
  time.stop();
});

test("[PR3] the network changed: everybody is tried at once", () => {
  const backoff = new Backoff();
  const failed = attempt();
  admit(backoff, failed);
  backoff.onEnd(failed, true);
  backoff.forget();
  expect(admit(backoff, attempt()).gone).toBe(true);
});

test("[PR3] eight attempts of ours at a time, those who call besides; the rest follow in order", () => {
  const backoff = new Backoff();
  const ours = Array.from({ length: 12 }, (_, i) => attempt(`peer ${i}`));
  const states = ours.map((peer) => admit(backoff, peer));
  expect(states.map(({ gone }) => gone)).toEqual(Array.from({ length: 12 }, (_, i) => i < 8));
  const callers = Array.from({ length: 20 }, (_, i) => attempt(`caller ${i}`));
  const called = callers.map((peer) => admit(backoff, peer, false));
  expect(called.filter(({ gone }) => gone)).toHaveLength(16); // 24 together
  ours.slice(0, 3).forEach((peer) => backoff.onProven(peer));
  expect(states.filter(({ gone }) => gone).length + called.filter(({ gone }) => gone).length).toBe(27);
  for (const peer of [...ours, ...callers]) backoff.onEnd(peer, false);
  expect([...states, ...called].every(({ gone }) => gone)).toBe(true);
});

test("[PR3] a peer that has gone while it waited does not go", async () => {
  const time = VirtualTime.start();
  const backoff = new Backoff();
  const first = Array.from({ length: 8 }, (_, i) => attempt(`peer ${i}`));
  for (const peer of first) admit(backoff, peer);
  const late = attempt("late");
  const state = admit(backoff, late);
  late.destroy();
  backoff.onEnd(late, false);
  for (const peer of first) backoff.onEnd(peer, false);
  await time.pass(1000);
  expect(state.gone).toBe(false);
});

test("[PR3] a host that announces without end fills a bounded queue", () => {
  const backoff = new Backoff();
  const peers = Array.from({ length: 1000 }, (_, i) => attempt(`ghost ${i}`));
  for (const peer of peers) admit(backoff, peer);
  expect(peers.filter(({ destroyed }) => destroyed)).toHaveLength(1000 - 8 - 256);
});
