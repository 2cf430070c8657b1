// A member with the room's secret puts into the room what no honest one would.

import { en } from "./fixtures/words.ts";
import { expect, test } from "./fixtures/test.ts";
import type { Page } from "@playwright/test";

/** Everything that may not be shown, valid ids all of them. Gives the ids of what must be kept all the same. */
const putForgeries = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { room, ed25519, sha512, concat, utf8, createRecord, identityOf, createSeed } = window.raw;
    const { identity, topic, put, signed } = room;
    const { Point } = ed25519;
    const order = Point.Fn.ORDER;
    const wall = Date.now();
    const message = (text: string, clock = { ms: wall, counter: 0 }, of = topic, by = identity) =>
      createRecord(by, of, { clock, wall, payload: { kind: "message", text, replyTo: null } }).bytes;
    const littleEndian = (value: bigint): Uint8Array =>
      Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
    const number = (bytes: Uint8Array): bigint =>
      bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    const covered = (body: Uint8Array): Uint8Array => concat(utf8("kothabarta/1/record\0"), topic, body);

    // A signature with one bit turned.
    const broken = message("FORGED broken signature");
    broken[3] = (broken[3] ?? 0) ^ 1;
    put(broken);
    // Right, but for another room.
    put(message("FORGED of another room", undefined, topic.map((byte) => byte ^ 1) as typeof topic));
    // S + L, which careless verifiers take for S.
    const malleable = message("FORGED non-canonical signature");
    malleable.set(littleEndian(number(malleable.subarray(32, 64)) + order), 32);
    put(malleable);
    // A key with a torsion part, and a signature made so that k is a multiple of 8: it satisfies the plain equation.
    const secret = 123_456_789n;
    const torsion = Point.fromHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");
    const key = Point.BASE.multiply(secret).add(torsion).toBytes();
    const body = concat(message("FORGED torsioned key").subarray(64));
    body.set(key, 2);
    for (let r = 1n; ; r += 1n) {
      const bigR = Point.BASE.multiply(r).toBytes();
      const k = number(sha512(concat(bigR, key, covered(body)))) % order;
      if (k % 8n !== 0n) continue;
      put(concat(bigR, littleEndian((r + k * secret) % order), body));
      break;
    }
    // The identity as a key, canonical and not: R = identity and S = 0 sign anything.
    for (const [first, fill, last] of [
      [0x01, 0x00, 0x00],
      [0xee, 0xff, 0x7f],
    ] as const) {
      const weak = new Uint8Array(32).fill(fill);
      weak[0] = first;
      weak[31] = last;
      const text = concat(message("FORGED identity key").subarray(64));
      text.set(weak, 2);
      put(concat(Point.ZERO.toBytes(), new Uint8Array(32), text));
    }
    // Well signed nonsense, a text over 16 KiB and an empty one.
    const nonsense = new Uint8Array(message("FORGED nonsense").subarray(64));
    crypto.getRandomValues(nonsense.subarray(34));
    put(signed(nonsense));
    put(crypto.getRandomValues(new Uint8Array(400)));
    put(message(`FORGED too long ${"x".repeat(17_000)}`));
    put(message(""));
    // A kind and a version of the future, and a clock a year ahead: kept, not shown.
    const future = concat(message("FORGED unknown kind").subarray(64));
    future[1] = 99;
    const later = concat(message("FORGED later version").subarray(64));
    later[0] = 2;
    const year = message("FORGED a year ahead", { ms: wall + 365 * 24 * 3600 * 1000, counter: 0 });
    const stranger = message("Honest words of a stranger", undefined, topic, identityOf(createSeed()));
    return [put(signed(future)), put(signed(later)), put(year), put(stranger)];
  });

test("[ID1][RC2][RC3][RC4] forged, foreign and malformed records are never shown; what may come later is kept", async ({
  person,
  rawMember,
}) => {
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Adda");
  const bilal = await person("Bilal");
  await bilal.openLink(link);
  await asha.send("Before the forger");
  await bilal.expectMessage("Before the forger");
  const mallory = await rawMember("Mallory", link, 2);
  const kept = await putForgeries(mallory);

  const honest = ["Before the forger", "Honest words of a stranger", "After the forger"];
  for (const one of [asha, bilal]) await one.expectMessage("Honest words of a stranger");
  await bilal.send("After the forger");
  for (const one of [asha, bilal]) await one.expectMessages(honest);
  await bilal.expectSaved();
  await bilal.reload();
  await bilal.expectMessages(honest);

  // The forger goes; a newcomer gets from the others what a later version may understand.
  await mallory.close();
  const newcomer = await rawMember("Nobody", link, 2);
  await newcomer.waitForFunction((ids) => ids.every((id) => window.raw.room.records.has(id)), kept, {
    timeout: 20_000,
  });
  await asha.send("Chat goes on");
  await bilal.expectMessage("Chat goes on");
});

test("[GT2][GT3] a member deletes and overwrites others' records in the document: nobody loses them", async ({
  person,
  rawMember,
}) => {
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Adda");
  const bilal = await person("Bilal");
  await bilal.openLink(link);
  await asha.send("Mine to keep");
  await bilal.expectMessage("Mine to keep");
  const mallory = await rawMember("Mallory", link, 2);
  await mallory.waitForFunction(() => window.raw.room.records.size > 2);
  await mallory.evaluate(() => {
    const { records, doc } = window.raw.room;
    doc.transact(() => {
      for (const id of records.keys()) records.delete(id);
    });
  });
  await asha.send("Still all there");
  for (const one of [asha, bilal]) await one.expectMessages(["Mine to keep", "Still all there"]);
  await bilal.expectSaved();
  await bilal.reload();
  await bilal.expectMessages(["Mine to keep", "Still all there"]);
});

test("[GT5] who sends what no honest peer can send is cut off and named; nobody else is", async ({
  person,
  rawMember,
}) => {
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Adda");
  const bilal = await person("Bilal");
  await bilal.openLink(link);
  const mallory = await rawMember("Mallory", link, 2);
  await asha.expectPeople(["Asha", "Bilal", "Mallory"]);
  await mallory.evaluate(() => {
    const { room, encoding } = window.raw;
    for (let client = 1; client <= 3; client += 1) {
      // One GC struct that claims a client's clock up to 2^40: its author would be unheard for ever.
      const encoder = encoding.createEncoder();
      for (const part of [1, 1, client, 0]) encoding.writeVarUint(encoder, part);
      encoding.writeUint8(encoder, 0);
      encoding.writeVarUint(encoder, 2 ** 40);
      encoding.writeVarUint(encoder, 0);
      room.publish(encoding.toUint8Array(encoder));
    }
  });
  for (const one of [asha, bilal]) {
    await expect(one.people.filter({ hasText: "Mallory" })).toContainText(en.people.faulty);
    await expect(one.people.filter({ hasText: en.people.faulty })).toHaveCount(1);
  }
  await expect.poll(() => mallory.evaluate(() => window.raw.room.mesh.links.length)).toBe(0);
  await asha.send("We go on");
  await bilal.expectMessage("We go on");
});
