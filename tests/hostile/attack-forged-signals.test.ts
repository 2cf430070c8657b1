// signals are sealed with the room's key, which every member has: mallory seals `from: bela` to ada. He hears what is said to bela by
// using her id once (the host delivers to the first four sockets of an id), so he knows ada's connection id. A "bye", or a signal with
// another connection id ("anew"), ends ada's proven direct link to bela, which lives; after a "bye" ada does not even call again.
import { afterEach, expect, test, vi } from "vitest";
import { createRoom } from "../support/room.ts";
import { seal, unseal } from "../../src/net/peer/seal.ts";
import { encodeSignal, parseSignal, createConnectionId, type SignalBody } from "../../src/net/peer/signal.ts";
import { Peer } from "../../src/net/peer/peer.ts";
import type { Mesh } from "../../src/net/mesh/mesh.ts";

afterEach(() => vi.unstubAllGlobals());
test.each(["bye", "anew"])("[PR7] another member's forged %s does not end a proven link", async (kind) => {
  const ada = createRoom({ clientId: 1 });
  const ended: string[] = [];
  const doubted: Peer[] = [];
  const mesh = {
    context: ada.context,
    peerId: "ada",
    awarenessId: 1,
    admit: (_p: unknown, _o: unknown, go: () => void) => go(),
    onProven: () => undefined,
    onMessage: () => undefined,
    onPeerEnd: (_p: unknown, end: string) => ended.push(end),
    doubt: (p: Peer) => doubted.push(p),
    hearCandidates: () => undefined,
  } as unknown as Mesh;
  const peer = new Peer({ initiator: true, mesh });
  peer.bind("ada", "bela");
  const { topic, sealKey } = ada.context;
  let adasId = "";
  peer.on("signal", ({ d }) => {
    const plain = unseal(d, { topic, sealKey, from: "ada", to: "bela" }); // mallory reads it: he has the key
    adasId = (plain && parseSignal(plain))?.from ?? adasId;
  });
  await Promise.resolve();
  await Promise.resolve();
  const belasId = createConnectionId();
  let seq = 0;
  const say = (body: SignalBody, from = belasId) =>
    peer.signal({
      type: "k",
      d: seal(encodeSignal({ ...body, from, to: adasId, seq: seq++ }), {
        topic,
        sealKey,
        from: "bela",
        to: "ada",
      }),
    });
  // bela, honestly: now the connection is "current". A proven direct link stands in for the data channel.
  class FakePc {
    createDataChannel() {
      return { addEventListener: () => undefined, close: () => undefined };
    }
    createOffer() {
      return new Promise(() => undefined);
    }
    setRemoteDescription() {
      return new Promise(() => undefined);
    }
    close() {
      return undefined;
    }
  }
  vi.stubGlobal("RTCPeerConnection", FakePc);
  say({ kind: "hi" });
  Object.defineProperty(peer, "link", {
    get: () => ({ proven: true, relayed: false, send: () => undefined }),
  });
  // mallory
  if (kind === "bye") {
    seq = 1000;
    say({ kind: "bye" });
  } else say({ kind: "hi" }, createConnectionId());
  expect([ended, doubted]).toEqual([[], [peer]]);
  peer.destroy();
  ada.ledger.close();
});
