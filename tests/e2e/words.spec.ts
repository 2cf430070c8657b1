// What is written arrives as it was meant: nothing as nothing, code with its indentation.

import { expect, test } from "./fixtures/test.ts";

test("[RC7] nothing visible cannot be sent; pasted code keeps its indentation, sent and edited", async ({
  person,
}) => {
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Adda");
  const bilal = await person("Bilal");
  await bilal.openLink(link);

  const send = asha.page.getByRole("button", { name: "Send" });
  for (const nothing of ["\u200b", "\u3164", "\u2800 \n", "\u200c\u200d"]) {
    await asha.composer.fill(nothing);
    await expect(send).toBeDisabled();
    await asha.composer.press("Enter");
    await expect(asha.composer).toHaveValue(nothing);
  }
  await expect(asha.messages).toHaveCount(0);

  const code = "    if (a)\n      b();\n    c();";
  const text = bilal.messages.locator(".message-text");
  /** Where the first letter of the text stands, from the left edge of its second line. */
  const indentation = (): Promise<number> =>
    text.evaluate((shown) => {
      const node = document.createTreeWalker(shown, NodeFilter.SHOW_TEXT).nextNode();
      if (node === null) return 0;
      const leftOf = (at: number): number => {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        return range.getBoundingClientRect().left;
      };
      const written = node.textContent ?? "";
      return leftOf(written.search(/\S/u)) - leftOf(written.indexOf("\n") + 1);
    });
  await asha.composer.fill(`\n${code}\n\n`);
  await asha.composer.press("Enter");
  await expect.poll(() => text.evaluateAll((all) => all.map((one) => one.textContent))).toEqual([code]);
  expect(await indentation()).toBeGreaterThan(10);

  await asha.composer.press("ArrowUp");
  await expect(asha.composer).toHaveValue(code);
  await asha.composer.fill(`${code} // d`);
  await asha.composer.press("Enter");
  await expect.poll(() => text.textContent()).toBe(`${code} // d`);
  expect(await indentation()).toBeGreaterThan(10);
});
