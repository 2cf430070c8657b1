// What is no channel's affair: faults. The rest is the contract in tests/contract/channel.contract.ts.

import { expect, onTestFinished, test, vi } from "vitest";
import { maxMessageBytes, toFrames } from "../../../../src/net/link/frames.ts";
import { Lane, type LaneFault } from "../../../../src/net/link/lane.ts";
import { fakeChannels, type FakeChannel } from "../../../support/fake-channel.ts";

type Open = Readonly<{
  a: Lane;
  left: FakeChannel;
  right: FakeChannel;
  faults: LaneFault[];
  received: Uint8Array[];
}>;

/** A lane at each end of an open channel; `faults` are those of both. */
const openLanes = (frameBytes?: number): Open => {
  const [left, right] = fakeChannels();
  const faults: LaneFault[] = [];
  const received: Uint8Array[] = [];
  const onFault = (fault: LaneFault): unknown => faults.push(fault);
  const size = frameBytes === undefined ? {} : { frameBytes };
  const a = new Lane({ channel: left, onMessage: () => undefined, onFault, ...size });
  const b = new Lane({ channel: right, onMessage: (message) => received.push(message), onFault, ...size });
  left.open();
  right.open();
  onTestFinished(() => {
    a.close();
    b.close();
  });
  return { a, left, right, faults, received };
};

test.each([
  ["text", "hello", "not-bytes"],
  ["null", null, "not-bytes"],
  ["nothing", new ArrayBuffer(0), "empty"],
  ["an unknown flag", Uint8Array.of(64).buffer, "flags"],
  ["half a length", Uint8Array.of(1, 0).buffer, "length"],
  ["what is said to be deflated and is not", Uint8Array.of(7, 0, 0, 0, 3, 255, 255, 255).buffer, "inflate"],
] as const)("[FR1] %s is a fault", async (_what, data, fault) => {
  const { right, faults, received } = openLanes();
  right.receive(data);
  await vi.waitFor(() => expect(faults).toEqual([fault]));
  expect(received).toEqual([]);
});

test("[FR1] a bomb is not inflated over the limit", async () => {
  const { right, faults } = openLanes();
  const stream = new Blob([new Uint8Array(maxMessageBytes + 1)]).stream();
  const bomb = await new Response(stream.pipeThrough(new CompressionStream("deflate-raw"))).bytes();
  for (const frame of toFrames({ bytes: bomb, deflated: true })) right.receive(frame.buffer);
  await vi.waitFor(() => expect(faults).toEqual(["inflate"]));
});

test("[FR1] the other does not read: the lane gives up at 32 MiB", () => {
  const { a, left, faults } = openLanes();
  left.flowing = false;
  const message = crypto.getRandomValues(new Uint8Array(4000));
  for (let i = 0; i < 10_000 && faults.length === 0; i++) a.send(message);
  expect(faults).toEqual(["backlog"]);
  expect(left.mostBuffered).toBeLessThan(1.1 * 1024 * 1024);
});

test("[FR1] a channel that refuses to send is a fault, not an exception", () => {
  const { a, left, faults } = openLanes();
  left.send = () => {
    throw new DOMException("too long", "TypeError");
  };
  a.send(Uint8Array.of(1));
  expect(faults).toEqual(["send"]);
});

test("[FR1] a member that says it takes messages of one byte is sent frames it must refuse", async () => {
  const { a, received } = openLanes(1);
  a.send(new Uint8Array(3000).fill(1));
  await vi.waitFor(() => expect(received).toEqual([new Uint8Array(3000).fill(1)]));
});

test("[FR1] ready() comes back also when the buffer empties in whole frames", async () => {
  const [left, right] = fakeChannels(64 * 1024);
  const onFault = (fault: LaneFault): never => expect.unreachable(fault);
  const lane = new Lane({ channel: left, onMessage: () => undefined, onFault });
  left.open();
  right.open();
  const five = new Uint8Array(5 * 64 * 1024 - 9);
  for (let at = 0; at < five.length; at += 65_536) crypto.getRandomValues(five.subarray(at, at + 65_536));
  lane.send(five);
  await lane.ready();
  expect(lane.queued).toBeLessThanOrEqual(256 * 1024);
});

test("[FR1] a closed lane sends, receives and waits no more", async () => {
  const { a, left, right, received, faults } = openLanes();
  left.flowing = false;
  for (let i = 0; i < 100; i++) a.send(crypto.getRandomValues(new Uint8Array(4000)));
  const ready = a.ready();
  a.close();
  await ready;
  a.send(Uint8Array.of(1));
  expect(a.queued).toBe(left.bufferedAmount);
  left.receive("text");
  right.receive(Uint8Array.of(3, 0, 0, 0, 0).buffer);
  expect([faults, received.length]).toEqual([[], 1]);
});
