import { expect, onTestFinished, test, vi } from "vitest";
import { findTrouble, type Signs } from "../../../../src/app/session/doctor.ts";
import type { AuthorId } from "../../../../src/room/ids.ts";

const ada = "ada" as AuthorId;
const link = (relayed: boolean) => ({ author: ada, rttMs: 5, relayed, canBeDirect: true });
const person = {
  author: ada,
  peerId: "p1",
  inside: true,
  typing: false,
  asking: "",
} as unknown as Signs["present"][number];
const types = (...kinds: RTCIceCandidateType[]) => new Set(kinds);

const find = (signs: Partial<Signs> = {}): unknown =>
  findTrouble({ signaling: "connected", webRtc: true, links: [], present: [], failures: () => 0, ...signs });

const online = (isOnline: boolean): void => {
  vi.stubGlobal("navigator", { onLine: isOnline });
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
};

test("nothing is wrong while everybody here is linked, or has failed only once", () => {
  online(true);
  expect(find()).toBeNull();
  expect(find({ links: [link(false)], present: [person], failures: () => 9 })).toBeNull();
  expect(find({ present: [person], failures: () => 1 })).toBeNull();
});

test("offline is said only when neither host nor anybody is reached", () => {
  online(false);
  expect(find({ signaling: "away" })).toBe("offline");
  expect(find({ signaling: "connected" })).toBeNull();
  expect(find({ signaling: "away", links: [link(false)] })).toBe("host-unreachable");
  online(true);
  expect(find({ signaling: "away" })).toBe("host-unreachable");
});

test("[MS5] a relayed link carries nothing while the host is away", () => {
  online(false);
  expect(find({ signaling: "away", links: [link(true)] })).toBe("offline");
});

test("[MS5] without WebRTC here the host is needed; without it over there nothing is wrong with this network", () => {
  online(true);
  expect(find({ webRtc: false })).toBe("webrtc-missing");
  expect(find({ webRtc: false, links: [link(true)] })).toBe("webrtc-missing");
  expect(find({ webRtc: false, links: [link(true)], signaling: "away" })).toBe("host-needed");
  expect(find({ links: [{ ...link(true), canBeDirect: false }] })).toBeNull();
  online(false);
  expect(find({ webRtc: false, signaling: "away" })).toBe("offline");
});

test("[SG6] who is here and not reached, or reached through the host only: the candidates tell why", () => {
  online(true);
  for (const signs of [{ present: [person], failures: () => 2 }, { links: [link(true)] }]) {
    expect(find({ ...signs, candidates: types() })).toBe("local-network-denied");
    expect(find({ ...signs, candidates: types("host") })).toBe("addresses-hidden");
    expect(find({ ...signs, candidates: types("host", "srflx") })).toBe("udp-blocked");
    expect(find(signs)).toBe("udp-blocked");
  }
});

test("[SG6] the local network denied: no address is found, or some are and never get through", () => {
  online(true);
  const signs = { present: [person], failures: () => 2 };
  const found = types("host", "srflx");
  expect(find({ ...signs, candidates: found, localNetwork: "denied" })).toBe("local-network-denied");
  expect(find({ ...signs, candidates: null, localNetwork: "denied" })).toBe("local-network-denied");
  expect(find({ ...signs, candidates: types(), localNetwork: "granted" })).toBe("local-network-denied");
  for (const localNetwork of ["granted", "prompt", null] as const)
    expect(find({ ...signs, candidates: found, localNetwork })).toBe("udp-blocked");
  expect(find({ localNetwork: "denied" })).toBeNull(); // everybody is reached
});

test("a page that was asleep is told so, and nothing else is suspected meanwhile", () => {
  online(true);
  const signs = { present: [person], failures: () => 9, candidates: types() };
  expect(find({ ...signs, isWaking: true })).toBe("asleep");
  online(false);
  expect(find({ ...signs, signaling: "away", isWaking: true })).toBe("offline");
});
