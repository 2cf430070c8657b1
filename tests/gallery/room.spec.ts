import { composer, open, room } from "./page.ts";
import { expect, test } from "./test.ts";

test("[GT4] a room that has outgrown its devices offers to go on in a fresh one, and can be told not now", async ({
  page,
}) => {
  await open(page, "room-outgrown");
  const notice = page.getByRole("note").filter({ hasText: "over 100 MB" });
  await notice.getByRole("button", { name: "Go on in a fresh room" }).click();
  const last = page.getByRole("article").last();
  await expect(last).toContainText("Let us go on here: http");
  await expect(last.getByRole("link")).toHaveAttribute("href", /^#\/r\/B{22}\/again$/u);
  await notice.getByRole("button", { name: "Dismiss" }).click();
  await expect(notice).toHaveCount(0);
});

test("[LK5] a link to a room opens here, whatever its origin; another link opens beside", async ({
  page,
}) => {
  await open(page, "room");
  await room(page, (it) => it.receive(1, "https://party.local:8080/#/p/adda"), null);
  const inside = page.getByRole("article").last().getByRole("link");
  await expect(inside).toHaveText("https://party.local:8080/#/p/adda");
  await expect(inside).not.toHaveAttribute("target");
  await inside.click();
  await expect(page).toHaveURL(/localhost:\d+\/\?.*#\/p\/adda$/u);
  expect(page.context().pages()).toHaveLength(1);
  await room(page, (it) => it.receive(1, "https://example.org/#/about"), null);
  await expect(page.getByRole("article").last().getByRole("link")).toHaveAttribute("target", "_blank");
});

test("a setting makes Ctrl+Enter send and Enter a new line", async ({ page }) => {
  await open(page, "room");
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("combobox", { name: "Send a message with" }).selectOption("ctrl-enter");
  await page.keyboard.press("Escape");
  await composer(page).focus();
  await page.keyboard.type("one");
  await page.keyboard.press("Enter");
  await page.keyboard.type("two");
  await expect(composer(page)).toHaveValue("one\ntwo");
  await page.keyboard.press("Control+Enter");
  await expect(composer(page)).toHaveValue("");
  await expect(page.getByRole("article").last()).toContainText("one\ntwo", { useInnerText: true });
});

test.describe("in Safari on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  for (const [standalone, shown] of [
    [false, 1],
    [true, 0],
    [undefined, 0],
  ] as const)
    test(`standalone ${String(standalone)}: the way to the Home Screen is ${shown === 1 ? "" : "not "}told in Settings`, async ({
      page,
    }) => {
      if (standalone !== undefined)
        await page.addInitScript((value) => Object.assign(navigator, { standalone: value }), standalone);
      await open(page, "room");
      await page.getByRole("button", { name: "Settings" }).click();
      await expect(page.getByRole("combobox", { name: "Theme" })).toBeVisible();
      await expect(page.getByText("Add to Home Screen")).toHaveCount(shown);
      await expect(page.getByRole("combobox", { name: "Send a message with" })).toHaveCount(0);
    });
});
