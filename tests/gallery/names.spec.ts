import { open, room } from "./page.ts";
import { expect, test } from "./test.ts";

const arabic = "أحمد";

for (const lang of ["en", "bn"])
  test(`[UX14] a right-to-left name turns no sentence round, seen or heard (${lang})`, async ({ page }) => {
    await open(page, "room", { lang });
    await room(
      page,
      (it, name) => {
        it.set({ people: it.people.map((person, i) => (i === 1 || i === 4 ? { ...person, name } : person)) });
        it.receive(1, "Chapter 5 for me please");
      },
      arabic,
    );
    const last = page.getByRole("article").last();
    await last.hover();
    await last.getByRole("button").first().click();
    await expect(page.locator(".composer-about")).toContainText(arabic);
    await expect(page.locator(".typing")).toContainText(arabic);
    const loose = await page.evaluate((name) => {
      const isolates = /\u2068[^\u2066-\u2069]*\u2069/gu;
      const isLoose = (text: string): boolean =>
        text.trim() !== name && text.replaceAll(isolates, "").includes(name);
      const found: string[] = [];
      for (const element of document.body.querySelectorAll("*")) {
        for (const attribute of ["aria-label", "title"]) {
          const text = element.getAttribute(attribute);
          if (text !== null && isLoose(text)) found.push(`${attribute}: ${text}`);
        }
        for (const node of element.childNodes)
          if (node.nodeType === Node.TEXT_NODE && isLoose(node.textContent ?? "")) {
            found.push(node.textContent ?? "");
          }
        // A sentence of the app's own runs as its language does.
        const direction = getComputedStyle(element).direction;
        if (element.textContent.includes(`\u2068${name}`) && direction !== "ltr")
          found.push(`${direction}: ${element.textContent}`);
      }
      return found;
    }, arabic);
    expect(loose).toEqual([]);
  });
