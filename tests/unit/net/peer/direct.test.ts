import { expect, test } from "vitest";
import { connect, kinds, pass, remote, start } from "./direct-sides.ts";

test("[PR1] the higher id offers, the other asks it to; both candidates travel in the descriptions", async () => {
  const { time, ice, offerer, answerer } = start();
  answerer.direct.try();
  expect([kinds(answerer), ice.made.length]).toEqual([["restart"], 0]);
  pass(answerer, offerer);
  await time.pass(200);
  expect(offerer.said).toMatchObject([{ kind: "offer", attempt: 1 }]);
  const [offer] = offerer.said;
  if (offer?.kind !== "offer") throw new Error("no offer");
  expect(offer.description.candidates).toHaveLength(2);
  expect(offer.description.sdp).not.toContain("candidate");
  pass(offerer, answerer);
  await time.pass(200);
  expect(answerer.said).toMatchObject([{ kind: "answer", attempt: 1 }]);
  await connect(time, offerer, answerer);
  expect(ice.made.map(({ calls }) => calls)).toEqual([
    ["offer", "remote answer"],
    ["remote offer", "answer"],
  ]);
  expect([offerer.failed, answerer.failed]).toEqual([[], []]);
});

test("[PR1] candidates found late follow in a signal of their own, and count for their attempt only", async () => {
  const { time, ice, offerer } = start();
  ice.candidates = [];
  offerer.direct.try();
  await time.pass(200);
  offerer.said.length = 0;
  const [rtc] = ice.made;
  for (const type of ["host", "srflx"])
    rtc?.onicecandidate?.({
      candidate: { candidate: `candidate:${type}`, type, sdpMid: "0", sdpMLineIndex: 0 } as RTCIceCandidate,
    });
  await time.pass(200);
  expect(offerer.said).toMatchObject([{ kind: "candidates", attempt: 1, candidates: [{}, {}] }]);
  const candidates = [{ candidate: "candidate:1", sdpMid: "0", sdpMLineIndex: 0 }];
  for (const attempt of [0, 2])
    offerer.direct.receive({ kind: "candidates", attempt, candidates, from: "", to: "", seq: 0 });
  await time.pass(10);
  expect(rtc?.candidates).toEqual([]);
  offerer.direct.receive({ kind: "candidates", attempt: 1, candidates, from: "", to: "", seq: 0 });
  await time.pass(10);
  expect(rtc?.candidates).toEqual(["candidate:1"]);
});

test("[VR3] of candidates without end a connection tries a few", async () => {
  const { time, ice, offerer } = start();
  offerer.direct.try();
  await time.pass(200);
  for (let i = 0; i < 40; i++) {
    const candidates = Array.from({ length: 32 }, (_, j) => ({ candidate: `candidate:${i} ${j}` }));
    offerer.direct.receive({ kind: "candidates", attempt: 1, candidates, from: "", to: "", seq: i });
  }
  await time.pass(100);
  expect(ice.made[0]?.candidates).toHaveLength(4 * 32);
});

test("[PR1] an answer out of state, of another attempt or to one that answers is ignored", async () => {
  const { time, ice, offerer, answerer } = start();
  offerer.direct.try();
  await time.pass(200);
  pass(offerer, answerer);
  await time.pass(200);
  const [answer] = answerer.said;
  if (answer?.kind !== "answer") throw new Error("no answer");
  for (const attempt of [0, 2]) offerer.direct.receive(remote(answer.description, "answer", attempt));
  answerer.direct.receive(remote(answer.description, "answer", 1));
  await time.pass(10);
  expect(ice.made.map(({ calls }) => calls)).toEqual([["offer"], ["remote offer", "answer"]]);
  await connect(time, offerer, answerer);
  offerer.direct.receive(remote(answer.description, "answer", 1));
  await time.pass(10);
  expect(ice.made[0]?.calls).toEqual(["offer", "remote answer"]);
  expect([offerer.failed, answerer.failed]).toEqual([[], []]);
  expect(offerer.proven()).toBe(true);
});

test("[PR1] an offer of a later attempt takes the place of the one before; an earlier one, or one to who offers, does nothing", async () => {
  const { time, ice, offerer, answerer } = start();
  const offer = { sdp: "v=0\r\na=fingerprint:sha-256 X\r\n", candidates: [] };
  answerer.direct.receive(remote(offer, "offer", 3));
  await time.pass(200);
  answerer.direct.receive(remote(offer, "offer", 2));
  await time.pass(200);
  expect(ice.made).toHaveLength(1);
  answerer.direct.receive(remote(offer, "offer", 4));
  await time.pass(200);
  expect(ice.made.map(({ connectionState }) => connectionState)).toEqual(["closed", "new"]);
  expect(answerer.said).toMatchObject([{ attempt: 3 }, { attempt: 4 }]);
  offerer.direct.receive(remote(offer, "offer", 9));
  await time.pass(200);
  expect(ice.made).toHaveLength(2);
});

