// What people write is text, whatever it looks like.

import { expect, test } from "./fixtures/test.ts";

test("[RC7] markup, javascript: links and 16 KiB of one line do no harm", async ({ person }) => {
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("<img src=x onerror=alert(1)>");
  const bilal = await person("<b>Bilal</b>");
  await bilal.openLink(link);
  let dialogs = 0;
  for (const { page } of [asha, bilal]) {
    page.on("dialog", (dialog) => {
      dialogs += 1;
      void dialog.dismiss();
    });
  }

  const script = "<script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)>";
  await asha.send(script);
  await bilal.expectMessage(script);
  await asha.send(
    "javascript:alert(4) and [x](javascript:alert(5)) and data:text/html,<script>alert(6)</script>",
  );
  await bilal.expectMessage("javascript:alert(4)");
  await asha.send("see https://example.org/a?b=c#d there");
  const web = bilal.messages.getByRole("link").filter({ hasText: "example.org" });
  await expect(web).toHaveAttribute("href", "https://example.org/a?b=c#d");
  await expect(web).toHaveAttribute("rel", /noopener.*noreferrer|noreferrer.*noopener/);
  await expect(web).toHaveAttribute("target", "_blank");
  for (const href of await bilal.messages
    .locator("a")
    .evaluateAll((links) => links.map((a) => a.getAttribute("href")))) {
    expect(href).toMatch(/^(https?:|#)/);
  }

  const line = "অ".repeat(5461); // 16 KiB without a space: the limit exactly
  await asha.composer.fill(line);
  await asha.composer.press("Enter");
  await expect(asha.composer).toHaveValue("");
  await expect(bilal.messages.filter({ hasText: line })).toHaveCount(1);
  // It breaks somewhere: nobody has to scroll sideways.
  const wide = await bilal.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wide).toBeLessThanOrEqual(0);
  expect(await bilal.page.locator("script:not([src])").count()).toBe(0);
  expect(dialogs).toBe(0);
});

test("[RC7] over 16 KiB the composer says so, sends nothing and keeps the text", async ({ person }) => {
  const asha = await person("Asha");
  await asha.createPrivateRoom("Adda");
  const long = "a".repeat(16 * 1024 + 1);
  await asha.composer.fill(long);
  await expect(asha.page.getByText(/Too long to send/)).toBeVisible();
  await asha.composer.press("Enter");
  await expect(asha.composer).toHaveValue(long);
  await expect(asha.messages).toHaveCount(0);
  await asha.composer.fill(long.slice(1));
  await asha.composer.press("Enter");
  await expect(asha.messages).toHaveCount(1);
});
