// Hands on a gallery page.

import type { Locator, Page } from "@playwright/test";
import type { FakeRoom } from "./fake-room.ts";

export const open = async (
  page: Page,
  screen: string,
  query: Readonly<Record<string, string>> = {},
): Promise<void> => {
  const asked = new URLSearchParams({ screen, lang: "en", theme: "light", ...query });
  await page.goto(`/?${asked.toString()}`);
  await page.locator("h1").first().waitFor();
};

/** Does something to the fake room in the page. */
export const room = <T>(page: Page, act: (it: FakeRoom, given: T) => unknown, given: T): Promise<void> =>
  page.evaluate(
    ([text, value]) => {
      const it = (window as unknown as { room: FakeRoom }).room;
      // oxlint-disable-next-line typescript/no-implied-eval, no-new-func
      new Function("it", "given", `(${text})(it, given)`)(it, value);
    },
    [act.toString(), given] as const,
  );

export const composer = (page: Page): Locator => page.getByRole("textbox", { name: "Message", exact: true });
