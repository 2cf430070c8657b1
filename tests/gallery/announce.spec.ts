import type { Page } from "@playwright/test";
import { open, room } from "./page.ts";
import { expect, test } from "./test.ts";

/** What is put into the live region from here on: only that is said. */
const listen = (page: Page): Promise<void> =>
  page.locator("[aria-live=polite]").evaluate((region) => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    new MutationObserver((changes) => {
      for (const { type, target, addedNodes } of changes)
        if (type === "characterData") heard.push(target.textContent ?? "");
        else for (const node of addedNodes) if (node.textContent !== "") heard.push(node.textContent ?? "");
    }).observe(region, { childList: true, subtree: true, characterData: true });
  });
const expectHeard = (page: Page, texts: readonly (string | RegExp)[]): Promise<void> =>
  expect
    .poll(() =>
      page.evaluate(() =>
        (window as unknown as { heard: string[] }).heard.map((text) =>
          text.replaceAll(/[\u2068\u2069]/gu, ""),
        ),
      ),
    )
    .toEqual(
      texts.map((text) => (typeof text === "string" ? text : (expect.stringMatching(text) as unknown))),
    );

test("[UX4] equal messages are said each, whether they come together or one by one", async ({ page }) => {
  await open(page, "room");
  await listen(page);
  await room(page, (it) => it.receive(1, "ok"), null);
  await expectHeard(page, ["Mina: ok"]);
  await room(page, (it) => it.receive(1, "ok"), null);
  await expectHeard(page, ["Mina: ok", "Mina: ok"]);
  await room(
    page,
    (it) => {
      it.receive(2, "ok");
      it.receive(2, "ok");
    },
    null,
  );
  await expectHeard(page, ["Mina: ok", "Mina: ok", "Tomas: ok", "Tomas: ok"]);
});

test("[UX4] two deletions are said twice", async ({ page }) => {
  await open(page, "room");
  await listen(page);
  for (const which of [0, 1]) {
    const mine = page.locator("article.mine:not(.gone)").last();
    await mine.focus();
    await mine.getByRole("button", { name: "Delete" }).press("Enter");
    await page.getByRole("button", { name: "Delete for everyone" }).press("Enter");
    await expectHeard(
      page,
      Array.from({ length: which + 1 }, () => /^Rafi: This message was deleted\..*undo this/u),
    );
  }
});
