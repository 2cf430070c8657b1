// axe finds nothing serious on any screen, in both themes and both languages.

import { AxeBuilder } from "@axe-core/playwright";

import { bn, en } from "./fixtures/words.ts";
import { expect, test } from "./fixtures/test.ts";
import type { Person } from "./fixtures/person.ts";

const languages = { en, bn };

const expectNothingSerious = async (one: Person, screen: string): Promise<void> => {
  // Colours in motion are no colours yet.
  await one.page.evaluate(async () => {
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null)));
  });
  const { violations } = await new AxeBuilder({ page: one.page }).analyze();
  const grave = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${screen}: ${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" | ")}`);
  expect(grave).toEqual([]);
};

for (const language of ["en", "bn"] as const) {
  for (const theme of ["light", "dark"] as const) {
    for (const size of [
      { width: 390, height: 844 },
      { width: 1280, height: 800 },
    ]) {
      // As in the gallery: Bangla by day on a phone and English by night on a desk in `npm test`, the others in `test:all`.
      const isShort =
        size.width < 500 ? language === "bn" && theme === "light" : language === "en" && theme === "dark";
      const tag = isShort ? [] : ["@long"];
      test(`[UX4] axe, ${language}, ${theme}, ${size.width} wide`, { tag }, async ({ person }) => {
        const words = languages[language];
        const context = { viewport: size, colorScheme: theme, hasTouch: size.width < 500 } as const;
        const asha = await person("আশা", { context });
        const { page } = asha;
        await asha.goHome();
        await page.getByRole("button", { name: en.room.settings }).click();
        await page.getByRole("combobox", { name: en.settings.language }).selectOption(language);
        const settings = page.getByRole("dialog", { name: words.settings.title });
        await expectNothingSerious(asha, "settings");
        await page.keyboard.press("Escape");
        await expect(settings).toBeHidden();
        await expectNothingSerious(asha, "home");

        await page.getByRole("textbox", { name: words.home.yourName }).fill("আশা");
        await page.getByRole("textbox", { name: words.home.roomName }).fill("আড্ডা");
        await page.getByRole("button", { name: words.home.createPrivate }).click();
        const composer = page.getByRole("textbox", { name: words.composer.message, exact: true });
        await expect(composer).toBeVisible();
        await expectNothingSerious(asha, "empty room");
        await composer.fill("কেমন আছ? https://example.org/");
        await page.getByRole("button", { name: words.composer.send }).click();
        await expect(page.getByRole("article")).toHaveCount(1);
        await page.getByRole("article").first().hover();
        await expectNothingSerious(asha, "room");
        await page.getByRole("button", { name: words.message.delete }).click();
        await page.getByRole("button", { name: words.ask.erase.yes }).click();
        await expect(page.getByRole("button", { name: words.message.undo })).toBeVisible();
        await expectNothingSerious(asha, "a message being deleted");

        await page.getByRole("button", { name: words.room.share }).click();
        await expect(page.getByRole("dialog", { name: words.share.title })).toBeVisible();
        await expectNothingSerious(asha, "share");
        const link = page.url();
        await page.keyboard.press("Escape");

        const bilal = await person("Bilal", {
          context: { ...context, locale: language === "bn" ? "bn-BD" : "en-GB" },
        });
        await bilal.page.goto(link);
        const enter = bilal.page.getByRole("button", { name: words.door.enter });
        await expect(enter).toBeVisible();
        await expectNothingSerious(bilal, "door");
        await bilal.page.goto(`${bilal.origin}/#/r/short`);
        await expect(bilal.page.getByRole("heading").first()).toBeVisible();
        await expectNothingSerious(bilal, "bad link");
      });
    }
  }
}
