// One member signs thousands of names with as many keys (0.9 MB): whoever is in the room types and opens it as before (RC4).

import type { Page } from "@playwright/test";
import { measured } from "./fixtures/measured.ts";
import { expect, test } from "./fixtures/test.ts";
import type { Person } from "./fixtures/person.ts";

const count = 8000;
/** It was 6.5 s for five letters, against half a second: a busy machine is no excuse for that. */
const slackMs = 1000;

const elementsOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.querySelectorAll("*").length);

/** Of the one room on this device. */
const storedBytes = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const all = await indexedDB.databases();
    const name = all.find((one) => one.name?.startsWith("kothabarta-room:"))?.name ?? "";
    return new Promise<number>((resolve) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => {
        const asking = opening.result.transaction(["updates"]).objectStore("updates").getAll();
        asking.onsuccess = () => {
          opening.result.close();
          resolve((asking.result as Uint8Array[]).reduce((sum, { length }) => sum + length, 0));
        };
      };
    });
  });

const typingMs = async (one: Person): Promise<number> => {
  const began = performance.now();
  await one.composer.pressSequentially("hello", { timeout: 60_000 });
  const took = performance.now() - began;
  await one.composer.fill("");
  return took;
};

test("[RC4] 8000 made-up names cost nothing to draw: five letters are typed, and the room is opened, as before", async ({
  person,
  rawMember,
}) => {
  test.setTimeout(300_000);
  const asha = await person("Asha", { context: { viewport: { width: 1400, height: 900 } } });
  const link = await asha.createPrivateRoom("Adda");
  const mallory = await rawMember("Mallory", link, 1);
  await mallory.evaluate(() => window.raw.say("Here I am"));
  await asha.expectMessage("Here I am");
  await typingMs(asha); // what is done once
  const ordinary = { typed: await typingMs(asha), elements: await elementsOf(asha.page) };

  // What comes while she is away is asked for when she is back, so that no pace holds it up.
  await asha.page.goto("about:blank");
  await mallory.evaluate(async (names) => {
    const { room, createRecord, identityOf, createSeed } = window.raw;
    for (let from = 0; from < names; from += 100) {
      room.doc.transact(() => {
        for (let i = from; i < from + 100; i++) {
          const wall = Date.now();
          const clock = { ms: wall, counter: 0 };
          const payload = { kind: "name", name: `Person ${i}` } as const;
          const record = createRecord(identityOf(createSeed()), room.topic, { clock, wall, payload });
          room.records.set(record.id, record.bytes);
        }
      });
      await new Promise((resolve) => setTimeout(resolve));
    }
    window.raw.say("That was all");
  }, count);
  await asha.page.goto(link);
  await asha.enterIfAsked();
  await asha.expectMessage("That was all", { timeout: 120_000 });
  await expect.poll(() => storedBytes(asha.page), { timeout: 120_000 }).toBeGreaterThan(count * 100);
  await expect(asha.connection).not.toContainText("Receiving", { timeout: 60_000 });

  const typed = await typingMs(asha);
  measured(
    `five letters: ${Math.round(typed)} ms (${Math.round(ordinary.typed)} without ${count} made-up names)`,
  );
  expect(typed).toBeLessThan(ordinary.typed * 3 + slackMs);
  expect(await elementsOf(asha.page)).toBeLessThan(ordinary.elements * 1.2 + 100);
  await expect(asha.people.first()).toBeVisible();
  expect(await asha.people.count()).toBeLessThan(5);

  await asha.reload();
  await asha.expectMessage("That was all", { timeout: 60_000 });
  expect(await elementsOf(asha.page)).toBeLessThan(ordinary.elements * 1.2 + 100);
});
