// A page is left, kept and restored; a link is clicked that leaves nowhere. The room goes on sending.

import { en } from "../../src/i18n/en.ts";
import type { Person } from "./fixtures/person.ts";
import { expect, test } from "./fixtures/test.ts";

test("[PR5] after a mailto: link was clicked the room still sends and receives", async ({ person }) => {
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Adda");
  const bilal = await person("Bilal");
  await bilal.openLink(link);
  await asha.send("Before");
  await bilal.expectMessage("Before");

  // The browser tells the page that it is about to be left, and then it is not.
  const told = await asha.page.evaluate(
    () =>
      new Promise<boolean>((resolve) => {
        window.addEventListener("beforeunload", () => resolve(true), { once: true });
        const mail = document.createElement("a");
        mail.href = "mailto:friend@example.org";
        document.body.append(mail);
        mail.click();
        mail.remove();
        setTimeout(() => resolve(false), 5000);
      }),
  );
  expect(told).toBe(true);
  await asha.send("After");
  await bilal.expectMessage("After");
  await bilal.send("Heard you");
  await asha.expectMessage("Heard you");
});

/** Goes to another page and comes back, and tells whether the browser had kept the page. */
const leaveAndReturn = async (one: Person, meanwhile: () => Promise<void>): Promise<boolean> => {
  await one.page.evaluate(() => {
    window.addEventListener("pageshow", (event) => {
      document.documentElement.dataset["kept"] = String(event.persisted);
    });
  });
  await one.page.goto(`${one.origin}/config.json`);
  await meanwhile();
  // Not goBack(): it waits for a page to load, and a kept one does not.
  await one.page.evaluate(() => history.back());
  await one.enterIfAsked();
  return (await one.page.locator("html").getAttribute("data-kept")) === "true";
};

test("[PR4][PR5] a page restored from the back-forward cache takes part again", async ({
  person,
  problems,
}) => {
  problems.expect(/favicon\.ico/, /Page entered Back-Forward Cache/); // said by the browser itself
  const asha = await person("Asha", { launch: { bfcache: true } });
  const link = await asha.createPrivateRoom("Adda");
  await asha.send("Before");
  const bilal = await person("Bilal");
  // Without a link: Chromium keeps no page that holds an open connection.
  expect(await leaveAndReturn(asha, async () => undefined)).toBe(true);
  await bilal.openLink(link);
  await bilal.expectMessage("Before");
  await asha.send("Back again");
  await bilal.expectMessage("Back again");
  await bilal.send("Welcome");
  await asha.expectMessage("Welcome");
});

test("[PR4][PR5] a page that was left in the middle of a chat and returned to sends and receives", async ({
  person,
  problems,
}) => {
  problems.expect(/favicon\.ico/, /Page entered Back-Forward Cache/);
  const asha = await person("Asha", { launch: { bfcache: true } });
  const link = await asha.createPrivateRoom("Adda");
  const bilal = await person("Bilal");
  await bilal.openLink(link);
  await asha.send("Before");
  await bilal.expectMessage("Before");
  await leaveAndReturn(asha, () => bilal.send("While you were out"));
  await asha.expectMessage("While you were out");
  await asha.send("Back again");
  await bilal.expectMessage("Back again");
});

test("[PR3] who leaves is gone at once for the others, not after a timeout", async ({ person }) => {
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Adda");
  const bilal = await person("Bilal");
  await bilal.openLink(link);
  await expect(bilal.connection).toContainText("1 of 1 person");
  await asha.page.goto("about:blank");
  // A link that died without a word is noticed after five seconds at the earliest.
  await expect(bilal.connection).toContainText(en.connection.alone, { timeout: 4000 });
});
