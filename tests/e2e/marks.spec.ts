// Marks stacked on letters by the hundred: whoever writes so paints over nobody else.

import { en } from "./fixtures/words.ts";
import { clipped, expectInItsBox, paintedOutside } from "./fixtures/paint.ts";
import { expect, test } from "./fixtures/test.ts";

const stack = "\u0316\u0317\u0318\u0319\u0300\u0301\u0302\u0303\u0304\u0305";
const text = Array.from("HHHHHHHHHHHH", (letter) => letter + stack.repeat(20)).join("");
/** As many marks as a name may have. */
const marked = (letter: string): string => `${letter}${stack.repeat(4).slice(0, 39)}`;
/** Of headings, for letters that are taller than their line. */
const headingMargin = 10;

const context = { viewport: { width: 1100, height: 700 } };

test("[UX18] stacked marks stay in their own bubble, quote, name, reaction and title", async ({ person }) => {
  test.slow();
  const mallory = await person(marked("M"), { context });
  const link = await mallory.createPrivateRoom(marked("R"));
  const asha = await person("Asha", { context });
  await asha.goToLink(link);
  await expect(asha.page.getByRole("heading", { level: 1 })).toBeVisible();
  await expectInItsBox(asha.page.getByRole("heading", { level: 1 }), headingMargin);
  await asha.enter();
  await asha.send("Honest words");
  await mallory.expectMessage("Honest words");
  await mallory.composer.fill(text);
  await mallory.composer.press("Enter");
  await expect(asha.messages).toHaveCount(2);
  const foul = asha.messages.nth(1);
  const bubble = foul.locator(".bubble");
  await expectInItsBox(bubble);
  // Without the clip it would be all over the page: the fonts here do stack.
  await bubble.evaluate((shown: HTMLElement) => (shown.style.overflow = "visible"));
  expect(await paintedOutside(bubble)).toBeGreaterThan(100);
  await bubble.evaluate((shown: HTMLElement) => shown.style.removeProperty("overflow"));

  await expectInItsBox(foul.locator(".message-author"), headingMargin);
  await expectInItsBox(asha.page.locator(".room-title"));
  await expectInItsBox(asha.people.nth(1));

  await foul.hover();
  await foul.getByRole("button", { name: en.message.reply }).click();
  await expectInItsBox(asha.page.locator(".composer-about"));
  await asha.composer.fill("A reply");
  await asha.composer.press("Enter");
  const reply = asha.messages.nth(2);
  await expectInItsBox(reply.locator(".quote"));

  await foul.hover();
  await foul.getByRole("button", { name: en.message.react, exact: true }).click();
  await foul.getByRole("button", { name: en.message.reactWith("👍") }).click();
  const reaction = foul.locator(".reaction");
  // What a modified app may send: 64 bytes of anything.
  await reaction.locator(".emoji").evaluate((shown, foul) => (shown.textContent = foul), marked("H"));
  await expectInItsBox(reaction);

  await asha.people.nth(1).click();
  await expectInItsBox(asha.page.locator(".dialog-title"), headingMargin);
  await expectInItsBox(asha.page.locator("dialog .own-box"), headingMargin);
});

test("[UX18] no script's own letters are cut", async ({ person }) => {
  test.slow();
  const asha = await person("Asha", { context });
  const link = await asha.createPrivateRoom("Adda");
  const bilal = await person("Bilal", { context });
  await bilal.openLink(link);
  const scripts = [
    "ক্ষ্ণৌ র‍্যাব ত্ত্বী র্ট্ৰৈঁ",
    "กู้ ปั๊ม ที่ ญู ฎุ้",
    "Ễ ặ Ậ ỡ ÅŘ",
    "हिंदी र्ट्रैं ॐ",
    "བོད་ཡིག སྒྲུབ",
    "مُحَمَّدٌ إِلَّا",
    "ញ៉្យ ្រើ្ន",
    "👩‍👩‍👧 🏳️‍🌈 😀",
  ];
  await bilal.composer.fill(scripts.join("\n"));
  await bilal.composer.press("Enter");
  await expect(asha.messages).toHaveCount(1);
  const message = asha.messages.first();
  await expect.poll(() => clipped(message.locator(".bubble"))).toBe(0);
  const name = message.locator("h3 bdi");
  for (const script of scripts) {
    await name.evaluate((shown, script) => (shown.textContent = script), script);
    await expect.poll(() => clipped(message.locator(".message-author")), script).toBe(0);
  }
  await bilal.send("😂");
  await expect(asha.messages).toHaveCount(2);
  await expect.poll(() => clipped(asha.messages.nth(1).locator(".bubble"))).toBe(0);
});
