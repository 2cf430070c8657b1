import type { Page } from "@playwright/test";
import { open, room, scroll } from "./page.ts";
import { expect, test } from "./test.ts";

const anchor = (page: Page): Promise<string | null> =>
  page.evaluate(() => (window as unknown as { room: { anchor: string | null } }).room.anchor);
const topInView = (page: Page): Promise<string> =>
  page.getByRole("log").evaluate((log) => {
    const edge = log.getBoundingClientRect().top;
    const articles = [...log.querySelectorAll("article")];
    return articles.find((one) => one.getBoundingClientRect().bottom > edge)?.id ?? "";
  });

test("a room opens where it was left", async ({ page }) => {
  await open(page, "room-left");
  await expect.poll(() => topInView(page)).toBe("m-r250");
  expect(await anchor(page)).toBe("r250");
  await page.getByRole("button", { name: "Jump to latest" }).click();
  await expect.poll(() => anchor(page)).toBe(null);
});

test("the place is kept as one scrolls", async ({ page }) => {
  await open(page, "room-long", { messages: "300" });
  expect(await anchor(page)).toBe(null);
  await scroll(page, -1500);
  await expect.poll(() => anchor(page)).not.toBe(null);
  await expect.poll(async () => `m-${String(await anchor(page))}`).toBe(await topInView(page));
});

test("where it was left may come after the first screenful; who scrolls meanwhile stays", async ({
  page,
}) => {
  const parts = async (): Promise<void> => {
    await room(
      page,
      (it) => {
        const all = it.messages;
        Object.assign(window, { all });
        it.set({ messages: all.slice(-30), connection: { ...it.connection, saved: "loading" } });
      },
      null,
    );
  };
  const whole = (): Promise<void> =>
    room(
      page,
      (it) =>
        it.set({
          messages: (window as unknown as { all: typeof it.messages }).all,
          connection: { ...it.connection, saved: "saved" },
        }),
      null,
    );
  // As when a room is opened: the element is new, the history not here yet.
  const reopen = async (): Promise<void> => {
    await page.evaluate(() => {
      const { app } = window as unknown as { app: { route: unknown; set(change: object): void } };
      const { route } = app;
      app.set({ route: { at: "home" } });
      Object.assign(window, { back: () => app.set({ route }) });
    });
    await page.getByRole("heading", { level: 1 }).waitFor();
    await expect(page.getByRole("log")).toHaveCount(0);
    await page.evaluate(() => (window as unknown as { back(): void }).back());
    await expect(page.getByRole("article").last()).toBeVisible();
  };
  await open(page, "room-left");
  await expect.poll(() => topInView(page)).toBe("m-r250");
  await parts();
  await room(page, (it) => it.setAnchor("r250" as never), null);
  await reopen();
  await expect(page.locator("#m-r15")).toBeInViewport();
  expect(await anchor(page)).toBe("r250");
  await whole();
  await expect.poll(() => topInView(page)).toBe("m-r250");

  await parts();
  await room(page, (it) => it.setAnchor("r250" as never), null);
  await reopen();
  await scroll(page, -600);
  await expect.poll(() => anchor(page)).not.toBe("r250");
  await whole();
  expect(await topInView(page)).not.toBe("m-r250");
});
