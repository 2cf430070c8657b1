// A member that sends presence made to cost others their time, or to leave no room for those who are really here.

import "../support/virtual-time.ts";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { expect, onTestFinished, test } from "vitest";
import { concat } from "../../src/lib/bytes.ts";
import { Presence } from "../../src/net/mesh/presence.ts";
import type { Identity } from "../../src/room/identity.ts";
import { cheapIdentity } from "../support/cheap-identity.ts";
import { createRoom } from "../support/room.ts";
import { Chance } from "../support/chance.ts";

const link = ({ id }: Identity) => ({ author: id });
/** A link whose author says nothing of itself. */
const wire = link(cheapIdentity(new Chance(99)));
const identityOf = (seed: number): Identity => cheapIdentity(new Chance(seed));

const hourMs = 3600_000;

const person = (seed: number, identity = identityOf(seed)) => {
  const wall = { offMs: 0 };
  const room = createRoom({ identity, clientId: seed, now: () => Date.now() + wall.offMs });
  const counted = { verified: 0 };
  const presence = new Presence({
    context: {
      ...room.context,
      verify: (...check) => {
        counted.verified++;
        return room.context.verify(...check);
      },
    },
    doc: room.doc,
    peerId: `peer ${seed}`,
    publish: () => undefined,
  });
  const close = (): void => {
    presence.close();
    room.ledger.close();
  };
  onTestFinished(close);
  return { presence, identity, counted, wall, close };
};

/** One message of these messages' entries. */
const together = (payloads: readonly Uint8Array[]): Uint8Array => {
  const head = encoding.createEncoder();
  encoding.writeVarUint(head, payloads.length);
  return concat(encoding.toUint8Array(head), ...payloads.map((payload) => payload.subarray(1)));
};

/** The entry under another number: its signature is no longer right. */
const underNumber = (payload: Uint8Array, id: number): Uint8Array => {
  const decoder = decoding.createDecoder(payload);
  decoding.readVarUint(decoder);
  decoding.readVarUint(decoder);
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, id);
  encoding.writeUint8Array(encoder, decoding.readTailAsUint8Array(decoder));
  return encoding.toUint8Array(encoder);
};

test("[GT4] one entry sent 256 times in a message is verified once", () => {
  const [ada, mallory] = [person(1), person(66)];
  const entry = mallory.presence.encodeOwn();
  ada.presence.receive(together(Array.from({ length: 256 }, () => entry)), wire);
  expect([ada.counted.verified, ada.presence.others.length]).toEqual([1, 1]);
});

test("[GT4] after one forged entry the rest of a message is not verified; what came before it counts", () => {
  const [ada, bela, mallory] = [person(1), person(2), person(66)];
  const entry = mallory.presence.encodeOwn();
  const forged = Array.from({ length: 255 }, (_, i) => underNumber(entry, 1000 + i));
  ada.presence.receive(together([bela.presence.encodeOwn(), ...forged]), wire);
  expect([ada.counted.verified, ada.presence.others.map(({ peerId }) => peerId)]).toEqual([2, ["peer 2"]]);
});

test("[GT4] an entry there is no room for is not verified", () => {
  const ada = person(1);
  const identity = identityOf(66);
  const many = Array.from({ length: 30 }, (_, i) => {
    const one = person(100 + i, identity);
    const entry = one.presence.encodeOwn();
    one.close();
    return entry;
  });
  ada.presence.receive(together(many), wire);
  expect([ada.counted.verified, ada.presence.others.length]).toEqual([4, 4]);
});

test("[GT4] 1024 made-up people leave room for those with a link of their own", { timeout: 120_000 }, () => {
  const [ada, bela, carol] = [person(1), person(2), person(3)];
  for (let i = 0; i < 1024; i++) {
    const one = person(1000 + i);
    ada.presence.receive(one.presence.encodeOwn(), wire);
    one.close();
  }
  expect(ada.presence.others).toHaveLength(1024);
  ada.presence.receive(carol.presence.encodeOwn(), link(bela.identity));
  ada.presence.receive(bela.presence.encodeOwn(), link(bela.identity));
  const here = new Set(ada.presence.others.map(({ peerId }) => peerId));
  expect([here.has("peer 2"), here.has("peer 3")]).toEqual([true, false]);
});

test("[RC8] presence recorded and replayed a day later says nothing, costs no signature, and is not handed on", () => {
  const bela = person(2);
  bela.presence.set({ inside: true });
  const recorded = bela.presence.encodeAll();
  for (const [hours, others] of [
    [0, 1],
    [23.9, 1],
    [24.1, 0],
    [-24.1, 0],
    [365 * 24, 0],
  ] as const) {
    const ada = person(1);
    ada.wall.offMs = hours * hourMs;
    expect(ada.presence.receive(recorded, wire) === null).toBe(others === 0);
    expect([ada.presence.others.length, ada.counted.verified]).toEqual([others, others]);
  }
});

test("[RC8] recorded presence of somebody who has left does not bring them back, whoever replays it", () => {
  const [ada, bela] = [person(1), person(2)];
  const recorded = bela.presence.encodeOwn();
  ada.presence.receive(recorded, wire);
  ada.presence.remove(bela.presence.id, bela.identity.id);
  for (const from of [wire, link(bela.identity)]) expect(ada.presence.receive(recorded, from)).toBeNull();
  expect([ada.presence.others, ada.counted.verified]).toEqual([[], 1]);
});

test("[RC8] of its own author a link is believed by the counter alone: who has a wrong clock is here for those linked", () => {
  const [ada, bela, carol] = [person(1), person(2), person(3)];
  bela.wall.offMs = 365 * 24 * hourMs;
  bela.presence.set({ inside: true });
  const said = bela.presence.encodeOwn();
  const relayed = ada.presence.receive(said, link(bela.identity));
  expect(ada.presence.others).toMatchObject([{ inside: true }]);
  expect(carol.presence.receive(relayed ?? said, link(ada.identity))).toBeNull();
  expect([carol.presence.others, carol.counted.verified]).toEqual([[], 0]);
  expect(ada.presence.receive(said, link(bela.identity))).toBeNull(); // it does not rise
});

test("[RC8] neither time nor counter of a recorded entry can be altered", () => {
  const [ada, bela] = [person(1), person(2)];
  bela.wall.offMs = -48 * hourMs;
  bela.presence.set({ inside: true });
  const bytes = Buffer.from(bela.presence.encodeOwn());
  const later = Buffer.from(bytes);
  later.write(`${Date.now()}`, later.indexOf('"w":') + 4);
  const counted = Buffer.from(later);
  const decoder = decoding.createDecoder(bytes);
  decoding.readVarUint(decoder);
  decoding.readVarUint(decoder);
  counted[decoder.pos] = 100;
  for (const altered of [later, counted])
    expect(ada.presence.receive(new Uint8Array(altered), wire)).toBeNull();
  expect([ada.presence.others, ada.counted.verified]).toEqual([[], 2]);
});

test("[RC8][GT4] a member that sends what others have a thousand times costs no signature and reaches nobody", () => {
  const [ada, mallory] = [person(1), person(66)];
  const entry = mallory.presence.encodeOwn();
  ada.presence.receive(entry, wire);
  for (let i = 0; i < 1000; i++) expect(ada.presence.receive(together([entry, entry]), wire)).toBeNull();
  expect(ada.counted.verified).toBe(1);
});
