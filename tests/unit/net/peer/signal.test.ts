import { expect, test } from "vitest";
import {
  createConnectionId,
  encodeSignal,
  parseSignal,
  signalCodes,
  type Signal,
} from "../../../../src/net/peer/signal.ts";
import { utf8 } from "../../../../src/lib/bytes.ts";
import { Chance } from "../../../support/chance.ts";

const from = createConnectionId();
const to = createConnectionId();
const candidate = { candidate: "candidate:1 1 udp 1 192.168.0.2 9 typ host", sdpMid: "0", sdpMLineIndex: 0 };
const description = { sdp: "v=0\r\na=fingerprint:sha-256 AA\r\n", candidates: [candidate] };

const examples: readonly Signal[] = [
  { kind: "hi", webRtc: true, from, to: "", seq: 0 },
  { kind: "hi", webRtc: false, from, to, seq: 3 },
  { kind: "offer", attempt: 1, description, from, to, seq: 1 },
  { kind: "answer", attempt: 2 ** 20, description: { sdp: "", candidates: [] }, from, to, seq: 2 ** 40 },
  {
    kind: "candidates",
    attempt: 0,
    candidates: [candidate, { candidate: "", sdpMid: null, sdpMLineIndex: null }],
    from,
    to,
    seq: 5,
  },
  { kind: "restart", from, to, seq: 6 },
  { kind: "bye", from, to, seq: 7 },
  { kind: "relay", key: new Uint8Array(32).fill(2), heard: true, webRtc: false, from, to, seq: 9 },
  { kind: "relay", key: new Uint8Array(32).fill(255), heard: false, webRtc: true, from, to, seq: 10 },
  { kind: "frame", bytes: new Uint8Array(12 * 1024).fill(1), from, to, seq: 8 },
];

test.each(examples.map((signal) => [signal.kind, signal] as const))(
  "[PR2] %s reads back as it was written",
  (_kind, signal) => {
    expect(parseSignal(encodeSignal(signal))).toEqual(signal);
  },
);

test("[PR2] the numbers on the wire are these, for ever", () => {
  const codes = { hi: 0, offer: 1, answer: 2, candidates: 3, restart: 4, bye: 5, frame: 6, relay: 7 };
  expect(signalCodes).toEqual(codes);
  for (const signal of examples) expect(encodeSignal(signal)[0]).toBe(codes[signal.kind]);
});

test("[PR2] ids of connections differ, and nobody's is the empty one", () => {
  const ids = Array.from({ length: 200 }, createConnectionId);
  expect(new Set(ids).size).toBe(200);
  for (const id of ids) expect(id).toMatch(/^[\w-]{11}$/);
});

test("[PR2] truncated and altered signals are nothing or a signal, never a throw", () => {
  const chance = new Chance(8);
  for (const signal of examples) {
    const encoded = encodeSignal(signal);
    for (let length = 0; length < Math.min(encoded.length, 300); length++)
      expect(() => parseSignal(encoded.subarray(0, length))).not.toThrow();
    for (let round = 0; round < 500; round++) {
      const altered = encoded.slice();
      for (let i = chance.between(1, 5); i > 0; i--)
        altered[chance.below(altered.length)] = chance.below(256);
      expect(() => parseSignal(altered)).not.toThrow();
    }
  }
});

test.each([
  ["no list", "{}"],
  ["null", "null"],
  ["a list of text", '["candidate"]'],
  ["a list of null", "[null]"],
  ["a candidate that is a number", '[{"candidate":7}]'],
  ["33 candidates", JSON.stringify(Array.from({ length: 33 }, () => candidate))],
  ["no JSON", "[{"],
])("[PR2] %s in place of candidates is nothing", (_what, json) => {
  const head = encodeSignal({ kind: "candidates", attempt: 0, candidates: [], from, to, seq: 0 }).subarray(
    0,
    -3,
  );
  const text = utf8(json);
  const length = text.length < 128 ? [text.length] : [(text.length & 127) | 128, text.length >> 7];
  expect(parseSignal(Uint8Array.of(...head, ...length, ...text))).toBeNull();
});

test("[PR2] only the fields of a candidate come through, of their own types", () => {
  const odd = { candidate: "c", sdpMid: 3, sdpMLineIndex: "1", usernameFragment: "u" };
  const signal = { kind: "candidates", attempt: 0, candidates: [odd], from, to, seq: 0 } as unknown as Signal;
  expect(parseSignal(encodeSignal(signal))).toMatchObject({
    candidates: [{ candidate: "c", sdpMid: null, sdpMLineIndex: null }],
  });
});

/** An offer, as Chromium makes it. */
const offered = (...sections: readonly string[]): Signal => {
  const sdp = ["v=0", "s=-", "t=0 0", ...sections, ""].join("\r\n");
  return { kind: "offer", attempt: 1, description: { sdp, candidates: [candidate] }, from, to, seq: 0 };
};
const data = "m=application 9 UDP/DTLS/SCTP webrtc-datachannel";

test.each([
  ["sound", ["m=audio 9 UDP/TLS/RTP/SAVPF 111"]],
  ["pictures beside data", [data, "a=mid:0", "m=video 9 UDP/TLS/RTP/SAVPF 96"]],
  ["sound before data", ["m=audio 9 UDP/TLS/RTP/SAVPF 111", data]],
  ["data twice", [data, data]],
  ["something new", ["m=applications 9 UDP/DTLS/SCTP x"]],
])("[VR3] a description that offers %s is nothing", (_what, sections) => {
  expect(parseSignal(encodeSignal(offered(data)))).toEqual(offered(data));
  expect(parseSignal(encodeSignal(offered(...sections)))).toBeNull();
});

test("[VR3] candidates inside the description do not count", () => {
  const inside = Array.from({ length: 64 }, (_, i) => `a=candidate:1 1 udp 1 192.168.0.${i} 9 typ host`);
  const read = parseSignal(encodeSignal(offered(data, ...inside, "a=end-of-candidates", "a=mid:0")));
  expect(read).toEqual(offered(data, "a=mid:0"));
});

test("[PR2] a description longer than any browser's is nothing", () => {
  const long = { sdp: "a".repeat(16 * 1024 + 1), candidates: [] };
  expect(
    parseSignal(encodeSignal({ kind: "offer", attempt: 0, description: long, from, to, seq: 0 })),
  ).toBeNull();
});

test("[MS5] a “hi” of an earlier version, which says nothing of WebRTC, comes from a browser that has it", () => {
  const bytes = encodeSignal({ kind: "hi", webRtc: false, from, to: "", seq: 0 });
  expect(parseSignal(bytes.subarray(0, -1))).toMatchObject({ kind: "hi", webRtc: true });
});
