import { expect, test } from "vitest";
import { maxFrameBytes, maxMessageBytes, Reassembler, toFrames } from "../../../../src/net/link/frames.ts";
import { Chance } from "../../../support/chance.ts";

const bytesOf = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 31) & 0xff);

const through = (frames: Iterable<Uint8Array>): unknown => {
  const reassembler = new Reassembler();
  let step: unknown = null;
  for (const frame of frames) step = reassembler.add(frame);
  return step;
};

const header = (flags: number, total?: number, body: readonly number[] = []): Uint8Array => {
  const bytes = Uint8Array.of(flags, ...(total === undefined ? [] : [0, 0, 0, 0]), ...body);
  if (total !== undefined) new DataView(bytes.buffer).setUint32(1, total);
  return bytes;
};

test("[FR1] a message of any size comes out as it went in", () => {
  const edges = [0, 1, 5, 58, 59, 60, 63, 64, 65, 122, 123, 5000];
  for (const size of edges)
    for (const deflated of [true, false])
      expect(through(toFrames({ bytes: bytesOf(size), deflated }, 64))).toEqual({
        at: "message",
        message: { bytes: bytesOf(size), deflated },
      });
  for (const size of [maxFrameBytes - 5, maxFrameBytes - 4, 3 * maxFrameBytes, maxMessageBytes]) {
    const bytes = bytesOf(size);
    const step = through(toFrames({ bytes, deflated: false })) as { message: { bytes: Uint8Array } };
    expect(Buffer.compare(step.message.bytes, bytes)).toBe(0);
  }
});

test("[FR1] no frame is longer than asked for, and every one carries something", () => {
  for (const frameBytes of [64, 1000, maxFrameBytes])
    for (const size of [frameBytes * 3, frameBytes * 3 + 1, frameBytes - 5]) {
      const frames = [...toFrames({ bytes: bytesOf(size), deflated: false }, frameBytes)];
      for (const frame of frames) {
        expect(frame.length).toBeLessThanOrEqual(frameBytes);
        expect(frame.length).toBeGreaterThan(1);
      }
    }
});

test("[FR1] a frame size that leaves no room for content is refused, not tried for ever", () => {
  for (const frameBytes of [0, 1, 5, 6, 15, -1, Number.NaN])
    expect(() => [...toFrames({ bytes: bytesOf(100), deflated: false }, frameBytes)]).toThrow(RangeError);
});

test("[FR1] a message over the limit is the caller's mistake", () => {
  expect(() => [...toFrames({ bytes: new Uint8Array(maxMessageBytes + 1), deflated: false })]).toThrow(
    RangeError,
  );
});

test("[FR1] two messages follow each other on one lane", () => {
  const reassembler = new Reassembler();
  for (const size of [200, 0, 3]) {
    let step: unknown = null;
    for (const frame of toFrames({ bytes: bytesOf(size), deflated: false }, 64))
      step = reassembler.add(frame);
    expect(step).toMatchObject({ at: "message", message: { bytes: bytesOf(size) } });
    expect(reassembler.held).toBe(0);
  }
});

test.each([
  ["nothing at all", [new Uint8Array()], "empty"],
  ["an unknown flag", [header(8 | 1 | 2, 0)], "flags"],
  ["every flag", [header(0xff, 0)], "flags"],
  ["a middle without a beginning", [header(0)], "order"],
  ["an end without a beginning", [header(2, undefined, [1])], "order"],
  ["a beginning within a message", [header(1, 4, [1]), header(1, 4, [1])], "order"],
  ["a beginning without its length", [header(1)], "length"],
  ["half a length", [Uint8Array.of(3, 0, 0)], "length"],
  ["a length over the limit", [header(1, maxMessageBytes + 1)], "too-long"],
  ["the longest length there is", [header(3, 0xffffffff)], "too-long"],
  ["more content than announced", [header(1, 1, [1, 2])], "length"],
  ["more content than announced, later", [header(1, 2, [1]), header(2, undefined, [1, 2])], "length"],
  ["less content than announced", [header(3, 2, [1])], "length"],
  ["less content than announced, later", [header(1, 3, [1]), header(2, undefined, [2])], "length"],
] as const)("[FR1] %s is a fault", (_what, frames, fault) => {
  expect(through(frames)).toEqual({ at: "fault", fault });
});

test("[FR1] every possible header of up to three frames gives a step and holds no more than a message", () => {
  const chance = new Chance(2);
  for (let round = 0; round < 3000; round++) {
    const reassembler = new Reassembler();
    for (let i = 0; i < 3; i++) {
      const frame = header(
        chance.below(12),
        chance.happens(0.7) ? chance.pick([0, 1, 3, 5, maxMessageBytes]) : undefined,
        [...chance.bytes(chance.below(6))],
      );
      const { at } = reassembler.add(frame);
      if (!["part", "message", "fault"].includes(at)) expect.unreachable(at);
      if (reassembler.held > 64) expect.unreachable(`${reassembler.held} bytes held`);
    }
  }
});
