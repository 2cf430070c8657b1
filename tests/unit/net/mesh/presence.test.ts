import { VirtualTime } from "../../../support/virtual-time.ts";
import { expect, onTestFinished, test } from "vitest";
import { concat, utf8 } from "../../../../src/lib/bytes.ts";
import { encodeEntries } from "../../../../src/net/mesh/presence-entry.ts";
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
    altered(entry, '"w":', '"v":'),
    entry.subarray(0, -3),
    new Uint8Array(),
    Uint8Array.of(255, 255, 3),
    ...["null", "{", "[]", '{"a":1}', " "].map((text) =>
      Uint8Array.of(1, 5, 1, ...new Uint8Array(64), text.length, ...Buffer.from(text)),
    ),
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

test("[VR4][RC8] what a later version says more is verified, kept and handed on exactly as it was sent", () => {
  const identity = cheapIdentity(new Chance(7));
  const text = `{ "x": [1.0, "\\u0995"], "i": true, "t": false, "q": "", "w": ${Date.now()}, "p": "peer 7", "a": "${identity.id}", "7": 1e3 }`;
  const { context } = createRoom({ identity });
  const unsigned = { id: 7, counter: 3, text: utf8(text) };
  const signature = identity.sign(
    concat(utf8("kothabarta/2/presence\0"), context.topic, Uint8Array.of(7, 3), unsigned.text),
  );
  const message = concat(encodeEntries([{ ...unsigned, signature }]), utf8("and a tail"));
  const [ada, bela, carol] = [person(1), person(2), person(3)];
  const relayed = ada.presence.receive(message, wire);
  expect(relayed).toEqual(message.subarray(0, -10));
  bela.presence.receive(relayed ?? new Uint8Array(), wire);
  carol.presence.receive(bela.presence.encodeAll(), wire);
  for (const { presence } of [ada, bela, carol]) {
    expect(presence.others.filter(({ peerId }) => peerId === "peer 7")).toMatchObject([{ inside: true }]);
    expect(Buffer.from(presence.encodeAll()).includes(text)).toBe(true);
  }
});

test("[RC8] who is gone is forgotten in time, also after this device's clock was set back", async () => {
  const time = VirtualTime.start();
  const [ada, bela] = [person(1), person(2)];
  ada.presence.receive(bela.presence.encodeOwn(), wire);
  time.setClock(-365 * 24 * 3600_000);
  bela.presence.close();
  await time.pass(60_000);
  expect(ada.presence.others).toEqual([]);
  time.stop();
});
