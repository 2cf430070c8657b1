// A phone on its side with its keyboard, and 400 % zoom.

import type { Page } from "@playwright/test";
import { composer, open } from "./page.ts";
import { expect, test } from "./test.ts";

const shots = process.env["SHOTS"];
const sizes = [
  [740, 190],
  [568, 200],
  [320, 256],
  [320, 180],
] as const;

const reply = async (page: Page): Promise<void> => {
  const last = page.getByRole("article").last();
  await last.focus();
  await last.locator(".actions button").first().press("Enter");
};

type Scene = Readonly<{ screen: string; act?: (page: Page) => Promise<void>; text: string; list: number }>;
const lines = "one line\n".repeat(8);
const scenes: Readonly<Record<string, Scene>> = {
  lines: { screen: "room", text: lines, list: 60 },
  reply: { screen: "room", act: reply, text: lines, list: 60 },
  "too-long": { screen: "room", text: "long ".repeat(4000), list: 60 },
  // Here the notices take their line too.
  notices: { screen: "room-trouble", text: lines, list: 40 },
  "notices-reply": { screen: "room-trouble", act: reply, text: lines, list: 40 },
};

for (const [name, { screen, act, text, list }] of Object.entries(scenes))
  test(`[UX19] on a short screen the composer leaves the messages their place, Send in view: ${name}`, async ({
    page,
  }) => {
    const tall = (selector: string): Promise<number> =>
      page.locator(selector).evaluate((element) => element.getBoundingClientRect().height);
    for (const lang of ["en", "bn"]) {
      await open(page, screen, { lang });
      await act?.(page);
      const area = page.locator(".composer-text");
      await area.fill(text);
      for (const [width, height] of sizes) {
        await page.setViewportSize({ width, height });
        const size = `${width}x${height}-${lang}`;
        if (shots !== undefined) await page.screenshot({ path: `${shots}/short-${name}-${size}.png` });
        await expect(area).toBeInViewport({ ratio: 1 });
        for (const button of await page.locator(".composer button, .room-head button").all())
          await expect(button, size).toBeInViewport({ ratio: 0.9 });
        expect(await tall("kb-composer"), size).toBeLessThanOrEqual(height * 0.4 + 1);
        expect(await tall(".log"), size).toBeGreaterThanOrEqual(list);
        // The line that is being written is seen whole.
        expect(await tall(".composer-text"), size).toBeGreaterThanOrEqual(36);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      }
    }
  });

test("[UX19] a screen with room enough shows six lines, as before", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, "room");
  await composer(page).fill(lines);
  const { height } = await composer(page).evaluate((area) => area.getBoundingClientRect());
  expect(height).toBeGreaterThan(150);
});
