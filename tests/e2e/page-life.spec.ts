// A page is left, kept and restored; a link is clicked that leaves nowhere. The room goes on sending.

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

test("[PR4][PR5] a page restored from the back-forward cache sends and receives", async ({
  person,
  problems,
}) => {
  problems.expect(/favicon\.ico/); // of the JSON page in between
  const launch = { bfcache: true };
  const asha = await person("Asha", { launch });
  const link = await asha.createPrivateRoom("Adda");
  const bilal = await person("Bilal");
  await bilal.openLink(link);
  await asha.send("Before");
  await bilal.expectMessage("Before");

  await asha.page.evaluate(() => {
    window.addEventListener("pageshow", (event) => {
      document.documentElement.dataset["restored"] = String(event.persisted);
    });
  });
  await asha.page.goto(`${asha.origin}/config.json`);
  await bilal.send("While you were out");
  // Not goBack(): it waits for a page to load, and a restored one does not.
  await asha.page.evaluate(() => history.back());
  await expect(asha.page.locator("html")).toHaveAttribute("data-restored", "true");

  await asha.expectMessage("While you were out");
  await asha.send("Back again");
  await bilal.expectMessage("Back again");
});
