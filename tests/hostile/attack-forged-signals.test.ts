// Signals are sealed with the room's key, which every member has: mallory seals `from: bela` to ada. He hears what is said to
// bela by using her id once (the host delivers to the first four sockets of an id), so he knows ada's connection id. A "bye", or
// a signal with another connection id ("anew"), would end ada's proven direct link to bela, which lives.

import { VirtualTime } from "../support/virtual-time.ts";
import { expect, onTestFinished, test } from "vitest";
import { seal, unseal } from "../../src/net/peer/seal.ts";
import { createConnectionId, encodeSignal, parseSignal, type Signal } from "../../src/net/peer/signal.ts";
import { cheapIdentity } from "../support/cheap-identity.ts";
import { createRoom } from "../support/room.ts";
import { RtcWire } from "../support/rtc-wire.ts";
import { Chance } from "../support/chance.ts";
import { SpyMesh } from "../support/spy-mesh.ts";

const member = (peerId: string, number: number): SpyMesh => {
  const room = createRoom({ identity: cheapIdentity(new Chance(number)), clientId: number });
  onTestFinished(() => room.ledger.close());
  return new SpyMesh(room.context, peerId, number);
};

test.each(["bye", "anew"])("[PR7] another member's forged %s does not end a proven link", async (kind) => {
  const time = VirtualTime.start();
  const wire = new RtcWire();
  const [ada, bela] = [member("ada", 1), member("bela", 2)];
  const { topic, sealKey } = ada.context; // mallory has them too
  let last: Signal | null = null;
  wire.tap = (from, to, signal) => {
    if (from !== "ada") return;
    const plain = unseal((signal as { d: unknown }).d, { topic, sealKey, from, to });
    last = (plain && parseSignal(plain)) ?? last;
  };
  wire.join(ada);
  wire.join(bela);
  wire.announce("ada");
  await time.until(() => ada.link !== null && bela.link !== null);
  expect(ada.link?.relayed).toBe(false);
  const { from: adasId, to: belasId } = last ?? { from: "", to: "" };
  expect([adasId, belasId]).not.toContain("");
  const forged: Signal =
    kind === "bye"
      ? { kind: "bye", from: belasId, to: adasId, seq: 1000 }
      : { kind: "hi", webRtc: true, from: createConnectionId(), to: adasId, seq: 0 };
  const d = seal(encodeSignal(forged), { topic, sealKey, from: "bela", to: "ada" });
  wire.deliver("bela", "ada", { type: "k", d });
  await time.pass(1000);
  expect(ada.ends).toEqual([]);
  expect(ada.doubted).toEqual([ada.proven[0]?.peer]);
  bela.say(7);
  await time.until(() => ada.heard.includes(7));
});
