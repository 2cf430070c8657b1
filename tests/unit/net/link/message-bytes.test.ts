import { expect, test } from "vitest";
import { encodeMessage, parseMessage } from "../../../../src/net/link/message-bytes.ts";
import {
  bucketDigestBytes,
  codes,
  gossipCodes,
  type LinkMessage,
  type Parsed,
} from "../../../../src/net/link/message.ts";
import { Chance } from "../../../support/chance.ts";

const bytes = (length: number, fill = 7): Uint8Array => new Uint8Array(length).fill(fill);

const examples: readonly LinkMessage[] = [
  { type: "hello", bytes: bytes(110) },
  { type: "ready" },
  { type: "gossip", holders: [], what: "presence", payload: bytes(0) },
  { type: "gossip", holders: [0, 1, 0xffffffff], what: "update", payload: bytes(30) },
  { type: "ask", request: 3, epoch: 0, stateVector: bytes(12) },
  { type: "records", request: 0, records: [] },
  { type: "records", request: 9, records: [bytes(3), bytes(0), bytes(200)] },
  { type: "slice", request: 1, epoch: 0, done: 2, total: 2 ** 40, update: bytes(40) },
  { type: "done", request: 1, epoch: 0 },
  { type: "enough", request: 300 },
  { type: "credit", request: 300, bytes: 2 ** 33 },
  { type: "heartbeat", wall: 1_760_000_000_000, digest: bytes(32), stored: true },
  { type: "ping", nonce: 0 },
  { type: "pong", nonce: 2 ** 50 },
  { type: "buckets", epoch: 0, digests: [] },
  { type: "buckets", epoch: 0, digests: Array.from({ length: 256 }, (_, i) => bytes(bucketDigestBytes, i)) },
  { type: "bucket", epoch: 0, index: 255, ids: bytes(32), reply: true },
  { type: "bucket", epoch: 0, index: 0, ids: bytes(0), reply: false },
  { type: "held", ids: bytes(48) },
  { type: "bye", reason: 0 },
];

test.each(examples.map((message) => [message.type, message] as const))(
  "[FR1] %s reads back as it was written",
  (_type, message) => {
    expect(parseMessage(encodeMessage(message))).toEqual(message);
  },
);

test("[FR1] the numbers on the wire are these, for ever", () => {
  expect([codes, gossipCodes]).toEqual([
    {
      hello: 0,
      ready: 1,
      gossip: 2,
      ask: 3,
      records: 4,
      slice: 5,
      done: 6,
      heartbeat: 7,
      ping: 8,
      pong: 9,
      buckets: 10,
      bucket: 11,
      held: 12,
      bye: 13,
      enough: 14,
      credit: 15,
    },
    { update: 0, presence: 1 },
  ]);
  for (const message of examples) expect(encodeMessage(message)[0]).toBe(codes[message.type]);
  const gossip = encodeMessage({
    type: "gossip",
    holders: [0x01020304],
    what: "presence",
    payload: bytes(2),
  });
  expect([...gossip]).toEqual([2, 1, 4, 3, 2, 1, 1, 2, 7, 7]);
});

/** What was read can be written, and reads back as that. */
const expectValid = (message: Parsed | null): void => {
  if (message === null || message.type === "unknown") return;
  const encoded = encodeMessage(message);
  const again = parseMessage(encoded);
  expect(again).not.toBeNull();
  if (again !== null && again.type !== "unknown")
    expect(Buffer.compare(encodeMessage(again), encoded)).toBe(0);
};

test("[GT5] whatever is cut off a message, it is nothing or another valid message", () => {
  for (const message of examples) {
    const encoded = encodeMessage(message);
    for (let length = 0; length < encoded.length; length++) {
      expectValid(parseMessage(encoded.subarray(0, length)));
    }
  }
});

test("[GT5] whatever is altered in a message, it is nothing or a valid message", () => {
  const chance = new Chance(5);
  for (let round = 0; round < 20_000; round++) {
    const altered = encodeMessage(chance.pick(examples)).slice();
    for (let i = chance.between(1, 4); i > 0; i--) altered[chance.below(altered.length)] = chance.below(256);
    expectValid(parseMessage(altered));
  }
});

test("[VR2] a tail is not read, an unknown message is skipped: they are of a later version", () => {
  for (const message of examples) {
    if (message.type === "hello") continue; // it has a tail of its own
    expect(parseMessage(Uint8Array.of(...encodeMessage(message), 9, 9, 9))).toEqual(message);
  }
  for (const type of [16, 100, 200, 255])
    expect(parseMessage(Uint8Array.of(type, 1, 2))).toEqual({ type: "unknown", size: 3 });
  expect(parseMessage(Uint8Array.of(2, 0, 9, 1, 1))).toEqual({ type: "unknown", size: 5 }); // gossip of something else
});

test("[GT5] impossible counts are no message", () => {
  expect(parseMessage(new Uint8Array())).toBeNull();
  expect(parseMessage(Uint8Array.of(2, 0x81, 1, ...bytes(600)))).toBeNull(); // 129 holders
  expect(parseMessage(Uint8Array.of(4, 0, 0x81, 0x20))).toBeNull(); // 4097 records
  expect(parseMessage(Uint8Array.of(10, 0, 5, ...bytes(80)))).toBeNull(); // five of 256 digests
  expect(parseMessage(Uint8Array.of(11, 0, 0, 1, 15, ...bytes(15)))).toBeNull(); // not whole ids
  const vector = encodeMessage({ type: "ask", request: 1, epoch: 0, stateVector: bytes(65 * 1024) });
  expect(parseMessage(vector)).toBeNull(); // more clients than any document may have
});

test("[MS1] a list of holders that is too long is cut, not refused by the receiver", () => {
  const holders = Array.from({ length: 300 }, (_, i) => i);
  const parsed = parseMessage(encodeMessage({ type: "gossip", holders, what: "update", payload: bytes(3) }));
  expect(parsed).toMatchObject({ holders: holders.slice(0, 128), payload: bytes(3) });
});
