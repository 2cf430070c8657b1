// What is written and not sent is there again: each tab's own, and on the next visit the last one typed.

import { expect, test } from "./fixtures/test.ts";

test("[ST8] what one tab sends or reads leaves the other tab's draft alone, over reloads and on the next visit", async ({
  person,
  tab,
}) => {
  const first = await person("Asha");
  const link = await first.createPrivateRoom("Adda");
  const second = await tab(first);
  await second.goToLink(link);
  await second.enterIfAsked();

  await first.composer.fill("kept in the first");
  await second.composer.fill("gone in a moment");
  await second.send("Sent from the second");
  await first.expectMessage("Sent from the second");
  await expect(first.composer).toHaveValue("kept in the first");
  await second.composer.fill("kept in the second");
  for (const one of [first, second]) {
    await one.reload();
    await one.expectInside();
  }
  await expect(first.composer).toHaveValue("kept in the first");
  await expect(second.composer).toHaveValue("kept in the second");

  // A third finds none that is not being written; one that comes when they are gone finds the last one typed.
  const third = await tab(first);
  await third.goToLink(link);
  await third.expectInside();
  await third.expectMessage("Sent from the second");
  await expect(third.composer).toHaveValue("");
  await second.page.close();
  await first.page.close();
  await third.page.close();
  const next = await tab(first);
  await next.goToLink(link);
  await expect(next.composer).toHaveValue("kept in the second");
});

test("[ST8] a reply and an edit come back with their draft", async ({ person }) => {
  const asha = await person("Asha");
  await asha.createPrivateRoom("Adda");
  await asha.send("A question");
  const about = asha.page.locator(".composer-about");
  await asha.messages.first().hover();
  await asha.messages.first().getByRole("button", { name: "Reply" }).click();
  await asha.composer.fill("half an answer");
  await asha.expectSaved();
  await asha.reload();
  await expect(asha.composer).toHaveValue("half an answer");
  await expect(about).toContainText("A question");

  await asha.messages.first().hover();
  await asha.messages.first().getByRole("button", { name: "Edit" }).click();
  await asha.composer.fill("A better question");
  await asha.reload();
  await expect(asha.composer).toHaveValue("A better question");
  await asha.composer.press("Escape");
  await expect(asha.composer).toHaveValue("half an answer");
  await asha.composer.press("Enter");
  await expect(asha.messages).toHaveCount(2);
  await expect(asha.messages.last().locator(".quote")).toContainText("A question");
  await asha.reload();
  await expect(asha.messages).toHaveCount(2);
  await expect(asha.composer).toHaveValue("");
  await expect(about).toHaveCount(0);
});
