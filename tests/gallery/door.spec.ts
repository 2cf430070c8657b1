import { open, room } from "./page.ts";
import { expect, test } from "./test.ts";

test("while a room is being entered, the status says how far its history has come", async ({ page }) => {
  await open(page, "door-entering");
  const status = page.getByRole("status");
  await expect(status).toContainText(/Looking who is there… Receiving history 34\s?%/u);
  await room(page, (it) => it.set({ connection: { ...it.connection, receiving: null } }), null);
  await expect(status).toHaveText("Looking who is there…");
});

test("history that comes while one still chooses a name is told at the door too", async ({ page }) => {
  await open(page, "door");
  await expect(page.getByRole("status")).toHaveCount(0);
  await room(page, (it) => it.set({ connection: { ...it.connection, receiving: 0.5 } }), null);
  await expect(page.getByRole("status")).toHaveText(/Receiving history 50\s?%/u);
  await room(page, (it) => it.set({ entry: { at: "entering" } }), null);
  await expect(page.getByRole("button", { name: "Looking who is there…" })).toBeDisabled();
  await expect(page.getByRole("status")).toBeVisible();
});
