// Everything is reached without a mouse.

import type { Locator } from "@playwright/test";
import { expect, test } from "./fixtures/test.ts";
import type { Person } from "./fixtures/person.ts";

/** Presses Tab until the thing has the focus; fails when the focus has gone round without meeting it. */
const tabTo = async (one: Person, target: Locator): Promise<void> => {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await one.page.keyboard.press("Tab");
  }
  throw new Error(`the Tab key never reaches ${String(target)}`);
};

test("[UX4] a room is made, written in, shared, searched and left with the keyboard alone", async ({
  person,
}) => {
  const asha = await person("Asha");
  const { page } = asha;
  const { keyboard } = page;
  await page.goto(`${asha.origin}/`);
  await tabTo(asha, asha.nameBox);
  await keyboard.type("Asha");
  await tabTo(asha, page.getByRole("textbox", { name: "Room name" }));
  await keyboard.type("Adda");
  await tabTo(asha, page.getByRole("button", { name: "Create private room" }));
  await keyboard.press("Enter");
  await asha.expectInside();

  await tabTo(asha, asha.composer);
  await keyboard.type("First line");
  await keyboard.press("Shift+Enter");
  await keyboard.type("second line");
  await keyboard.press("Enter");
  await expect(asha.messages).toHaveCount(1);
  await expect(asha.messages).toContainText("First line");
  await expect(asha.composer).toBeFocused();

  await tabTo(asha, page.getByRole("button", { name: "Share room" }));
  await keyboard.press("Enter");
  const share = page.getByRole("dialog", { name: "Share room" });
  await expect(share).toBeVisible();
  await tabTo(asha, share.getByRole("button", { name: "Copy link" }));
  await keyboard.press("Escape");
  await expect(share).toBeHidden();
  await expect(page.getByRole("button", { name: "Share room" })).toBeFocused();

  await tabTo(asha, page.getByRole("button", { name: "Settings" }));
  await keyboard.press("Enter");
  const settings = page.getByRole("dialog", { name: "Settings" });
  await tabTo(asha, settings.getByRole("combobox", { name: "Theme" }));
  await keyboard.press("Escape");
  await expect(settings).toBeHidden();

  // One stop into the list; arrows go from message to message, and to what can be done with one.
  await asha.send("Another");
  await tabTo(asha, asha.messages.last());
  await keyboard.press("ArrowUp");
  await expect(asha.messages.first()).toBeFocused();
  await tabTo(asha, asha.messages.first().getByRole("button", { name: "Edit" }));

  // A deletion is taken back as it was made.
  await tabTo(asha, asha.messages.first().getByRole("button", { name: "Delete" }));
  await keyboard.press("Enter");
  await tabTo(asha, page.getByRole("button", { name: "Delete for everyone" }));
  await keyboard.press("Enter");
  await expect(asha.messages.first()).toContainText("This message was deleted.");
  await expect(asha.messages.first()).toBeFocused();
  await tabTo(asha, page.getByRole("button", { name: "Undo" }));
  await keyboard.press("Enter");
  await expect(asha.messages.first()).toContainText("First line");
});
