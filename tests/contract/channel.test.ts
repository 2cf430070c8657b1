import { describe, test } from "vitest";
import { Relay, relayFrameBytes } from "../../src/net/peer/relay.ts";
import { fakeChannels } from "../support/fake-channel.ts";
import { Chance } from "../support/chance.ts";
import { channelContract, type Ends } from "./channel.contract.ts";

const run = (name: string, story: () => Promise<void>): void => test(name, { timeout: 60_000 }, story);

describe("a data channel, faked", () => {
  channelContract(run, () => {
    const [a, b] = fakeChannels();
    const open = (): void => {
      a.open();
      b.open();
    };
    setTimeout(open, 20);
    return {
      a,
      b,
      open,
      close: () => {
        a.close();
        b.close();
      },
    };
  });
});

/** Two relays on a socket that loses every so many-th signal. */
const relays = (lost: number): Ends => {
  const chance = new Chance(3);
  const ends: Relay[] = [];
  const transmitTo = (index: number) => (bytes: Uint8Array) => {
    if (chance.happens(lost)) return;
    setImmediate(() => ends[index]?.receive(bytes));
  };
  ends.push(new Relay(transmitTo(1)), new Relay(transmitTo(0)));
  const [a, b] = ends as [Relay, Relay];
  return { a: a.channels.live, b: b.channels.live, close: () => ends.forEach((end) => end.close()) };
};

describe("the relay through the host", () => {
  channelContract(run, () => relays(0), { frameBytes: relayFrameBytes, burstBytes: 2 * 1024 * 1024 });
});

describe("the relay through a host that loses one signal in a hundred", () => {
  channelContract(run, () => relays(0.01), { frameBytes: relayFrameBytes, burstBytes: 1024 * 1024 });
});
