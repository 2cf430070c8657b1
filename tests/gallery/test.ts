// What every story of the gallery starts from: the browser of the other tests, and the gallery built once per worker.

import { test as base, expect } from "@playwright/test";
import { launchBrowser } from "../e2e/fixtures/browser.ts";
import { Problems } from "../e2e/fixtures/problems.ts";
import { serveGallery } from "./serve.ts";

export const test = base.extend<object, { origin: string }>({
  browser: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this pattern
    async ({}, use) => {
      const browser = await launchBrowser();
      await use(browser);
      await browser.close();
    },
    { scope: "worker" },
  ],
  origin: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const { origin, close } = await serveGallery();
      await use(origin);
      await close();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  baseURL: async ({ origin }, use) => use(origin),
  context: async ({ context }, use) => {
    const problems = new Problems();
    problems.watch(context, "the page");
    await use(context);
    expect(problems.unexpected(), "no page complained").toEqual([]);
  },
});

test.use({ viewport: { width: 1280, height: 800 } });

export { expect };
