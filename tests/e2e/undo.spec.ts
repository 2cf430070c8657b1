// Deleting waits for a few seconds, in which it can be taken back (RC5: an erase record cannot); whoever goes sooner has deleted.

import { en } from "./fixtures/words.ts";
import { test } from "./fixtures/test.ts";
import type { Person } from "./fixtures/person.ts";

const deleted = "This message was deleted.";

const askToDelete = async (one: Person, text: string): Promise<void> => {
  const message = one.messages.filter({ hasText: text });
  await message.hover();
  await message.getByRole("button", { name: "Delete" }).click();
  await one.page.getByRole("button", { name: "Delete for everyone" }).click();
};

test("[UX3][RC5] a deletion taken back is none, after a reload too", async ({ person }) => {
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Adda");
  const bilal = await person("Bilal");
  await bilal.openLink(link);
  await asha.send("Never mind");
  await bilal.expectMessage("Never mind");
  await askToDelete(asha, "Never mind");
  await asha.expectMessages([deleted]);
  await asha.page.getByRole("button", { name: en.message.undo }).click();
  await asha.expectMessages(["Never mind"]);
  await asha.expectSaved();
  await asha.reload();
  // What was left to do is done before this arrives.
  await asha.send("Still here?");
  await bilal.send("Yes");
  for (const one of [asha, bilal]) await one.expectMessages(["Never mind", "Still here?", "Yes"]);
});

for (const way of ["reloads", "closes the page and comes back"] as const) {
  test(`[RC5] who deletes and ${way} at once has deleted, for everyone`, async ({ person, tab }) => {
    const asha = await person("Asha");
    const link = await asha.createPrivateRoom("Adda");
    const bilal = await person("Bilal");
    await bilal.openLink(link);
    await asha.send("Forget this");
    await asha.send("Remember this");
    await bilal.expectMessage("Remember this");
    await asha.expectSaved();
    await askToDelete(asha, "Forget this");
    let again = asha;
    if (way === "reloads") await asha.reload();
    else {
      await asha.leave();
      again = await tab(asha);
      await again.goToLink(link);
      await again.enterIfAsked();
    }
    for (const one of [again, bilal])
      await one.expectMessages([deleted, "Remember this"], { timeout: 30_000 });
  });
}
