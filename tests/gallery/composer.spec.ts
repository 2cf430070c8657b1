import type { Page } from "@playwright/test";
import { composer, open } from "./page.ts";
import { expect, test } from "./test.ts";

test("[UX2] an empty composer's arrow up edits my last message; Escape gives the draft back", async ({
  page,
}) => {
  await open(page, "room");
  await composer(page).press("ArrowUp");
  await expect(composer(page)).toHaveValue("See you there");
  await page.keyboard.press("Escape");
  await composer(page).fill("a draft");
  const last = page.getByRole("article").last();
  await last.hover();
  await last.getByRole("button", { name: "Edit" }).click();
  await composer(page).fill("See you there!");
  await page.keyboard.press("Enter");
  await expect(last).toContainText("See you there!");
  await expect(last).toContainText("(edited)");
  await expect(composer(page)).toHaveValue("a draft");
});

test("[RC7] over 16 KiB it says so, keeps the text and does not send", async ({ page }) => {
  await open(page, "room");
  await composer(page).fill("x".repeat(16385));
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.getByRole("button", { name: "Send" })).toBeDisabled();
  await page.keyboard.press("Enter");
  await expect(composer(page)).toHaveValue("x".repeat(16385));
  await composer(page).fill("x".repeat(16384));
  await expect(page.getByRole("button", { name: "Send" })).toBeEnabled();
});

test("an Enter that ends a composition sends nothing", async ({ page }) => {
  await open(page, "room");
  await composer(page).fill("ক");
  await composer(page).dispatchEvent("keydown", { key: "Enter", isComposing: true });
  await expect(composer(page)).toHaveValue("ক");
});

test.describe("on touch", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  test("Enter is a newline, the button sends, a tap shows a message's actions", async ({ page }) => {
    await open(page, "room");
    await page.getByRole("article").last().tap();
    await expect(page.getByRole("article").last().getByRole("button", { name: "Reply" })).toBeVisible();
    await composer(page).tap();
    await page.keyboard.type("a");
    await page.keyboard.press("Enter");
    await page.keyboard.type("b");
    await expect(composer(page)).toHaveValue("a\nb");
    await page.getByRole("button", { name: "Send" }).tap();
    await expect(page.getByRole("article").last()).toContainText("a\nb", { useInnerText: true });
    await expect(composer(page)).toBeFocused();
  });
});

/** How far the list is from its newest message, px. */
const fromEnd = (page: Page): Promise<number> =>
  page.getByRole("log").evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight);

test("[UX2] Page Up and Page Down in the composer move the list", async ({ page }) => {
  await open(page, "room-long", { messages: "100" });
  await expect.poll(() => fromEnd(page)).toBeLessThan(2);
  await composer(page).press("PageUp");
  await expect.poll(() => fromEnd(page)).toBeGreaterThan(300);
  await expect(composer(page)).toBeFocused();
  await composer(page).press("PageDown");
  await expect.poll(() => fromEnd(page)).toBeLessThan(50);
  await composer(page).fill("one line");
  await composer(page).press("PageUp");
  await expect.poll(() => fromEnd(page)).toBeGreaterThan(300);
});

test("[UX2] what is typed while the list has the focus is written in the composer", async ({ page }) => {
  await open(page, "room");
  await page.getByRole("article").last().focus();
  await page.keyboard.type("hello there");
  await expect(composer(page)).toBeFocused();
  await expect(composer(page)).toHaveValue("hello there");
  await page.getByRole("article").last().focus();
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("article").nth(-2)).toBeFocused();
  await page.keyboard.press("Control+b");
  await expect(page.getByRole("article").nth(-2)).toBeFocused();
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("combobox", { name: "Theme" }).focus();
  await page.keyboard.press("d");
  await page.keyboard.press("Escape");
  await expect(composer(page)).toHaveValue("hello there");
});
