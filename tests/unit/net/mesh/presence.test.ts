import { VirtualTime } from "../../../support/virtual-time.ts";
import { expect, onTestFinished, test } from "vitest";
import { Presence } from "../../../../src/net/mesh/presence.ts";
import { cheapIdentity } from "../../../support/cheap-identity.ts";
import { createRoom } from "../../../support/room.ts";
import { Chance } from "../../../support/chance.ts";
import { useSeed } from "../../../support/seeded.ts";

type Person = Readonly<{ presence: Presence; said: Uint8Array[] }>;

const person = (seed: number, identity = cheapIdentity(new Chance(seed))): Person => {
  const room = createRoom({ identity, clientId: seed });
  const said: Uint8Array[] = [];
  const presence = new Presence({
    context: room.context,
    doc: room.doc,
    peerId: `peer ${seed}`,
    publish: (payload) => said.push(payload),
  });
  onTestFinished(() => {
    presence.close();
    room.ledger.close();
  });
  return { presence, said };
};

/** A link whose author says nothing of itself. */
const wire = { author: cheapIdentity(new Chance(99)).id };

/** The same entry with some of its bytes changed to others of the same length. */
const altered = (payload: Uint8Array, from: string, to: string): Uint8Array => {
  const bytes = Buffer.from(payload);
  const at = bytes.indexOf(from);
  if (at < 0) throw new Error(`no ${from} in it`);
  bytes.write(to, at);
  return new Uint8Array(bytes);
};

test("[RC8] one hears who is here, what they do, and that they went", () => {
  const [ada, bela] = [person(1), person(2)];
  bela.presence.set({ inside: true, typing: true });
  expect(ada.presence.receive(bela.presence.encodeOwn(), wire)).not.toBeNull();
  expect(ada.presence.others).toMatchObject([{ peerId: "peer 2", typing: true, inside: true }]);
  const [{ author } = { author: "" as never }] = ada.presence.others;
  ada.presence.remove(bela.presence.id, author);
  expect(ada.presence.others).toEqual([]);
});

test("[RC8] altered, unsigned, older and foreign entries are dropped, and say nothing to relay", () => {
  const [ada, bela] = [person(1), person(2)];
  const old = bela.presence.encodeOwn();
  bela.presence.set({ inside: true });
  const entry = bela.presence.encodeOwn();
  for (const bad of [
    altered(entry, '"t":false', '"t":true '),
    altered(entry, "peer 2", "peer 3"),
    altered(entry, '"s":"', '"z":"'),
    entry.subarray(0, -3),
    new Uint8Array(),
    Uint8Array.of(255, 255, 3),
    Uint8Array.of(1, 5, 1, 4, ...Buffer.from("null")),
    Uint8Array.of(1, 5, 1, 1, ...Buffer.from("{")),
  ])
    expect(ada.presence.receive(bad, wire)).toBeNull();
  expect(ada.presence.receive(entry, wire)).not.toBeNull();
  expect(ada.presence.receive(entry, wire)).toBeNull();
  expect(ada.presence.receive(old, wire)).toBeNull();
  expect(ada.presence.others).toMatchObject([{ inside: true }]);
});

test("[RC8] nobody takes over another's number; the owner of a number taken elsewhere moves to a new one", () => {
  const [ada, bela] = [person(1), person(2)];
  useSeed(77);
  const mallory = person(66);
  useSeed(77);
  const victim = person(3);
  expect(victim.presence.id).toBe(mallory.presence.id); // the same seed gave both the same number
  victim.presence.set({ inside: true });
  mallory.presence.set({ typing: true });
  ada.presence.receive(victim.presence.encodeOwn(), wire);
  mallory.presence.renew();
  mallory.presence.renew();
  expect(ada.presence.receive(mallory.presence.encodeOwn(), wire)).toBeNull();
  expect(ada.presence.others).toMatchObject([{ peerId: "peer 3", inside: true }]);
  bela.presence.receive(mallory.presence.encodeOwn(), wire); // heard first where the victim was not known
  victim.presence.receive(mallory.presence.encodeOwn(), wire);
  expect(victim.presence.id).not.toBe(mallory.presence.id);
  bela.presence.receive(victim.presence.encodeOwn(), wire);
  expect(bela.presence.others.map(({ peerId }) => peerId).sort()).toEqual(["peer 3", "peer 66"]);
});

test("[RC8] a goodbye on one's own link does not take another off the list", () => {
  const [ada, bela, mallory] = [person(1), person(2), person(66)];
  ada.presence.receive(bela.presence.encodeOwn(), wire);
  ada.presence.receive(mallory.presence.encodeOwn(), wire);
  const author = ada.presence.others.find(({ peerId }) => peerId === "peer 66")?.author;
  if (author !== undefined) ada.presence.remove(bela.presence.id, author);
  expect(ada.presence.others.map(({ peerId }) => peerId)).toContain("peer 2");
});

test("[GT4] one author is here a few times, not without end", () => {
  const ada = person(1);
  const identity = cheapIdentity(new Chance(66));
  for (let i = 0; i < 30; i++) {
    const again = person(100 + i, identity);
    ada.presence.receive(again.presence.encodeOwn(), wire);
    again.presence.close();
  }
  expect(ada.presence.others).toHaveLength(4);
  // All in one message.
  const bela = person(2);
  for (let i = 0; i < 3; i++) ada.presence.receive(person(200 + i).presence.encodeOwn(), wire);
  bela.presence.receive(ada.presence.encodeAll(), wire);
  expect(bela.presence.others).toHaveLength(8);
});

test("[GT4] a crowd larger than one message still tells a newcomer of hundreds", { timeout: 120_000 }, () => {
  const ada = person(1);
  for (let i = 0; i < 300; i++) {
    const one = person(1000 + i);
    ada.presence.receive(one.presence.encodeOwn(), wire);
    one.presence.close();
  }
  const newcomer = person(2);
  newcomer.presence.receive(ada.presence.encodeAll(), wire);
  expect(newcomer.presence.others).toHaveLength(256);
  expect(newcomer.presence.others.map(({ peerId }) => peerId)).toContain("peer 1");
});

test("[RC8] who says nothing for half a minute is gone; who renews stays", async () => {
  const time = VirtualTime.start();
  const [ada, bela, carol] = [person(1), person(2), person(3)];
  for (const { presence } of [bela, carol]) ada.presence.receive(presence.encodeOwn(), wire);
  carol.presence.close();
  for (let i = 0; i < 4; i++) {
    await time.pass(11_000);
    ada.presence.receive(bela.presence.encodeOwn(), wire);
  }
  expect(ada.presence.others.map(({ peerId }) => peerId)).toEqual(["peer 2"]);
  time.stop();
});

test("[RC8] what is said again and unchanged is not sent; what changes is, at once or with the others' renewals", () => {
  const { presence, said } = person(1);
  presence.set({ inside: true, typing: true, asking: "Ada" });
  const { length } = said;
  const entry = presence.encodeOwn();
  for (const same of [
    { inside: true, typing: true, asking: "Ada" },
    { typing: true },
    { inside: true },
    { asking: "Ada" },
    {},
  ])
    presence.set(same);
  expect([said.length, presence.encodeOwn()]).toEqual([length, entry]);
  for (const other of [{ typing: false }, { inside: false }, { asking: "" }]) presence.set(other);
  expect(said).toHaveLength(length + 3);
});
