// What a lane does over every kind of channel (FR1): a fake one, the relay's, and in a browser a real RTCDataChannel. It
// needs nothing but two ends, so that a page can run it too: `channelContract(test, connect)` with any runner's `test`.

import { Lane, type Channel, type LaneFault } from "../../src/net/link/lane.ts";
import { Chance } from "../support/chance.ts";

export type Ends = Readonly<{ a: Channel; b: Channel; open?: () => void; close: () => void }>;
export type ConnectChannels = () => Promise<Ends> | Ends;
type Runner = (name: string, story: () => Promise<void>) => void;

type Options = Readonly<{
  /** The channel's frames. */
  frameBytes?: number;
  /** Bytes of the burst: less where the channel is slow. */
  burstBytes?: number;
}>;

type End = Readonly<{ lane: Lane; received: Uint8Array[]; faults: LaneFault[] }>;

const assert = (condition: boolean, what: string): void => {
  if (!condition) throw new Error(what);
};

const waitFor = async (condition: () => boolean, what: string): Promise<void> => {
  for (const until = performance.now() + 30_000; !condition();) {
    if (performance.now() > until) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

/** Bytes that a compressor can do something with, or nothing, told apart by their first four. */
const payload = (number: number, length: number, random: boolean): Uint8Array => {
  const chance = new Chance(number);
  const bytes = Uint8Array.from(
    { length: Math.max(4, length) },
    () => chance.below(random ? 256 : 4) + (random ? 0 : 65),
  );
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
};

const same = (a: Uint8Array | undefined, b: Uint8Array): boolean =>
  a?.length === b.length && b.every((byte, i) => byte === a[i]);

const endOf = (channel: Channel, frameBytes: number): End => {
  const received: Uint8Array[] = [];
  const faults: LaneFault[] = [];
  const lane = new Lane({
    channel,
    frameBytes,
    onMessage: (message) => received.push(message.slice()),
    onFault: (fault) => faults.push(fault),
  });
  return { lane, received, faults };
};

export const channelContract = (
  test: Runner,
  connect: ConnectChannels,
  { frameBytes = 64 * 1024, burstBytes = 20 * 1024 * 1024 }: Options = {},
): void => {
  const story = (name: string, run: (a: End, b: End, ends: Ends) => Promise<void>): void => {
    test(name, async () => {
      const ends = await connect();
      const [a, b] = [endOf(ends.a, frameBytes), endOf(ends.b, frameBytes)];
      try {
        await run(a, b, ends);
        assert(a.faults.length + b.faults.length === 0, `faults: ${[...a.faults, ...b.faults].join()}`);
      } finally {
        a.lane.close();
        b.lane.close();
        ends.close();
      }
    });
  };

  story(
    "[FR1] messages of all sizes arrive whole and in order, though large ones are deflated",
    async (a, b) => {
      const sizes = [4, 5, 4095, 4096, 4097, 70_000, 10, 200_000, 4, 65_531, 65_532, 300_000, 12];
      const sent = sizes.map((size, i) => payload(i, size, i % 3 === 0));
      for (const message of sent) a.lane.send(message);
      await waitFor(() => b.received.length === sent.length, "all arrived");
      sent.forEach((message, i) => assert(same(b.received[i], message), `message ${i} is not what was sent`));
    },
  );

  story("[FR1] what is sent before the channel opens arrives after it has", async (a, b, { open }) => {
    a.lane.send(payload(1, 10, true));
    open?.();
    a.lane.send(payload(2, 10, true));
    await waitFor(() => b.received.length === 2, "both arrived");
    assert(same(b.received[0], payload(1, 10, true)), "the first is not the first");
  });

  story("[FR1] both directions at once", async (a, b) => {
    const sent = Array.from({ length: 30 }, (_, i) => payload(i, i * 997, i % 2 === 0));
    for (const message of sent) {
      a.lane.send(message);
      b.lane.send(message);
    }
    await waitFor(() => a.received.length === 30 && b.received.length === 30, "all arrived");
    for (const { received } of [a, b])
      sent.forEach((message, i) => assert(same(received[i], message), `message ${i} is not what was sent`));
  });

  story("[FR1] a burst loses nothing, and the channel's own buffer stays small", async (a, b, ends) => {
    const count = 200;
    const size = Math.floor(burstBytes / count);
    let most = 0;
    for (let i = 0; i < count; i++) {
      a.lane.send(payload(i, size, true));
      most = Math.max(most, ends.a.bufferedAmount);
    }
    await waitFor(() => {
      most = Math.max(most, ends.a.bufferedAmount);
      return b.received.length === count;
    }, "all arrived");
    b.received.forEach((message, i) => assert(same(message, payload(i, size, true)), `message ${i}`));
    assert(most <= 2 * 1024 * 1024, `${most} bytes buffered`);
    await waitFor(() => a.lane.queued === 0, "nothing queued");
  });

  story("[FR1] ready() waits while much is queued and comes back when there is room", async (a, b) => {
    let sent = 0;
    let most = 0;
    for (; sent < 40; sent++) {
      a.lane.send(payload(sent, Math.floor(burstBytes / 100), true));
      await a.lane.ready();
      most = Math.max(most, a.lane.queued);
    }
    await waitFor(() => b.received.length === sent, "all arrived");
    assert(most < 1024 * 1024, `${most} bytes queued`);
  });
};
