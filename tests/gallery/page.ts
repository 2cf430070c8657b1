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

/** Does something to the fake room in the page, and waits until it is drawn. */
export const room = <T>(page: Page, act: (it: FakeRoom, given: T) => unknown, given: T): Promise<void> =>
  page.evaluate(
    async ([text, value]) => {
      const it = (window as unknown as { room: FakeRoom }).room;
      // oxlint-disable-next-line typescript/no-implied-eval, no-new-func
      new Function("it", "given", `(${text})(it, given)`)(it, value);
      // Elements draw before the next frame; what answers a changed size, and draws again, does so before the one after.
      for (let frame = 0; frame < 3; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
    },
    [act.toString(), given] as const,
  );

/** Turns the wheel over the list, and waits until the list has come to rest. */
export const scroll = async (page: Page, by: number): Promise<void> => {
  await page.mouse.move(500, 400);
  const rest = await page.getByRole("log").evaluateHandle((log) => ({
    come: new Promise((resolve) => log.addEventListener("scrollend", resolve, { once: true })),
  }));
  await page.mouse.wheel(0, by);
  await rest.evaluate(({ come }) => come);
  await rest.dispose();
};

export const composer = (page: Page): Locator => page.getByRole("textbox", { name: "Message", exact: true });
