// Another build stands on the host while pages of the old one are open.

import type { Person } from "./fixtures/person.ts";
import { expect, test } from "./fixtures/test.ts";
import { en } from "./fixtures/words.ts";

/** An hour later the page comes into view again. */
const comeBackLater = (one: Person): Promise<unknown> =>
  one.page.evaluate(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + 61 * 60_000;
    document.dispatchEvent(new Event("visibilitychange"));
    Date.now = now;
  });
const mark = (one: Person): Promise<unknown> =>
  one.page.evaluate(() => document.documentElement.setAttribute("data-marked", ""));
const isMarked = (one: Person): Promise<boolean> =>
  one.page.evaluate(() => document.documentElement.hasAttribute("data-marked"));

test("[UX17] a new version waits behind a bar, and reloads only the page that asks for it, its draft kept", async ({
  host,
  person,
  tab,
}) => {
  const asha = await person("Asha");
  await asha.createPrivateRoom("Adda");
  await asha.waitForOfflineStart();
  await asha.composer.fill("Half a sentence, half");
  const other = await tab(asha);
  await other.createPrivateRoom("Another");
  await other.composer.fill("Also being written");
  await mark(asha);
  await mark(other);

  await host.deploy("2");
  await comeBackLater(asha);
  for (const one of [asha, other]) {
    await expect(one.page.getByText(en.notice.update)).toBeVisible();
    expect(await isMarked(one)).toBe(true);
  }

  await asha.page.getByRole("button", { name: en.notice.reload }).click();
  await expect(asha.page.locator('meta[name="kb-build"]')).toHaveAttribute("content", "2");
  await asha.enterIfAsked();
  await expect(asha.composer).toHaveValue("Half a sentence, half");
  await expect(asha.page.getByText(en.notice.update)).toBeHidden();

  // The other one is in the middle of something.
  await expect(other.page.getByText(en.notice.update)).toBeVisible();
  expect(await isMarked(other)).toBe(true);
  await expect(other.composer).toHaveValue("Also being written");
  await other.page.getByRole("button", { name: en.notice.reload }).click();
  await expect(other.page.locator('meta[name="kb-build"]')).toHaveAttribute("content", "2");
  await other.enterIfAsked();
  await expect(other.composer).toHaveValue("Also being written");
});
