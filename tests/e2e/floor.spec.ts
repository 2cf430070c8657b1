// A browser below the floor gets a sentence in both languages, in place of the app.

import { en } from "./fixtures/words.ts";
import { expect, test } from "./fixtures/test.ts";

for (const { what, before } of [
  { what: "CSS.registerProperty", before: () => Reflect.deleteProperty(CSS, "registerProperty") },
  { what: "oklch colours", before: () => void (CSS.supports = () => false) },
  { what: "the object CSS", before: () => Reflect.deleteProperty(window, "CSS") },
]) {
  test(`[LK4] a browser without ${what} is told that it is too old, and sees nothing else`, async ({
    person,
    problems,
  }) => {
    problems.expect(/./); // what the app itself stumbles over down there is no matter
    const asha = await person("Asha", { before: `(${String(before)})()` });
    await asha.page.goto(`${asha.origin}/`);
    const { title, text } = en.bad["browser-too-old"];
    await expect(asha.page.getByRole("heading", { name: title })).toBeVisible();
    await expect(asha.page.getByText(text)).toBeVisible();
    await expect(asha.page.locator(".floor [lang=bn]")).toContainText("এই ব্রাউজার বেশ পুরোনো");
    await expect(asha.page.locator("kb-app")).toBeHidden();
  });
}

test("[LK4] a browser above the floor fetches no such sentence", async ({ person }) => {
  const asha = await person("Asha");
  await asha.goHome();
  await expect(asha.page.locator(".floor")).toHaveCount(0);
});
