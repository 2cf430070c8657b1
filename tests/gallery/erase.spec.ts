import type { Locator, Page } from "@playwright/test";
import { composer, open, room } from "./page.ts";
import { expect, test } from "./test.ts";
import type { RecordId } from "../../src/room/ids.ts";

const last = (page: Page): Locator => page.getByRole("article").last();
const undo = (page: Page): Locator => page.getByRole("button", { name: "Undo" });
const deleteLast = async (page: Page): Promise<void> => {
  await last(page).focus();
  await last(page).getByRole("button", { name: "Delete" }).press("Enter");
  await page.getByRole("button", { name: "Delete for everyone" }).press("Enter");
};

test("[RC5] a deleted message can be taken back for a few seconds, with the keyboard, and this is said", async ({
  page,
}) => {
  await open(page, "room");
  await deleteLast(page);
  await expect(last(page)).toContainText("This message was deleted.");
  await expect(last(page)).not.toContainText("See you there");
  await expect(page.locator("[aria-live=polite]")).toContainText("you can undo this");
  await expect(last(page)).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(undo(page)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(last(page)).toContainText("See you there");
  await expect(undo(page)).toHaveCount(0);
  await expect(last(page)).toBeFocused();
});

test("when the seconds have passed the tombstone stays, without the button, and the focus with it", async ({
  page,
}) => {
  await open(page, "room");
  await deleteLast(page);
  await expect(undo(page)).toBeVisible();
  await room(page, (it, id) => it.eraseNow(id), "r15" as RecordId);
  await expect(undo(page)).toHaveCount(0);
  await expect(last(page)).toContainText("This message was deleted.");
  await expect(last(page)).toBeFocused();
});

test("a message being deleted is quoted as deleted, and the arrow up edits the one before", async ({
  page,
}) => {
  await open(page, "room");
  await room(page, (it) => [it.erase("r15" as RecordId), it.erase("r7" as RecordId)], null);
  await expect(page.getByText("A deleted message")).toBeVisible();
  await composer(page).press("ArrowUp");
  await expect(composer(page)).toHaveValue("Thank you, that saves my week.");
});
