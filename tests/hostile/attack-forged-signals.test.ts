// Signals are sealed with the room's key, which every member has: mallory seals `from: bela` to ada. He hears what is said to bela by
// using her id once (the host delivers to the first four sockets of an id), so he knows ada's connection id, her key and her nonce.
// What he cannot do is sign for her (PR8): so he neither ends ada's link to her, direct or relayed, nor comes in her place.

import { VirtualTime } from "../support/virtual-time.ts";
import { describe, expect, onTestFinished, test } from "vitest";
import { peerIdOf } from "../../src/net/link/peer-id.ts";
import { seal, unseal } from "../../src/net/peer/seal.ts";
import { sealSignal } from "../../src/net/peer/sealed-signal.ts";
import { createConnectionId, encodeSignal, parseSignal, type Signal } from "../../src/net/peer/signal.ts";
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

const start = () => {
  const time = VirtualTime.start();
  const wire = new RtcWire();
  const [ada, bela, mallory] = [member(1), member(2), member(3)];
  const { topic, sealKey } = mallory.context; // every member has them
  /** What mallory reads of what ada says to bela. */
  const heard: Signal[] = [];
  wire.tap = (from, to, signal) => {
    if (from !== ada.peerId) return;
    const plain = unseal((signal as { d: unknown }).d, { topic, sealKey, from, to });
    const read = plain && parseSignal(plain);
    if (read !== null) heard.push(read);
  };
  /** Sealed by mallory in bela's name, with her key and nonce, which all who are told them know; but signed by him. */
  const forge = (signal: Signal): unknown => {
    const context = { ...mallory.context, author: bela.context.author };
    return sealSignal(signal, { context, nonce: bela.nonce }, { self: bela.peerId, peer: ada.peerId });
  };
  const deliver = (signal: unknown): void => wire.deliver(bela.peerId, ada.peerId, signal);
  return { time, wire, ada, bela, mallory, topic, sealKey, heard, forge, deliver };
};

/** What he can say against a link, with what he knows. */
const forgeries: readonly (readonly [string, (adasId: string, belasId: string) => Signal])[] = [
  ["bye", (to, from) => ({ kind: "bye", from, to, seq: 1000 })],
  ["beginning anew", (to) => ({ kind: "hi", webRtc: true, from: createConnectionId(), to, seq: 0 })],
  ["hi without WebRTC", (to, from) => ({ kind: "hi", webRtc: false, from, to, seq: 1000 })],
  ["restart", (to, from) => ({ kind: "restart", from, to, seq: 1000 })],
  [
    "offer",
    (to, from) => ({
      kind: "offer",
      attempt: 99,
      description: { sdp: "", candidates: [] },
      from,
      to,
      seq: 1000,
    }),
  ],
  [
    "answer",
    (to, from) => ({
      kind: "answer",
      attempt: 1,
      description: { sdp: "", candidates: [] },
      from,
      to,
      seq: 1000,
    }),
  ],
];

describe.each(["direct", "relayed"])("a %s link", (path) => {
  test.each(forgeries)("[PR8] is not touched by another member's forged %s", async (_what, forgery) => {
    const { time, wire, ada, bela, topic, sealKey, heard, forge, deliver } = start();
    wire.ice.works = path === "direct";
    wire.join(ada);
    wire.join(bela);
    wire.announce(ada.peerId);
    await time.until(() => ada.link !== null && bela.link !== null);
    expect(ada.link?.relayed).toBe(path === "relayed");
    const { from: adasId, to: belasId } = heard.at(-1) ?? { from: "", to: "" };
    expect([adasId, belasId]).not.toContain("");
    const signal = forgery(adasId, belasId);
    const made = wire.ice.made.length;
    deliver(forge(signal));
    // The same with no signature at all.
    const d = seal(encodeSignal(signal), { topic, sealKey, from: bela.peerId, to: ada.peerId });
    deliver({ type: "k", d });
    await time.pass(1000);
    expect([ada.ends, ada.doubted, ada.peers.length, wire.ice.made.length]).toEqual([[], [], 1, made]);
    // Nor is anything kept from bela that she says herself.
    bela.say(7);
    ada.say(8);
    await time.until(() => ada.heard.includes(7) && bela.heard.includes(8));
    bela.peers[0]?.leave();
    await time.until(() => ada.ends.length > 0, 20_000);
    expect(ada.ends[0]?.end).toBe("bye");
  });
});

