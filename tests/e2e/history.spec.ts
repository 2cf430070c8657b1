// A long history reaches a newcomer completely, and the present does not wait for the past.

import { expect, test } from "./fixtures/test.ts";
import { recordStatus } from "./fixtures/status.ts";

/** Under the limit of 16 KiB (RC7): 330 of them are more than 5 MB. */
const filler = "Kothabarta ".repeat(1460);
const count = 330;
const title = (index: number): string => `Page ${String(index).padStart(3, "0")}:`;

test("[MS2][FR1] more than 5 MB of messages reach a newcomer, with progress, and live ones meanwhile", async ({
  person,
}) => {
  test.setTimeout(180_000);
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Archive");
  for (let index = 1; index <= count; index += 1) {
    await asha.composer.fill(`${title(index)} ${filler}`);
    await asha.composer.press("Enter");
    await expect(asha.composer).toHaveValue("");
  }
  await asha.expectMessage(title(count));
  await asha.expectSaved();

  const bilal = await person("Bilal", { before: recordStatus });
  await bilal.openLink(link);
  await asha.send("Said while the past was on its way");
  await bilal.expectMessage("Said while the past was on its way");
  await expect.poll(() => bilal.statusSeen(/Receiving history/), { timeout: 60_000 }).toBe(true);
  await expect.poll(() => bilal.statusNow(), { timeout: 60_000 }).not.toMatch(/Receiving/);

  const pages = await bilal.readAll(/Page \d{3}:/);
  expect(pages).toEqual(Array.from({ length: count }, (_, index) => title(index + 1)));
});
