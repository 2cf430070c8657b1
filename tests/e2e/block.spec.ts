// Blocking is for oneself: on this device a person is neither read nor named, and that is undone as easily.

import { expect, test } from "./fixtures/test.ts";
import type { Person } from "./fixtures/person.ts";

/** Opens what is told about a person, presses a button there, and closes it. */
const tell = async (one: Person, listed: RegExp, press: string): Promise<void> => {
  await one.people.getByRole("button", { name: listed }).click();
  const dialog = one.page.getByRole("dialog");
  await dialog.getByRole("button", { name: press }).click();
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(dialog).toHaveCount(0);
};

const expectSilence = async (one: Person, said: readonly string[]): Promise<void> => {
  await one.expectMessages(said);
  await expect(one.page.locator("body")).not.toContainText("Mallika");
  await expect(one.people.filter({ hasText: "Blocked person" })).toHaveCount(1);
  // Nor in what is read aloud and shown under the mouse.
  const labels = await one.page.evaluate(() =>
    [...document.querySelectorAll("body *")].flatMap((element) =>
      ["aria-label", "title"].map((name) => element.getAttribute(name) ?? ""),
    ),
  );
  expect(labels.filter((label) => label.includes("Mallika"))).toEqual([]);
};

test("[UX13] a blocked person's messages and name are hidden, after reload and offline too, and come back when unblocked", async ({
  host,
  person,
}) => {
  test.setTimeout(120_000);
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Adda");
  const mallika = await person("Mallika");
  await mallika.openLink(link);
  const chitra = await person("Chitra");
  await chitra.openLink(link);
  await asha.send("Good morning");
  await mallika.expectMessage("Good morning");
  await mallika.send("A rude word");
  await chitra.expectMessage("A rude word");
  await chitra.send("Please");
  for (const one of [asha, mallika, chitra])
    await one.expectMessages(["Good morning", "A rude word", "Please"]);
  const reacted = mallika.messages.filter({ hasText: "Good morning" });
  await reacted.hover();
  await reacted.getByRole("button", { name: "React", exact: true }).click();
  await reacted.getByRole("button", { name: "React with 👍" }).click();
  await expect(asha.messages.first().getByRole("button", { name: /👍.* from .*Mallika/ })).toBeVisible();

  await tell(asha, /^\u2068Mallika\u2069,/, "Block for me");
  await expectSilence(asha, ["Good morning", "Please"]);
  await mallika.composer.pressSequentially("Another ru");
  await mallika.send("Another rude word");
  await chitra.expectMessage("Another rude word");
  await chitra.send("Do stop");
  await asha.expectMessage("Do stop");
  await expectSilence(asha, ["Good morning", "Please", "Do stop"]);

  await asha.expectSaved();
  await asha.reload();
  await expectSilence(asha, ["Good morning", "Please", "Do stop"]);
  await asha.waitForOfflineStart();
  await host.kill();
  await asha.reload();
  await expectSilence(asha, ["Good morning", "Please", "Do stop"]);

  await tell(asha, /^\u2068Blocked person\u2069,/, "Unblock");
  await asha.expectMessages(["Good morning", "A rude word", "Please", "Another rude word", "Do stop"]);
  await expect(asha.people.filter({ hasText: "Mallika" })).toHaveCount(1);
  // For the others nothing was ever hidden.
  await chitra.expectMessages(["Good morning", "A rude word", "Please", "Another rude word", "Do stop"]);
});
