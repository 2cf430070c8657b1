// The host's address changes; one encrypted file carries rooms, history and identity over.

import { readFileSync } from "node:fs";
import { en } from "./fixtures/words.ts";
import { expect, test } from "./fixtures/test.ts";
import type { Person } from "./fixtures/person.ts";

const passphrase = "nine red kites";

const settings = async (one: Person) => {
  await one.page.getByRole("button", { name: "Settings" }).click();
  return one.page.getByRole("dialog", { name: "Settings" });
};

const bringThemHere = async (one: Person, file: string, words: string): Promise<void> => {
  const dialog = await settings(one);
  await dialog.getByLabel(en.settings.chooseFile).setInputFiles(file);
  await dialog.getByLabel(en.settings.passphrase).fill(words);
  await dialog.getByRole("button", { name: en.settings.bring }).click();
};

test("[ST6] the saved file brings rooms, history and identity to a new origin; twice is harmless", async ({
  middle,
  person,
}) => {
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Adda");
  await asha.send("Before the move");
  await asha.expectSaved();

  const dialog = await settings(asha);
  await dialog.getByLabel(en.settings.passphrase).fill("secret");
  await dialog.getByRole("button", { name: en.settings.save }).click();
  await expect(dialog.getByText(en.settings.weakPassphrase)).toBeVisible();
  await dialog.getByLabel(en.settings.passphrase).fill(passphrase);
  const download = asha.page.waitForEvent("download");
  await dialog.getByRole("button", { name: en.settings.save }).click();
  const file = await (await download).path();
  const bytes = readFileSync(file).toString("latin1");
  const secret = /#\/r\/([\w-]{22})/.exec(link)?.[1] ?? "no secret";
  for (const hidden of [secret, "Adda", "Asha", "Before the move"]) expect(bytes).not.toContain(hidden);
  await asha.leave();

  // The same host under another address is another origin: nothing of Asha's is there.
  const { origin } = await middle();
  const moved = await person("Asha", { origin });
  await moved.goHome();
  await bringThemHere(moved, file, "a wrong one");
  await expect(moved.page.getByText(en.settings.failed["wrong-passphrase"])).toBeVisible();
  await moved.goHome();
  await bringThemHere(moved, file, passphrase);
  // The file's identity is another than this new device's: asked, with both fingerprints, before it is taken.
  await expect(moved.page.getByText(en.settings.whoseIdentity)).toBeVisible();
  const [here = "", inFile = ""] = await moved.page.locator(".fingerprint").allTextContents();
  expect(here).toMatch(/^([0-9a-f]{4} ){7}[0-9a-f]{4}$/);
  expect(inFile).not.toBe(here);
  const reloaded = moved.page.waitForEvent("load");
  await moved.page.getByRole("button", { name: en.settings.takeIdentity }).click();
  await expect(moved.page.getByText(en.settings.brought(1, "1"))).toBeVisible();
  await reloaded;
  await bringThemHere(moved, file, passphrase);
  await expect(moved.page.getByText(en.settings.brought(1, "1"))).toBeVisible();
  await moved.goHome();

  const rooms = moved.page
    .getByRole("navigation", { name: "Your rooms" })
    .getByRole("link", { name: "Adda" });
  await expect(rooms).toHaveCount(1);
  await rooms.click();
  await moved.enterIfAsked();
  await moved.expectMessages(["Before the move"]);

  // The same key: the message is still one's own to edit.
  await moved.messages.first().hover();
  await expect(moved.messages.first().getByRole("button", { name: "Edit" })).toBeVisible();
});

test("[ST6][SG6] over plain http, where no service worker keeps the page, the file can be saved after the host is gone", async ({
  host,
  person,
}) => {
  const asha = await person("Asha", {
    origin: `http://party.lan:${host.port}`,
    launch: { args: ["--host-resolver-rules=MAP party.lan 127.0.0.1"] },
  });
  const fetched = ["backup", "kb-settings", "kb-dialog", "en-dialogs"].map(async (chunk) => {
    const response = await asha.page.waitForResponse(new RegExp(`/assets/${chunk}-`));
    await response.finished();
  });
  await asha.createPrivateRoom("Adda");
  expect(await asha.page.evaluate(() => isSecureContext)).toBe(false);
  await asha.send("Before the host went");
  await asha.expectSaved();
  await Promise.all(fetched);
  await host.kill();
  const dialog = await settings(asha);
  await dialog.getByLabel(en.settings.passphrase).fill("secret");
  await dialog.getByRole("button", { name: en.settings.save }).click();
  await expect(dialog.getByText(en.settings.weakPassphrase)).toBeVisible();
  await dialog.getByLabel(en.settings.passphrase).fill(passphrase);
  const download = asha.page.waitForEvent("download");
  await dialog.getByRole("button", { name: en.settings.save }).click();
  expect(readFileSync(await (await download).path()).length).toBeGreaterThan(100);
});
