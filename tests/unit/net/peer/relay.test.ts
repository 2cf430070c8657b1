import { expect, onTestFinished, test } from "vitest";
import { Relay } from "../../../../src/net/peer/relay.ts";
import { VirtualTime } from "../../../support/virtual-time.ts";

test("[MS5] what goes through the host is data 0 or acknowledgement 1, of channel live 0 or bulk 1", async () => {
  const time = VirtualTime.start();
  const sent: number[][] = [];
  const relay = new Relay((bytes) => sent.push([...bytes]));
  onTestFinished(() => relay.close());
  const { live, bulk } = relay.channels;
  const heard: number[][] = [];
  for (const channel of [live, bulk])
    channel.onmessage = ({ data }) => heard.push([...new Uint8Array(data as ArrayBuffer)]);
  live.send(Uint8Array.of(7));
  bulk.send(Uint8Array.of(8));
  relay.receive(Uint8Array.of(0, 0, 0, 9));
  relay.receive(Uint8Array.of(0, 1, 0, 6));
  for (const bad of [[2, 0, 0, 1], [0, 4, 1, 1], [0, 0], []]) relay.receive(Uint8Array.from(bad));
  await time.pass(1000);
  expect(sent).toEqual([
    [0, 0, 0, 7],
    [0, 1, 0, 8],
    [1, 0, 1],
    [1, 1, 1],
  ]);
  expect(heard).toEqual([[9], [6]]);
  relay.receive(Uint8Array.of(1, 0, 1));
  relay.receive(Uint8Array.of(1, 1, 1));
  await time.pass(60_000);
  expect(sent).toHaveLength(4);
});

test("[VR3] what comes on a channel that nothing listens to is taken, acknowledged and dropped", async () => {
  const time = VirtualTime.start();
  const sent: number[][] = [];
  const relay = new Relay((bytes) => sent.push([...bytes]));
  onTestFinished(() => relay.close());
  for (const channel of [2, 3]) relay.receive(Uint8Array.of(0, channel, 0, 9));
  await time.pass(1000);
  expect(sent).toEqual([
    [1, 2, 1],
    [1, 3, 1],
  ]);
});
