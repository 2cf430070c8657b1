// Parts of the app are fetched when somebody asks for them. Where they cannot be, a plain sentence says so.

import { en } from "./fixtures/words.ts";
import type { Person } from "./fixtures/person.ts";
import { expect, test } from "./fixtures/test.ts";

/** Chunks that are asked for fail, until released. The service worker would have them. */
const withoutChunks = async (one: Person, chunks: RegExp): Promise<() => Promise<void>> => {
  await one.page.route(chunks, (route) => route.abort("connectionrefused"));
  return () => one.page.unroute(chunks);
};

test("[UX16] a dialog that cannot be fetched says so, over another one too, and comes when it can", async ({
  person,
  problems,
}) => {
  problems.expect(/ERR_CONNECTION_REFUSED/);
  const asha = await person("Asha", {
    context: { serviceWorkers: "block", viewport: { width: 390, height: 844 } },
  });
  const release = await withoutChunks(
    asha,
    /\/assets\/(kb-(share|settings|person|ask|emoji|doctor)|en-dialogs)-/,
  );
  await asha.createPrivateRoom("Adda");
  await asha.send("Hello");
  const missing = asha.page.getByRole("dialog").filter({ hasText: en.fetching.failed });
  const close = missing.getByRole("button", { name: en.room.close });
  const asking = [
    () => asha.page.getByRole("button", { name: "Share room" }).click(),
    () => asha.page.getByRole("button", { name: "Settings" }).click(),
    () => asha.connection.getByRole("button").click(),
    async () => {
      await asha.messages.first().hover();
      await asha.page.getByRole("button", { name: "Delete" }).click();
    },
  ];
  for (const ask of asking) {
    await ask();
    await expect(missing).toBeVisible();
    await close.click();
    await expect(missing).toHaveCount(0);
  }
  await asha.page.getByRole("button", { name: "Share room" }).click();
  await missing.getByRole("button", { name: en.fetching.again }).click();
  await expect(missing).toBeVisible();
  await release();
  await missing.getByRole("button", { name: en.fetching.again }).click();
  await expect(asha.page.getByRole("dialog", { name: "Share room" })).toBeVisible();
});

test("[UX16] a language that cannot be fetched leaves the present one and says so, once", async ({
  person,
  problems,
}) => {
  problems.expect(/ERR_CONNECTION_REFUSED/);
  const asha = await person("Asha", { context: { serviceWorkers: "block" } });
  const release = await withoutChunks(asha, /\/assets\/bn-/);
  await asha.createPrivateRoom("Adda");
  await asha.page.getByRole("button", { name: "Settings" }).click();
  await asha.page.getByRole("combobox", { name: "Language" }).selectOption("bn");
  const missing = asha.page.getByRole("dialog").filter({ hasText: en.fetching.failed });
  await expect(missing).toHaveCount(1);
  await expect(asha.page.locator("html")).toHaveAttribute("lang", "en");
  await release();
  await missing.getByRole("button", { name: en.fetching.again }).click();
  await expect(asha.page.locator("html")).toHaveAttribute("lang", "bn");
  await expect(missing).toHaveCount(0);
});

test("[LK4] the page of a bad link that cannot be fetched is no blank page", async ({ person, problems }) => {
  problems.expect(/ERR_CONNECTION_REFUSED/);
  const asha = await person("Asha", { context: { serviceWorkers: "block" } });
  const release = await withoutChunks(asha, /\/assets\/(kb-bad|en-dialogs)-/);
  await asha.page.goto(`${asha.origin}/#/r/`);
  const missing = asha.page.getByRole("dialog").filter({ hasText: en.fetching.failed });
  await expect(missing).toBeVisible();
  await release();
  await missing.getByRole("button", { name: en.fetching.again }).click();
  await expect(asha.page.getByRole("heading", { name: en.bad["truncated-link"].title })).toBeVisible();
});