test("[PR8] a member who comes under a sleeping member's id gets no link, and keeps her from none", async () => {
  const { time, wire, ada, bela, heard, forge, deliver } = start();
  wire.join(ada);
  const asBela = createConnectionId();
  // He says hi in her name, and answers whatever ada says to it, for a minute.
  for (let i = 0; i < 60; i++) {
    deliver(forge({ kind: "hi", webRtc: true, from: asBela, to: "", seq: i * 3 }));
    const adasId = heard.at(-1)?.from ?? "";
    deliver(forge({ kind: "hi", webRtc: true, from: asBela, to: adasId, seq: i * 3 + 1 }));
    const description = { sdp: "v=0\r\na=fingerprint:sha-256 RTC9\r\n", candidates: [] };
    deliver(forge({ kind: "offer", attempt: i, description, from: asBela, to: adasId, seq: i * 3 + 2 }));
    await time.pass(1000);
  }
  expect(heard.filter(({ kind }) => kind === "hi").length).toBeGreaterThan(0);
  expect([ada.proven, wire.ice.made]).toEqual([[], []]);
  // She wakes up, and finds ada in seconds, though he goes on.
  wire.join(bela);
  wire.announce(bela.peerId);
  const nagging = setInterval(
    () => deliver(forge({ kind: "hi", webRtc: true, from: asBela, to: heard.at(-1)?.from ?? "", seq: 9 })),
    100,
  );
  await time.until(() => ada.link !== null && bela.link !== null, 10_000);
  clearInterval(nagging);
  expect(ada.link?.author).toBe(bela.context.authorId(bela.context.author));
});

test("[PR8] an id that is made of another key, topic or nonce is nobody's", async () => {
  const { time, wire, ada, mallory, heard } = start();
  wire.join(ada);
  const { topic, author } = mallory.context;
  const ids = [
    peerIdOf({ topic, author, nonce: new Uint8Array(16) }),
    peerIdOf({ topic: new Uint8Array(16), author, nonce: mallory.nonce }),
    peerIdOf({ topic, author: ada.context.author, nonce: mallory.nonce }),
  ];
  for (const self of ids) {
    const hi: Signal = { kind: "hi", webRtc: true, from: createConnectionId(), to: "", seq: 0 };
    wire.deliver(self, ada.peerId, sealSignal(hi, mallory, { self, peer: ada.peerId }));
    await time.pass(100);
  }
  expect([heard, ada.ends.map(({ end }) => end)]).toEqual([[], ["no-signal", "no-signal", "no-signal"]]);
  wire.join(mallory);
  wire.announce(mallory.peerId);
  await time.until(() => ada.link !== null);
  expect(ada.link?.author).toBe(mallory.context.authorId(author));
});

test("[PR8] who makes up greetings, or signatures, neither has us verify all day nor answer without end", async () => {
  const time = VirtualTime.start();
  const wire = new RtcWire();
  const mallory = member(3);
  let verified = 0;
  const room = createRoom({ identity: cheapIdentity(new Chance(1)), clientId: 1 });
  onTestFinished(() => room.ledger.close());
  const { verify } = room.context;
  const ada = new SpyMesh(
    {
      ...room.context,
      verify: (...given) => {
        verified++;
        return verify(...given);
      },
    },
    1,
  );
  const said: Signal[] = [];
  const { topic, sealKey } = mallory.context;
  wire.tap = (from, to, signal) => {
    const plain = unseal((signal as { d: unknown }).d, { topic, sealKey, from, to });
    const read = plain && parseSignal(plain);
    if (from === ada.peerId && read !== null) said.push(read);
  };
  wire.join(ada);
  const ids = { self: mallory.peerId, peer: ada.peerId };
  const say = (signal: Signal, broken = false): void => {
    const context = broken ? { ...mallory.context, sign: () => new Uint8Array(64) } : mallory.context;
    wire.deliver(ids.self, ids.peer, sealSignal(signal, { context, nonce: mallory.nonce }, ids));
  };
  const from = createConnectionId();
  for (let i = 0; i < 1000; i++) {
    say({ kind: "hi", webRtc: true, from, to: "", seq: i });
    await time.pass(10);
  }
  expect([verified, said.length]).toEqual([0, expect.any(Number)]);
  expect(said.length).toBeLessThan(8 + 10 + 3);
  const to = said.at(-1)?.from ?? "";
  for (let i = 0; i < 1000; i++) {
    say({ kind: "hi", webRtc: true, from, to, seq: i }, true);
    await time.pass(4);
  }
  expect(verified).toBeLessThan(32 + 4 * 16 + 2);
  expect(ada.proven).toEqual([]);
});
