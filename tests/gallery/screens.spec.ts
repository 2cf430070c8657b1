// Every screen in both sizes, themes and languages: axe finds nothing serious, nothing is wider than the screen. All of
// them run in `npm run test:all`. Each is also written as a picture by
//   SHOTS=/tmp/shots npm run test:all -- gallery screens

import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { bnDialogs } from "../../src/i18n/bn-dialogs.ts";
import { bn as bnScreens } from "../../src/i18n/bn.ts";
import { en as enScreens } from "../../src/i18n/en.ts";
import { enDialogs } from "../../src/i18n/en-dialogs.ts";
import type { FullWords } from "../../src/i18n/words.ts";
import { open } from "./page.ts";
import { expect, test } from "./test.ts";

const en: FullWords = { ...enScreens, ...enDialogs };
const bn: FullWords = { ...bnScreens, ...bnDialogs };

type Act = (page: Page, words: FullWords) => Promise<void>;

const action = async (page: Page, at: number, name: string): Promise<void> => {
  await page.getByRole("article").nth(at).hover();
  await page.getByRole("article").nth(at).getByRole("button", { name, exact: true }).click();
};
const people: Act = async (page, t) => {
  const button = page.getByRole("button", { name: `${t.room.people}:` });
  if ((await button.count()) > 0) await button.click();
};

/** Name of the picture → the gallery's screen and what is done there. */
const screens: Readonly<Record<string, readonly [string, Act?]>> = {
  home: ["home"],
  "home-new": ["home-new"],
  "home-host-away": ["home-host-away"],
  forget: [
    "home",
    (page, t) =>
      page
        .getByRole("button", { name: t.home.forget("").trim() })
        .first()
        .click(),
  ],
  door: ["door"],
  "door-clash": ["door-clash"],
  "door-entering": ["door-entering"],
  room: ["room"],
  "room-unread": ["room-unread"],
  "room-empty": ["room-empty"],
  "room-alone": ["room-alone"],
  "room-public": ["room-public"],
  "room-trouble": ["room-trouble"],
  "room-outgrown": ["room-outgrown"],
  erasing: [
    "room",
    async (page, t) => {
      await action(page, -1, t.message.delete);
      await page.getByRole("button", { name: t.ask.erase.yes }).click();
    },
  ],
  share: ["room", (page, t) => page.getByRole("button", { name: t.room.share, exact: true }).click()],
  "share-lan": [
    "share-lan",
    (page, t) => page.getByRole("button", { name: t.room.share, exact: true }).click(),
  ],
  "share-here": [
    "share-here",
    (page, t) => page.getByRole("button", { name: t.room.share, exact: true }).click(),
  ],
  backup: ["home", (page, t) => page.getByRole("button", { name: t.home.bringHere }).click()],
  settings: ["room", (page, t) => page.getByRole("button", { name: t.room.settings, exact: true }).click()],
  doctor: [
    "room-trouble",
    (page, t) => page.getByRole("status", { name: t.connection.title }).getByRole("button").click(),
  ],
  people: ["room", people],
  person: [
    "room",
    async (page, t) => {
      await people(page, t);
      await page.getByRole("button", { name: /^\u2068(?:Mina|মিনা)\u2069,/u }).click();
    },
  ],
  actions: ["room", (page) => page.getByRole("article").last().hover()],
  react: ["room", (page, t) => action(page, -3, t.message.react)],
  emoji: [
    "room",
    async (page, t) => {
      await action(page, -3, t.message.react);
      await page.getByRole("button", { name: t.message.moreReactions }).click();
    },
  ],
  reply: ["room", (page, t) => action(page, -3, t.message.reply)],
  delete: ["room", (page, t) => action(page, -1, t.message.delete)],
  "too-long": [
    "room",
    (page, t) => page.getByRole("textbox", { name: t.composer.message }).fill("লম্বা কথা ".repeat(1200)),
  ],
  "bad-link": ["bad-link"],
  "truncated-link": ["truncated-link"],
  "browser-too-old": ["browser-too-old"],
};

/** These run in `npm test` too, as sheets in Bangla and as boxes in the dark; tests/e2e/axe.spec.ts has the screens. */
const dialogs = new Set([
  "forget",
  "share",
  "backup",
  "settings",
  "doctor",
  "people",
  "person",
  "emoji",
  "delete",
]);

/** The words have come, so have all elements, and nothing moves any more: colours in motion are no colours yet. */
const atRest = async (page: Page, lang: string): Promise<void> => {
  await page.locator(`html[lang=${lang}]`).waitFor();
  await page.waitForFunction(() => document.querySelector(":not(:defined)") === null);
  await page.evaluate(async () => {
    await document.fonts.ready;
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.all(ending.map((animation) => animation.finished.catch(() => null)));
  });
};

const shots = process.env["SHOTS"];

for (const [width, height] of [
  [390, 844],
  [1280, 800],
] as const)
  for (const [lang, words] of [
    ["en", en],
    ["bn", bn],
  ] as const)
    for (const theme of ["light", "dark"])
      for (const [name, [screen, act]] of Object.entries(screens)) {
        const isShort =
          width === 390 ? lang === "bn" && theme === "light" : lang === "en" && theme === "dark";
        const tag = dialogs.has(name) && isShort ? [] : ["@long"];
        test(`[UX4] ${name} ${lang} ${theme} ${width}`, { tag }, async ({ page }) => {
          await page.setViewportSize({ width, height });
          await open(page, screen, { lang, theme });
          await act?.(page, words);
          // On a wide screen the people stand beside the messages.
          const isDialog = dialogs.has(name) && !(name === "people" && width > 390);
          if (isDialog) await expect(page.getByRole("dialog").last()).toBeVisible();
          await atRest(page, lang);
          if (shots !== undefined)
            await page.screenshot({ path: join(shots, `${name}-${lang}-${theme}-${width}.png`) });
          expect(
            await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
          ).toBeLessThanOrEqual(0);
          // What lies behind a dialog is another picture's matter.
          const axe = new AxeBuilder({ page });
          const { violations } = await (isDialog ? axe.include("dialog") : axe).analyze();
          const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
          expect(grave.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
        });
      }
