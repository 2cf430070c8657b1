import { open, room } from "./page.ts";
import { expect, test } from "./test.ts";

/** How many sheets a PDF has. */
const sheets = (pdf: Buffer): number => pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/gu)?.length ?? 0;
/** A link on a sheet is written there in the clear: where it leads to is painted. */
const painted = (pdf: Buffer, link: string): boolean => pdf.toString("latin1").includes(`/URI (${link})`);

for (const theme of ["light", "dark"])
  test(`[UX20] a room is printed from its first message to its last, ink on paper (${theme})`, async ({
    page,
  }) => {
    await open(page, "room-long", { messages: "300", theme });
    await room(
      page,
      (it) => {
        it.receive(1, "https://first.example/", (it.messages[0]?.clock.ms ?? 0) - 1000);
        it.receive(0, "https://last.example/");
      },
      null,
    );
    await expect(page.getByRole("article").last()).toContainText("last.example");
    const shown = await page.getByRole("article").count();
    // What the printed page has, asked after the app has heard of it.
    await page.evaluate(() => {
      addEventListener("beforeprint", () => {
        const mine = document.querySelector(".mine .bubble");
        Object.assign(window, {
          printed: {
            articles: document.querySelectorAll("article").length,
            days: document.querySelectorAll("h2.day-head").length,
            ink: mine === null ? "" : getComputedStyle(mine).color,
          },
        });
      });
    });
    const pdf = await page.pdf({ format: "A4" });
    if (process.env["SHOTS"] !== undefined)
      await page.pdf({ format: "A4", path: `${process.env["SHOTS"]}/${theme}.pdf` });
    expect(sheets(pdf)).toBeGreaterThan(5);
    expect([painted(pdf, "https://first.example/"), painted(pdf, "https://last.example/")]).toEqual([
      true,
      true,
    ]);
    const printed = await page.evaluate(
      () => (window as unknown as { printed: { articles: number; days: number } }).printed,
    );
    expect(printed.articles).toBe(318);
    expect(printed.days).toBeGreaterThan(1);
    // On the screen a window of them stands again, at its end.
    await expect(page.getByRole("article")).toHaveCount(shown);
    await page.emulateMedia({ media: "print" });
    await expect(page.locator(".composer")).toBeHidden();
    await expect(page.getByRole("button", { name: "Settings" })).toBeHidden();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const ink = (selector: string): Promise<string> =>
      page
        .locator(selector)
        .last()
        .evaluate((element) => getComputedStyle(element).color);
    expect(await ink(".mine .bubble")).toBe("rgb(28, 36, 32)");
    expect(await ink("article:not(.mine) .message-text")).toBe("rgb(28, 36, 32)");
  });

test("[UX20] of very many messages two thousand are printed, which is said; the line being read stays", async ({
  page,
}) => {
  await open(page, "room-long", { messages: "3000" });
  const log = page.getByRole("log");
  await log.evaluate((it) => it.scrollBy(0, -1500));
  const line = (): Promise<string> =>
    log.evaluate((it) => {
      const edge = it.getBoundingClientRect().top;
      const first = [...it.querySelectorAll("article")].find(
        (one) => one.getBoundingClientRect().bottom > edge,
      );
      return `${first?.id} ${Math.round((first?.getBoundingClientRect().top ?? 0) - edge)}`;
    });
  await expect(page.getByRole("button", { name: "Jump to latest" })).toBeVisible();
  const before = await line();
  await page.evaluate(() => {
    dispatchEvent(new Event("beforeprint"));
    const said = document.querySelector(".printed-part")?.textContent?.trim();
    Object.assign(window, { printed: [document.querySelectorAll("article").length, said] });
    dispatchEvent(new Event("afterprint"));
  });
  expect(await page.evaluate(() => (window as unknown as { printed: unknown }).printed)).toEqual([
    2000,
    "2,000 of 3,016 messages",
  ]);
  await expect.poll(() => page.getByRole("article").count()).toBeLessThan(200);
  await expect.poll(line).toBe(before);
});
