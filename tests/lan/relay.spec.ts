// Two machines that reach the host but not each other: the way round, and the straight way as soon as there is one.

import { expect, test } from "./test.ts";

test("[MS5] with every packet between them dropped two people chat through the host, and directly once they can", async ({
  lan,
  neighbour,
}) => {
  test.setTimeout(120_000);
  lan.cut("asha", "bilal");
  const asha = await neighbour("Asha");
  const link = await asha.createPrivateRoom("Adda");
  await asha.send("Written before you came");
  const bilal = await neighbour("Bilal");
  await bilal.openLink(link);
  await bilal.expectMessage("Written before you came", { timeout: 45_000 });
  await bilal.send("The long way round");
  await asha.expectMessage("The long way round");
  for (const [one, other] of [
    [asha, "Bilal"],
    [bilal, "Asha"],
  ] as const) {
    await expect(one.people.filter({ hasText: other })).toContainText("relayed");
  }

  lan.mend();
  for (const [one, other] of [
    [asha, "Bilal"],
    [bilal, "Asha"],
  ] as const) {
    await expect(one.people.filter({ hasText: other })).toContainText("direct", { timeout: 60_000 });
  }
  await asha.send("Straight to you");
  await bilal.expectMessages(["Written before you came", "The long way round", "Straight to you"]);
});
