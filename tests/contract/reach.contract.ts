// What a mesh may rely on from its peers (src/net/mesh/reach.ts), whatever they travel over: the simulation's network, and real
// negotiations. `reachContract(test, connect)`: it runs under virtual time.

import { expect } from "vitest";
import type { SpyMesh } from "../support/spy-mesh.ts";
import type { VirtualTime } from "../support/virtual-time.ts";

/** A network on which two meshes stand. */
export type Wire = Readonly<{
  time: VirtualTime;
  ada: SpyMesh;
  bela: SpyMesh;
  /** Links go through the host. */
  relayed: boolean;
  /** One of them looks for links: the other begins. */
  announce: (from: SpyMesh) => void;
  /** From now on nothing gets from one to the other, and nobody says so. */
  cut: () => void;
}>;

type Runner = (name: string, story: () => Promise<void>) => void;

/** How the peer that came first ended. Others may come and go beside it: a goodbye that is late makes one, for a moment. */
const endsOf = ({ ends, peers }: SpyMesh): readonly string[] =>
  ends.filter(({ peer }) => peer === peers[0]).map(({ end }) => end);

/** Longer than any way of noticing takes. */
const longMs = 60_000;

export const reachContract = (run: Runner, connect: () => Wire): void => {
  const story = (name: string, tell: (wire: Wire) => Promise<void>): void => run(name, () => tell(connect()));

  /** Both have a link. */
  const linked = async (wire: Wire): Promise<void> => {
    const { time, ada, bela } = wire;
    wire.announce(ada);
    await time.until(() => ada.link !== null && bela.link !== null, 20_000, "both have a link");
  };

  story("[PR3] nothing goes on before the mesh lets a peer begin", async (wire) => {
    const { time, ada, bela } = wire;
    bela.admits = false;
    wire.announce(ada);
    await time.pass(5000);
    expect([bela.waiting.length, ada.peers.length, ada.proven.length]).toEqual([1, 0, 0]);
    bela.waiting[0]?.();
    await time.until(() => ada.link !== null && bela.link !== null, 20_000);
  });

  story("[PR3] who is called asks too, and may let the caller wait for a while", async (wire) => {
    const { time, ada, bela } = wire;
    ada.admits = false;
    wire.announce(ada);
    await time.until(() => ada.waiting.length === 1, 5000);
    await time.pass(3000);
    expect([ada.proven.length, bela.proven.length]).toEqual([0, 0]);
    ada.waiting[0]?.();
    await time.until(() => ada.link !== null && bela.link !== null, 20_000);
  });

  story("[MS3] a mesh that wants no more is not made to begin", async (wire) => {
    const { time, ada, bela } = wire;
    bela.wantsMore = false;
    wire.announce(ada);
    await time.pass(5000);
    expect([ada.peers, bela.peers]).toEqual([[], []]);
  });

  story("[PR7] each side has one proven link, and knows whose it is", async (wire) => {
    const { time, ada, bela } = wire;
    await linked(wire);
    await time.pass(longMs);
    for (const [self, other] of [
      [ada, bela],
      [bela, ada],
    ] as const) {
      expect(self.proven).toHaveLength(1);
      const [one] = self.proven;
      expect(one?.peer).toBe(self.peers[0]);
      expect(one?.peer.ids).toEqual({ self: self.peerId, peer: other.peerId });
      expect(one?.link).toMatchObject({
        relayed: wire.relayed,
        peerId: other.peerId,
        author: other.context.authorId(other.context.author),
        awarenessId: other.awarenessId,
        closed: false,
      });
      expect(self.ends).toEqual([]);
    }
  });

  story(
    "[PR7] what is said at once when a link is proven arrives, in order, and after the other's proof",
    async (wire) => {
      const { time, ada, bela } = wire;
      const provenAt: number[] = [];
      const onProven = ada.onProven.bind(ada);
      ada.onProven = (peer, link) => {
        onProven(peer, link);
        for (let i = 0; i < 20; i++) ada.say(i);
      };
      const onMessage = bela.onMessage.bind(bela);
      bela.onMessage = (peer, message) => {
        provenAt.push(bela.proven.length);
        expect(peer).toBe(bela.proven[0]?.peer);
        onMessage(peer, message);
      };
      await linked(wire);
      await time.until(() => bela.heard.length === 20, 5000);
      expect(bela.heard).toEqual(Array.from({ length: 20 }, (_, i) => i));
      expect(new Set(provenAt)).toEqual(new Set([1]));
    },
  );

  story("[FR1] the bulk lane carries what the live one does", async (wire) => {
    const { time, ada, bela } = wire;
    await linked(wire);
    const update = new Uint8Array(3000).fill(5);
    await ada.link?.sendBulk({ type: "slice", request: 1, epoch: 0, done: 1, total: 2, update });
    await time.until(() => bela.messages.length === 1, 5000);
    expect(bela.messages[0]?.message).toEqual({
      type: "slice",
      request: 1,
      epoch: 0,
      done: 1,
      total: 2,
      update,
    });
  });

  story("[PR3] an end is told once, with its reason, and never undone", async (wire) => {
    const { time, ada } = wire;
    await linked(wire);
    const [peer] = ada.peers;
    peer?.destroy("offender");
    peer?.destroy("silent");
    peer?.leave();
    peer?.restart();
    await time.pass(longMs);
    expect(endsOf(ada)).toEqual(["offender"]);
    expect([peer?.destroyed, ada.link?.closed]).toEqual([true, true]);
  });

  story("[PR3] the other side of an end notices, and hears nothing after its own", async (wire) => {
    const { time, ada, bela } = wire;
    await linked(wire);
    for (let i = 0; i < 5; i++) ada.say(i);
    ada.peers[0]?.destroy("full");
    for (let i = 5; i < 10; i++) ada.say(i);
    await time.until(() => endsOf(bela).length > 0, 20_000, "the other side noticed");
    const { length } = bela.messages;
    await time.pass(longMs);
    // A sealed goodbye is not believed of a direct link; that it closes is.
    expect(endsOf(bela)).toEqual([wire.relayed ? "bye" : "ice"]);
    expect(bela.messages).toHaveLength(length);
    expect(bela.heard.every((nonce) => nonce < 5)).toBe(true);
  });

  story("[PR3] who leaves is heard to say goodbye, after all that was said before", async (wire) => {
    const { time, ada, bela } = wire;
    await linked(wire);
    ada.say(1);
    ada.peers[0]?.leave();
    await time.until(() => endsOf(bela).length > 0, 5000, "the goodbye was heard");
    await time.pass(longMs);
    expect(bela.messages.map(({ message }) => message.type)).toEqual(["ping", "bye"]);
    expect([endsOf(ada), endsOf(bela)]).toEqual([["closed"], ["bye"]]);
  });

  story("[PR3] a peer ended before it was let begin ends like any other, and never begins", async (wire) => {
    const { time, ada, bela } = wire;
    bela.admits = false;
    wire.announce(ada);
    await time.until(() => bela.waiting.length === 1, 5000);
    bela.peers[0]?.destroy("full");
    bela.waiting[0]?.();
    await time.pass(longMs);
    expect(endsOf(bela)).toEqual(["full"]);
    expect([ada.proven, bela.proven]).toEqual([[], []]);
  });

  story("[PR3] nobody answers: the peer is given up within 15 to 20 s", async (wire) => {
    const { time, ada, bela } = wire;
    bela.admits = false;
    wire.announce(ada);
    await time.until(() => bela.waiting.length === 1, 5000);
    wire.cut();
    bela.waiting[0]?.();
    await time.pass(14_900);
    expect(bela.ends).toEqual([]);
    await time.pass(5200);
    expect(endsOf(bela)).toEqual(["deadline"]);
  });

  story(
    "[PR3][PR4] ICE notices that a direct link is cut; of a relayed one the mesh has to ask",
    async (wire) => {
      const { time, ada, bela } = wire;
      await linked(wire);
      wire.cut();
      ada.say(1);
      await time.pass(longMs);
      const expected = wire.relayed ? [] : ["ice"];
      expect([endsOf(ada), endsOf(bela)]).toEqual([expected, expected]);
      expect(bela.heard).toEqual([]);
    },
  );

  story("[PR4] looking for a new path loses nothing and ends nothing", async (wire) => {
    const { time, ada, bela } = wire;
    await linked(wire);
    ada.say(1);
    for (const { peers } of [ada, bela]) peers[0]?.restart();
    ada.say(2);
    await time.pass(10_000);
    ada.say(3);
    await time.until(() => bela.heard.length === 3, 5000);
    expect(bela.heard).toEqual([1, 2, 3]);
    expect([ada.ends, bela.ends]).toEqual([[], []]);
  });

  story("[PR3] after an end the two can meet again, on another peer", async (wire) => {
    const { time, ada, bela } = wire;
    await linked(wire);
    ada.peers[0]?.leave();
    await time.until(() => endsOf(bela).length > 0, 5000);
    await time.pass(1000);
    wire.announce(bela);
    await time.until(() => ada.proven.length === 2 && bela.proven.length === 2, 30_000, "linked again");
    expect(new Set([...ada.peers, ...bela.peers]).size).toBeGreaterThanOrEqual(4);
    ada.say(9);
    await time.until(() => bela.heard.includes(9), 5000);
    expect(bela.messages.at(-1)?.peer).toBe(bela.proven[1]?.peer);
  });
};
