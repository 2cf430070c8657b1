// One makes a room, another opens its link: the smallest whole story.

import { en } from "../../src/i18n/en.ts";
import { expect, test } from "./fixtures/test.ts";

test("[LK1][PR1] two people in a private room see each other's messages and each other", async ({
  person,
}) => {
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("আড্ডা Adda");
  expect(link).toMatch(/#\/r\/[\w-]{22}\//);

  const bilal = await person("Bilal");
  await bilal.openLink(link);
  await asha.send("কেমন আছ? 👩🏽‍🚀");
  await bilal.expectMessage("কেমন আছ? 👩🏽‍🚀");
  await bilal.send("بخير، شكرا");
  await asha.expectMessages(["কেমন আছ? 👩🏽‍🚀", "بخير، شكرا"]);
  await bilal.expectMessages(["কেমন আছ? 👩🏽‍🚀", "بخير، شكرا"]);

  await asha.expectPeople(["Asha", "Bilal"]);
  await bilal.expectPeople(["Asha", "Bilal"]);
});

test("[LK3] the secret stands in the address bar alone: no title, no text, no request, no referrer", async ({
  person,
}) => {
  const asha = await person("Asha");
  const urls: string[] = [];
  const referrers = new Set<string>();
  asha.context.on("request", (request) => {
    urls.push(request.url().split("#")[0] ?? "");
    referrers.add(request.headers()["referer"] ?? "");
  });
  const link = await asha.createPrivateRoom("Adda");
  const [, secret = ""] = /#\/r\/([\w-]{22})/.exec(link) ?? [];
  expect(secret).toHaveLength(22);
  await asha.send("Is it anywhere?");
  await asha.expectSaved();
  await asha.reload();
  await asha.expectMessages(["Is it anywhere?"]);
  await expect(asha.page).toHaveTitle("Adda");
  expect(await asha.page.locator("html").innerHTML()).not.toContain(secret);
  expect(urls.filter((url) => url === `${asha.origin}/`)).toHaveLength(2);
  expect(urls.filter((url) => url.includes(secret))).toEqual([]);
  expect([...referrers]).toEqual([""]);
  const policy = await asha.page.evaluate(async () => (await fetch("/")).headers.get("referrer-policy"));
  expect(policy).toBe("no-referrer");
});

test("[RC1][ST1] a room, its messages and one's own name stand after a reload", async ({ person }) => {
  const asha = await person("Asha");
  await asha.createPrivateRoom("Adda");
  await asha.send("Written before");
  await asha.expectSaved();
  await asha.reload();
  await asha.expectMessages(["Written before"]);
  await asha.send("Written after");
  await asha.expectMessages(["Written before", "Written after"]);

  await asha.goHome();
  const rooms = asha.page.getByRole("navigation", { name: "Your rooms" });
  await rooms.getByRole("link", { name: "Adda" }).click();
  await asha.expectMessages(["Written before", "Written after"]);
});

test("[LK1] a link opens at its room's door, without another screen before it", async ({ person }) => {
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Adda");
  const noteScreens = (): void => {
    const screens = new Set<string>();
    Object.assign(window, { screens });
    new MutationObserver(() => {
      for (const heading of document.querySelectorAll("h1")) screens.add((heading.textContent ?? "").trim());
    }).observe(document, { subtree: true, childList: true, characterData: true });
  };
  const bilal = await person("Bilal", { before: noteScreens });
  await bilal.goToLink(link);
  await expect(bilal.page.getByRole("button", { name: "Enter room" })).toBeVisible();
  const screens = await bilal.page.evaluate(() => [
    ...(window as unknown as { screens: Set<string> }).screens,
  ]);
  expect(screens).toEqual([en.door.title("Adda")]);
});
