import type { Page } from "@playwright/test";
import { composer, open, room, scroll } from "./page.ts";
import { expect, test } from "./test.ts";

/** How far the list is from its newest message, px. */
const fromEnd = (page: Page): Promise<number> =>
  page.getByRole("log").evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight);
const atEnd = (page: Page): Promise<void> => expect.poll(() => fromEnd(page)).toBeLessThan(2);
const awayFromEnd = (page: Page): Promise<void> => expect.poll(() => fromEnd(page)).toBeGreaterThan(400);
/** The message being read, and how high it stands. */
const lineRead = (page: Page): Promise<{ id: string; top: number }> =>
  page.getByRole("log").evaluate((log) => {
    const edge = log.getBoundingClientRect().top;
    const article = [...log.querySelectorAll("article")].find(
      (one) => one.getBoundingClientRect().bottom > edge,
    );
    return { id: article?.id ?? "", top: article?.getBoundingClientRect().top ?? 0 };
  });
const topOf = (page: Page, id: string): Promise<number> =>
  page.locator(`[id="${id}"]`).evaluate((article) => article.getBoundingClientRect().top);

test("100 000 messages: a window of them stands in the page, also after much scrolling", async ({ page }) => {
  await open(page, "room-long", { messages: "100000" });
  expect(await page.getByRole("article").count()).toBeLessThan(190);
  await atEnd(page);
  for (let i = 0; i < 25; i++) await scroll(page, -1500);
  expect(await fromEnd(page)).toBeGreaterThan(1500);
  expect(await page.getByRole("article").count()).toBeLessThan(190);
  await page.getByRole("button", { name: /Jump to latest|new message/u }).click();
  await atEnd(page);
});

test("the line being read stands still while history, a burst and news arrive around it", async ({
  page,
}) => {
  await open(page, "room-long", { messages: "300" });
  await scroll(page, -900);
  await awayFromEnd(page);
  const { id, top } = await lineRead(page);
  for (const arrival of [
    { count: 40, from: -200, every: 1000 },
    { count: 300, from: -30, every: 1 },
    { count: 1, from: -1, every: -1000 },
  ]) {
    await room(
      page,
      (it, { count, from, every }) => {
        const base = it.messages.at(from)?.clock.ms ?? 0;
        for (let i = 0; i < count; i++) it.receive(2, `arrived ${i}`, base - (i + 1) * every);
      },
      arrival,
    );
    expect(Math.abs((await topOf(page, id)) - top)).toBeLessThan(2);
  }
});

test("follows the newest message only while it is in view; what I send brings me there", async ({ page }) => {
  await open(page, "room-long", { messages: "300" });
  await room(page, (it) => it.receive(1, "live"), null);
  await atEnd(page);
  await scroll(page, -1200);
  await awayFromEnd(page);
  await room(page, (it) => it.receive(1, "more"), null);
  expect(await fromEnd(page)).toBeGreaterThan(400);
  await composer(page).fill("mine");
  await page.keyboard.press("Enter");
  await atEnd(page);
  await expect(page.getByRole("log", { name: "Messages" }).getByRole("article").last()).toContainText("mine");
  await expect(composer(page)).toBeFocused();
});

test("the keyboard opening and the composer growing keep the newest message in view", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, "room-long", { messages: "200" });
  await page.setViewportSize({ width: 390, height: 480 });
  await atEnd(page);
  await composer(page).focus();
  for (let i = 0; i < 9; i++) await page.keyboard.press("Shift+Enter");
  const { height = 0 } = (await composer(page).boundingBox()) ?? {};
  expect(height).toBeGreaterThan(120);
  expect(height).toBeLessThan(180);
  await atEnd(page);
});

test("opens at the first unread message; the divider stays until Escape; the title counts", async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, "room-unread");
  const divider = page.getByRole("separator", { name: "New messages" });
  await expect(divider).toBeInViewport();
  await expect(page).toHaveTitle(/^\(\d+\) \u2068Saturday study group\u2069$/u);
  await page.getByRole("button", { name: /new message/u }).click();
  await expect(page).toHaveTitle("Saturday study group");
  await expect(divider).toBeAttached();
  await composer(page).press("Escape");
  await expect(divider).toHaveCount(0);
});

test("one tab stop into the list, arrows between messages, Home and End over its whole length", async ({
  page,
}) => {
  await open(page, "room-long", { messages: "2000" });
  const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.id ?? "");
  await composer(page).focus();
  await page.keyboard.press("Shift+Tab");
  expect(await focused()).toBe("m-r15");
  await page.keyboard.press("ArrowUp");
  expect(await focused()).toBe("m-r14");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Reply", exact: true })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "React with 👍" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#m-r14 .reaction")).toHaveCount(1);
  await page.keyboard.press("Home");
  await expect.poll(focused).toBe("m-r100");
  await page.keyboard.press("End");
  await expect.poll(focused).toBe("m-r15");
});

test("a reply leads to what it answers", async ({ page }) => {
  await open(page, "room");
  await page
    .getByRole("button", { name: /^Reply to/u })
    .first()
    .click();
  await expect(page.locator("#m-r7")).toBeFocused();
});