test("[PR3] disconnected for 5 s, it looks for another way; 8 s more, and the link is given up", async () => {
  const { time, ice, offerer, answerer } = start();
  offerer.direct.try();
  await connect(time, offerer, answerer);
  const [rtc] = ice.made;
  if (rtc === undefined) throw new Error("none was made");
  rtc.connectionState = "disconnected";
  rtc.onconnectionstatechange?.();
  await time.pass(4900);
  expect([kinds(offerer), offerer.failed]).toEqual([[], []]);
  await time.pass(400);
  expect([kinds(offerer), rtc.calls.at(-1)]).toEqual([["offer"], "restart"]);
  expect(offerer.said[0]).toMatchObject({ attempt: 1 });
  await time.pass(7500);
  expect([offerer.proven(), offerer.failed]).toEqual([true, []]);
  await time.pass(500);
  expect([offerer.proven(), offerer.failed]).toEqual([false, ["link disconnected"]]);
  expect(offerer.found).toEqual([["host", "srflx"]]);
});

test("[PR3] one that ICE has mended by itself is left alone", async () => {
  const { time, ice, offerer, answerer } = start();
  offerer.direct.try();
  await connect(time, offerer, answerer);
  const [rtc] = ice.made;
  if (rtc === undefined) throw new Error("none was made");
  for (const [state, ms] of [
    ["disconnected", 4000],
    ["connected", 60_000],
  ] as const) {
    rtc.connectionState = state;
    rtc.onconnectionstatechange?.();
    await time.pass(ms);
  }
  expect([kinds(offerer), offerer.failed, offerer.proven()]).toEqual([[], [], true]);
});

test("[PR3] who answers asks for the other way, and the link goes on over it", async () => {
  const { time, ice, offerer, answerer } = start();
  offerer.direct.try();
  await connect(time, offerer, answerer);
  answerer.direct.restart();
  expect(kinds(answerer)).toEqual(["restart"]);
  pass(answerer, offerer);
  await time.pass(200);
  pass(offerer, answerer);
  await time.pass(200);
  pass(answerer, offerer);
  await time.pass(200);
  expect(ice.made.map(({ calls }) => calls)).toEqual([
    ["offer", "remote answer", "restart", "remote answer"],
    ["remote offer", "answer", "remote offer", "answer"],
  ]);
  expect([offerer.proven(), answerer.proven(), offerer.failed]).toEqual([true, true, []]);
});

test("a browser that makes no more connections, or cannot describe one, is a failed attempt, not a throw", async () => {
  const { time, ice, offerer, answerer } = start();
  ice.refuses = true;
  offerer.direct.try();
  answerer.direct.receive(remote({ sdp: "", candidates: [] }, "offer", 1));
  expect([offerer.failed, answerer.failed]).toEqual([
    ["attempt refused UnknownError"],
    ["attempt refused UnknownError"],
  ]);
  expect([offerer.direct.isTrying, offerer.found]).toEqual([false, []]);
  ice.refuses = false;
  ice.describeError = new DOMException("text that nobody is to see", "OperationError");
  offerer.direct.try();
  await time.pass(200);
  expect(offerer.failed.slice(1)).toEqual(["attempt negotiation OperationError"]);
  ice.describeError = null;
  offerer.direct.try();
  await time.pass(200);
  expect(offerer.said).toMatchObject([{ kind: "offer", attempt: 3 }]);
});

test("an attempt cut before it has gathered says nothing of addresses; one that found none says so", async () => {
  const { time, ice, offerer } = start();
  ice.candidates = [];
  offerer.direct.try();
  offerer.direct.drop();
  expect(offerer.found).toEqual([]);
  offerer.direct.try();
  await time.pass(200);
  offerer.direct.drop();
  expect(offerer.found).toEqual([[]]);
});

test("a retry gives up an attempt that hangs, and leaves a path alone", async () => {
  const { time, ice, offerer, answerer } = start();
  offerer.direct.try();
  await time.pass(200);
  offerer.said.length = 0;
  offerer.direct.try();
  await time.pass(200);
  expect(ice.made).toHaveLength(1);
  offerer.direct.retry();
  await connect(time, offerer, answerer);
  expect(ice.made.map(({ connectionState }) => connectionState)).toEqual([
    "closed",
    "connected",
    "connected",
  ]);
  offerer.direct.retry();
  await time.pass(200);
  expect([ice.made.length, offerer.proven()]).toEqual([3, true]);
});

test("[VR3] channels 0 to 3 stand from the beginning, on both sides", async () => {
  const { time, ice, offerer, answerer } = start();
  offerer.direct.try();
  await connect(time, offerer, answerer);
  expect(ice.made.map(({ channels }) => [...channels.keys()])).toEqual([
    [0, 1, 2, 3],
    [0, 1, 2, 3],
  ]);
});
