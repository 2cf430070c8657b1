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

test("[RC4] of a thousand people twelve are named in a reaction, and two hundred listed", async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await open(page, "room");
  await room(
    page,
    (it) => {
      const authors = Array.from({ length: 1000 }, (_, i) => `made-up-${i}` as never);
      const somebody = it.people[1];
      if (somebody === undefined) throw new Error("nobody is in the room");
      it.receive(1, "Who gave what?");
      it.set({
        people: [
          ...it.people,
          ...authors.map((author, i) => ({ ...somebody, author, name: `Made up ${i}`, typing: false })),
        ],
        messages: it.messages.map((message, i) =>
          i === it.messages.length - 1
            ? { ...message, reactions: [{ emoji: "👍", authors: [...authors, it.me] }] }
            : message,
        ),
      });
    },
    null,
  );
  const given = page.getByRole("article").last().locator(".reaction");
  await expect(given).toContainText("1,001");
  // Oneself first, though one gave it last.
  await expect(given).toHaveAttribute(
    "aria-label",
    /from \u2068you\u2069, \u2068Made up 0\u2069, .*Made up 11\u2069,? and \u2068988 others\u2069$/,
  );
  const people = page.getByRole("region", { name: "People" });
  await expect(people.getByRole("listitem")).toHaveCount(200);
  await expect(people.getByText(/^80\d others$/)).toBeVisible();
});
