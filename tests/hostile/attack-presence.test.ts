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

const person = (seed: number, identity = identityOf(seed)) => {
  const room = createRoom({ identity, clientId: seed });
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
  return { presence, identity, counted, close };
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
