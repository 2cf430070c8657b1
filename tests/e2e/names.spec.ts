// Two people may not go by one name in a room; nobody is ever kept out of their own.

import { en } from "./fixtures/words.ts";
import { recordLinks } from "./fixtures/links.ts";
import type { Person } from "./fixtures/person.ts";
import { expect, test } from "./fixtures/test.ts";

/**
 * At the door of a room that is known to this device, linked already: it syncs while one types. The device has lost its user's
 * name since they were there. (At a new room's door the names come after Enter, within two seconds: door.test.ts.)
 */
const standAtKnownDoor = async (one: Person, link: string): Promise<void> => {
  await one.goToLink(link);
  await one.enter("Zara");
  await one.expectSaved();
  await one.page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open("kothabarta-device");
        opening.onsuccess = () => {
          const forgetting = opening.result.transaction(["kv"], "readwrite");
          forgetting.objectStore("kv").delete("name");
          forgetting.oncomplete = () => resolve();
        };
      }),
  );
  await one.page.reload();
  await expect(one.page.getByRole("button", { name: "Enter room" })).toBeVisible();
  await one.expectLinks(1);
};

test("[ID2] a name in use is refused at the door, with free names to choose from", async ({ person }) => {
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Adda");
  const other = await person("ＡＳＨＡ", { before: recordLinks }); // the same name in full-width letters
  await standAtKnownDoor(other, link);
  await other.nameBox.fill(other.name);
  await other.page.getByRole("button", { name: "Enter room" }).click();

  const free = other.page.getByRole("group", { name: en.door.suggestions }).getByRole("button");
  await expect(free.first()).toBeVisible();
  await expect(other.composer).toBeHidden();
  await free.first().click();
  await other.enterIfAsked();
  await expect(other.people).toHaveCount(2);
  await expect(asha.people).toHaveCount(2);
  await other.send("By another name");
  await asha.expectMessage("By another name");
});

test("[ID2] one's own second device enters under the same name, and both carry tags", async ({ person }) => {
  const laptop = await person("Asha");
  const link = await laptop.createPrivateRoom("Adda");
  const phone = await person("Asha", { before: recordLinks });
  await standAtKnownDoor(phone, link);
  await phone.nameBox.fill("Asha");
  await phone.page.getByRole("button", { name: "Enter room" }).click();
  await phone.page.getByRole("button", { name: en.door.anotherDeviceEnter }).click();
  await phone.expectInside();

  const tags = await Promise.all([laptop.tagsOf("Asha", 2), phone.tagsOf("Asha", 2)]);
  expect(new Set(tags[0]).size).toBe(2);
  expect(tags[1]).toEqual(tags[0]);
});

test("[ID2] two who took one name while apart both carry tags on every screen, with a word about it", async ({
  host,
  person,
}) => {
  const first = await person("Asha");
  const link = await first.createPrivateRoom("Adda");
  const second = await person("Asha");
  const chitra = await person("Chitra");
  await chitra.openLink(link);
  await second.goHome();
  await second.waitForOfflineStart();

  await host.kill();
  await second.openLink(link); // nobody can be asked: the door lets in
  await second.send("Is anybody here?");
  await host.restart();

  for (const one of [first, second, chitra]) {
    const tags = await one.tagsOf("Asha", 2);
    expect(new Set(tags).size).toBe(2);
  }
  await expect(first.page.getByText(en.notice.sharedName)).toBeVisible();
  await expect(second.page.getByText(en.notice.sharedName)).toBeVisible();
  await expect(chitra.page.getByText(en.notice.sharedName)).toBeHidden();
});

test("[ID2] two whose names look alike both carry tags on every screen", async ({ person }) => {
  const bilal = await person("Bilal");
  const link = await bilal.createPrivateRoom("Adda");
  const other = await person("BiIal"); // a capital I
  await other.openLink(link);
  for (const one of [bilal, other]) {
    const [tag] = await one.tagsOf("Bilal", 1);
    expect(await one.tagsOf("BiIal", 1)).not.toEqual([tag]);
  }
  await expect(bilal.page.getByText(en.notice.sharedName)).toBeVisible();
});

test("[ID2] nobody is locked out of their own name: neither by a reload nor by being away", async ({
  person,
}) => {
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Adda");
  const bilal = await person("Bilal");
  await bilal.openLink(link);
  await bilal.expectPeople(["Asha", "Bilal"]);
  await asha.reload();
  await asha.send("Still me");
  await bilal.expectMessage("Still me");

  // Away, and somebody else takes the name meanwhile: the owner of the key still comes in.
  await asha.page.goto("about:blank");
  await expect(bilal.connection).toContainText(en.connection.alone, { timeout: 30_000 });
  const usurper = await person("Asha");
  await usurper.openLink(link);
  await asha.page.goto(link);
  await asha.enterIfAsked();
  await asha.send("Me again");
  await bilal.expectMessage("Me again");
});

test("[ID2] a name in use is refused in Settings too, where free ones are offered, and the old one stands", async ({
  person,
}) => {
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Adda");
  const bilal = await person("Bilal");
  await bilal.openLink(link);
  await bilal.expectPeople(["Asha", "Bilal"]);
  await asha.expectPeople(["Asha", "Bilal"]);
  await bilal.page.getByRole("button", { name: "Settings" }).click();
  const settings = bilal.page.getByRole("dialog", { name: "Settings" });
  const name = settings.getByRole("textbox", { name: "Your name" });
  const keep = settings.getByRole("button", { name: en.settings.keepName });
  await name.fill("ASHA");
  await keep.click();
  await expect(settings.getByRole("alert")).toContainText("in the room right now");
  await expect(settings.getByText(en.settings.nameKept, { exact: true })).toHaveCount(0);
  await expect(bilal.log).toBeVisible(); // no door in the middle of a chat
  await asha.expectPeople(["Asha", "Bilal"]);

  await settings.getByRole("group", { name: en.door.suggestions }).getByRole("button").first().click();
  await expect(settings.getByText(en.settings.nameKept, { exact: true })).toBeVisible();
  await expect(settings.getByRole("group", { name: en.door.suggestions })).toHaveCount(0);
  const taken = await name.inputValue();
  expect(taken).not.toBe("ASHA");
  await expect(asha.people.filter({ hasText: taken })).toHaveCount(1);
  await name.pressSequentially("x");
  await expect(settings.getByText(en.settings.nameKept, { exact: true })).toHaveCount(0);
});
