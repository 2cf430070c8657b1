// A long history reaches a newcomer completely, and the present does not wait for the past.

import { expect, test } from "./fixtures/test.ts";
import { recordStatus } from "./fixtures/status.ts";

/** Under the limit of 16 KiB (RC7): 330 of them are more than 5 MB. */
const filler = "Kothabarta ".repeat(1460);
const count = 330;
const title = (index: number): string => `Page ${String(index).padStart(3, "0")}:`;

test("[MS2][FR1] more than 5 MB of messages reach a newcomer, with progress, and live ones meanwhile", async ({
  person,
  rawMember,
}) => {
  test.setTimeout(150_000);
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Archive");
  // Written by a machine, so that this test is about their way and not about typing.
  const writer = await rawMember("Scribe", link, 1);
  const texts = Array.from({ length: count }, (_, index) => `${title(index + 1)} ${filler}`);
  await writer.evaluate((texts) => {
    for (const text of texts)
      window.raw.room.ledger.write([
        { kind: "message", text, reply: null, attachments: [], mentions: [], forwarded: false },
      ]);
  }, texts);
  await asha.expectMessage(title(count), { timeout: 60_000 });
  const expected = texts.map((_, index) => title(index + 1));
  expect(await asha.readAll(/Page \d{3}:/)).toEqual(expected);
  await asha.expectSaved();
  await writer.close();

  // Whoever comes in sees the history come.
  const bilal = await person("Bilal", { before: recordStatus });
  await bilal.openLink(link);
  await asha.send("Said while the past was on its way");
  await bilal.expectMessage("Said while the past was on its way");
  await expect.poll(() => bilal.statusSeen(/Receiving history/), { timeout: 60_000 }).toBe(true);
  await expect(bilal.connection).not.toContainText("Receiving", { timeout: 60_000 });
  expect(await bilal.readAll(/Page \d{3}:/)).toEqual(expected);
});
