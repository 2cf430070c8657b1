// A member with the room's secret puts into the room what no honest one would.

import { en } from "./fixtures/words.ts";
import { forgers, putForgeries, putWhatComesLater, putYearAhead } from "./fixtures/forgeries.ts";
import { expect, test } from "./fixtures/test.ts";
import { twoWhoMet } from "./fixtures/two.ts";

test("[ID1][RC2][RC4] forged, foreign and malformed records are never shown, who puts them is cut off; what may come later is kept", async ({
  person,
  rawMember,
}) => {
  const { asha, bilal, link } = await twoWhoMet(person, "Before the forger");
  for (let which = 0; which < forgers; which++) {
    const forger = await rawMember(`Forger ${which}`, link, 2);
    await putForgeries(forger, which);
    await forger.waitForFunction(() => window.raw.room.mesh.links.length === 0, null, { timeout: 30_000 });
    await forger.close();
  }
  const mallory = await rawMember("Mallory", link, 2);
  const kept = await putWhatComesLater(mallory);

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

test("[RC3] a message from a clock a year ahead shows where it came, with a mark that is read out, and hides nothing", async ({
  person,
  rawMember,
}) => {
  const { asha, bilal, link } = await twoWhoMet(person, "Before it");
  const mallory = await rawMember("Mallory", link, 2);
  await putYearAhead(mallory, "Dated ahead");
  for (const one of [asha, bilal]) await one.expectMessage("Dated ahead");
  await bilal.send("After it");
  for (const one of [asha, bilal]) {
    await one.expectMessages(["Before it", "Dated ahead", "After it"]);
    const ahead = one.messages.filter({ hasText: "Dated ahead" });
    await expect(ahead.getByRole("img", { name: en.message.aheadTitle })).toBeVisible();
    await expect(one.page.getByRole("img", { name: en.message.aheadTitle })).toHaveCount(1);
  }
  await bilal.expectSaved();
  await bilal.reload();
  await bilal.expectMessages(["Before it", "After it", "Dated ahead"]);
  await asha.send("And on");
  await bilal.expectMessages(["Before it", "After it", "Dated ahead", "And on"]);
});

test("[GT2][GT3] a member deletes and overwrites others' records in the document: nobody loses them", async ({
  person,
  rawMember,
}) => {
  const { asha, bilal, link } = await twoWhoMet(person, "Mine to keep");
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
