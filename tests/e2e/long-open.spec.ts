// A page that stays open while the world around it changes: it is translated, carried into another time zone.

import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures/test.ts";
import { bn } from "./fixtures/words.ts";

/** What Google Translate does to a page, its marks not heeded: each text goes into two <font>s in place of its node. */
const translate = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: Text[] = [];
    while (walker.nextNode()) found.push(walker.currentNode as Text);
    for (const node of found) {
      if (node.data.trim() === "" || node.parentElement?.closest("svg, script, textarea, font")) continue;
      const [outer, inner] = [document.createElement("font"), document.createElement("font")];
      inner.textContent = node.data.toUpperCase();
      outer.append(inner);
      node.replaceWith(outer);
    }
  });

test("[UX15] what changes on a translated page is shown: messages, edits, people, counts, the connection", async ({
  person,
}) => {
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Adda");
  const bilal = await person("Bilal");
  await bilal.openLink(link);
  await asha.send("First");
  await bilal.send("Second");
  await asha.expectMessage("Second");
  await expect(asha.connection).toContainText("1 of 1 person");
  await translate(asha.page);
  await expect(asha.messages.first()).toContainText("FIRST");

  // Bilal edits, writes, and a third one comes.
  await bilal.composer.press("ArrowUp");
  await bilal.composer.fill("Second, changed with https://example.org/x");
  await bilal.composer.press("Enter");
  await asha.expectMessage("Second, changed with https://example.org/x");
  await bilal.send("Third");
  await asha.expectMessage("Third");
  const chitra = await person("Chitra");
  await chitra.openLink(link);
  await expect(asha.connection).toContainText("2 of 2 people");
  await expect(asha.page.locator(".people-count")).toContainText("3 people");
  await expect(asha.people).toHaveCount(3);
  await chitra.send("Fourth"); // who is away is listed while a message of theirs is in view
  await asha.expectMessage("Fourth");

  await translate(asha.page);
  await chitra.leave();
  await expect(asha.connection).toContainText("1 of 1 person");
  await expect(asha.people.filter({ hasText: /chitra/i })).toContainText("away");
  await bilal.composer.press("ArrowUp");
  await bilal.composer.fill("Third, again");
  await bilal.composer.press("Enter");
  await asha.expectMessage("Third, again");
});

test("[UX15] a translated page changes its language all over", async ({ person }) => {
  const asha = await person("Asha");
  await asha.createPrivateRoom("Adda");
  await translate(asha.page);
  await asha.page.getByRole("button", { name: "Settings" }).click();
  await asha.page.getByRole("combobox", { name: "Language" }).selectOption("bn");
  await expect(asha.page.locator(".people-count")).toContainText("১ জন");
  await expect(asha.page.locator(".connection")).toContainText(bn.connection.alone);
});

test("[UX15] the page asks translators to leave it alone, but for the texts of messages", async ({
  person,
}) => {
  const asha = await person("Asha");
  await asha.createPrivateRoom("Adda");
  await asha.send("Hello");
  const allowed = await asha.page.evaluate(() =>
    ["h1", ".connection", ".people", "textarea", ".message-text"].map(
      (selector) => document.querySelector<HTMLElement>(selector)?.translate,
    ),
  );
  expect(allowed).toEqual([false, false, false, false, true]);
  await expect(asha.page.locator('meta[name="google"]')).toHaveAttribute("content", "notranslate");
});

/** As Node writes it in that zone. */
const timeIn = (timeZone: string, ms: number, language: "en" | "bn"): string => {
  if (language === "en")
    return new Intl.DateTimeFormat("en-GB", { hour: "numeric", minute: "2-digit", timeZone }).format(ms);
  const hour = new Intl.DateTimeFormat("en", { hour: "2-digit", hourCycle: "h23", timeZone }).format(ms);
  const digits = new Intl.DateTimeFormat("bn-u-nu-beng", {
    hour: "numeric",
    minute: "2-digit",
    hour12: true,
    timeZone,
  })
    .formatToParts(ms)
    .filter(({ type }) => type === "hour" || type === "minute");
  return `${bn.day.part(Number(hour))} ${digits.map(({ value }) => value).join(":")}`;
};

test("[UX11] who travels reads the time of where they are, in Bangla with the part of day that belongs to it", async ({
  person,
}) => {
  const asha = await person("Asha", { context: { locale: "en-GB" } });
  const device = await asha.context.newCDPSession(asha.page);
  const travel = (timezoneId: string): Promise<unknown> =>
    device.send("Emulation.setTimezoneOverride", { timezoneId });
  /** The page was out of view meanwhile, as on a journey. */
  const comeBack = (): Promise<unknown> =>
    asha.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await travel("Asia/Dhaka");
  await asha.createPrivateRoom("Adda");
  await asha.send("Sent from Dhaka");
  const time = asha.page.locator("article time");
  const ms = Date.parse((await time.getAttribute("datetime")) ?? "");
  await expect(time).toHaveText(timeIn("Asia/Dhaka", ms, "en"));

  await travel("America/Los_Angeles");
  await comeBack();
  await expect(time).toHaveText(timeIn("America/Los_Angeles", ms, "en"));
  await asha.page.getByRole("button", { name: "Settings" }).click();
  await asha.page.getByRole("combobox", { name: "Language" }).selectOption("bn");
  await expect(time).toHaveText(timeIn("America/Los_Angeles", ms, "bn"));
  await travel("Asia/Dhaka");
  await comeBack();
  await expect(time).toHaveText(timeIn("Asia/Dhaka", ms, "bn"));
});
