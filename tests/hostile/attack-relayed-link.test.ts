// Of a relayed link the host sees every frame, and any member can seal what looks like one: mallory has the room's key and knows
// both connection ids. He can neither read what is said, put anything in, nor end the link; nor can he later, with the link of
// the room and all that the host has kept.

import { VirtualTime } from "../support/virtual-time.ts";
import { expect, onTestFinished, test } from "vitest";
import { toFrames } from "../../src/net/link/frames.ts";
import { encodeMessage } from "../../src/net/link/message-bytes.ts";
import { unseal, seal } from "../../src/net/peer/seal.ts";
import { encodeSignal, parseSignal, type Signal } from "../../src/net/peer/signal.ts";
import { cheapIdentity } from "../support/cheap-identity.ts";
import { createRoom } from "../support/room.ts";
import { RtcWire } from "../support/rtc-wire.ts";
import { Chance } from "../support/chance.ts";
import { SpyMesh } from "../support/spy-mesh.ts";

const member = (number: number): SpyMesh => {
  const room = createRoom({ identity: cheapIdentity(new Chance(number)), clientId: number });
  onTestFinished(() => room.ledger.close());
  return new SpyMesh(room.context, number);
};

const includes = (bytes: Uint8Array, part: Uint8Array): boolean => {
  for (let at = 0; at + part.length <= bytes.length; at++)
    if (part.every((byte, i) => bytes[at + i] === byte)) return true;
  return false;
};

const start = async () => {
  const time = VirtualTime.start();
  const wire = new RtcWire();
  wire.ice.works = false;
  const [ada, bela] = [member(1), member(2)];
  const { topic, sealKey } = ada.context;
  const heard: { from: string; to: string; signal: Signal; sealed: unknown }[] = [];
  wire.tap = (from, to, sealed) => {
    const plain = unseal((sealed as { d: unknown }).d, { topic, sealKey, from, to });
    const signal = plain && parseSignal(plain);
    if (signal !== null) heard.push({ from, to, signal, sealed });
  };
  wire.join(ada);
  wire.join(bela);
  wire.announce(ada.peerId);
  await time.until(() => ada.link !== null && bela.link !== null, 20_000);
  expect([ada.link?.relayed, bela.link?.relayed]).toEqual([true, true]);
  return { time, wire, ada, bela, topic, sealKey, heard };
};

test("[MS5] who has the room's key, then or later, reads nothing of what was relayed", async () => {
  const { time, ada, bela, heard } = await start();
  const update = new Uint8Array(3000).fill(171);
  await ada.link?.sendBulk({ type: "slice", request: 1, epoch: 0, done: 1, total: 2, update });
  await time.until(() => bela.messages.length === 1, 20_000);
  const frames = heard.flatMap(({ signal }) => (signal.kind === "frame" ? [signal.bytes] : []));
  expect(frames.length).toBeGreaterThan(6);
  const words = [update.subarray(0, 8), ada.context.author, bela.context.author];
  for (const bytes of frames) expect(words.some((part) => includes(bytes, part))).toBe(false);
});

test("[MS5] a member's forged frames, and the host's copies, are not heard and harm nothing", async () => {
  const { time, wire, ada, bela, topic, sealKey, heard } = await start();
  const last = heard.findLast(({ from, signal }) => from === bela.peerId && signal.kind === "frame");
  if (last?.signal.kind !== "frame") throw new Error("no frame");
  const { from, to } = last.signal;
  const corpus = heard.flatMap(({ signal }) => (signal.kind === "frame" ? [signal.bytes] : []));
  // As the next frames of the link would look, with a goodbye in each.
  const [bye] = toFrames({ bytes: encodeMessage({ type: "bye", reason: 0 }), deflated: false });
  for (let seq = 0; seq < 50; seq++) corpus.push(Uint8Array.of(0, 0, seq, ...(bye ?? [])));
  const chance = new Chance(4);
  for (let i = 0; i < 500; i++) {
    const bytes = i % 2 === 0 ? chance.bytes(chance.between(1, 300)) : corpus[i % corpus.length]!.slice();
    const signal = { kind: "frame", bytes, from, to, seq: 10_000 + i } as const;
    const d = seal(encodeSignal(signal), { topic, sealKey, from: bela.peerId, to: ada.peerId });
    wire.deliver(bela.peerId, ada.peerId, { type: "k", d });
  }
  for (const { sealed, ...ids } of heard.slice()) wire.deliver(ids.from, ids.to, sealed);
  await time.pass(5000);
  expect([ada.ends, bela.ends, ada.doubted, ada.messages]).toEqual([[], [], [], []]);
  for (let i = 0; i < 20; i++) bela.say(i);
  ada.say(99);
  await time.until(() => ada.heard.length === 20 && bela.heard.length === 1, 5000);
  expect(ada.heard).toEqual(Array.from({ length: 20 }, (_, i) => i));
});
