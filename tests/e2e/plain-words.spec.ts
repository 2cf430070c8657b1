// When something is missing or broken a page says so in plain words, and never shows a blank room.

import { en } from "./fixtures/words.ts";
import { expect, test } from "./fixtures/test.ts";

const secret = "AbCdEfGhIjKlMnOpQrStUg";
const broken = [
  { what: "a foreign fragment", hash: "#/x/whatever", page: en.bad["bad-link"] },
  {
    what: "a secret with a wrong character",
    hash: `#/r/${secret.slice(0, 21)}!/Adda`,
    page: en.bad["bad-link"],
  },
  { what: "half a secret", hash: `#/r/${secret.slice(0, 10)}`, page: en.bad["truncated-link"] },
  { what: "no secret", hash: "#/r/", page: en.bad["truncated-link"] },
  { what: "no public name", hash: "#/p/", page: en.bad["truncated-link"] },
  { what: "half a letter", hash: "#/p/%E0%A6", page: en.bad["truncated-link"] },
  { what: "a name far too long", hash: `#/p/${"a".repeat(200)}`, page: en.bad["bad-link"] },
];

for (const { what, hash, page } of broken) {
  test(`[LK4] a link with ${what} gets a page that says so and leads home`, async ({ person }) => {
    const asha = await person("Asha");
    await asha.page.goto(`${asha.origin}/${hash}`);
    await expect(asha.page.getByRole("heading", { name: page.title })).toBeVisible();
    await expect(asha.page.getByText(page.text)).toBeVisible();
    await expect(asha.composer).toBeHidden();
    await asha.page.getByText(en.bad.home).click();
    await expect(asha.page.getByRole("button", { name: "Create private room" })).toBeVisible();
  });
}

test("[LK4] the page of a bad link waits for its words, which may come last", async ({ person }) => {
  const asha = await person("Asha");
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  await asha.page.route("**/assets/en-dialogs-*", async (route) => {
    await released;
    await route.continue();
  });
  // Fetched together with all that may be needed later.
  const others = ["bn", "kb-settings"].map((chunk) =>
    asha.page.waitForResponse(new RegExp(`/assets/${chunk}-`)),
  );
  await asha.page.goto(`${asha.origin}/#/r/`);
  await Promise.all(others);
  release();
  await expect(asha.page.getByRole("heading", { name: en.bad["truncated-link"].title })).toBeVisible();
});

for (const missing of ["absent", "refusing"] as const) {
  test(`[LK5] with a clipboard ${missing} the link is selected and the dialog says how to copy it`, async ({
    person,
  }) => {
    const absent = (): void => {
      Reflect.deleteProperty(Navigator.prototype, "clipboard");
      document.execCommand = () => false;
    };
    const refusing = (): void => {
      const writeText = (): Promise<void> => Promise.reject(new DOMException("no", "NotAllowedError"));
      Object.defineProperty(Navigator.prototype, "clipboard", { get: () => ({ writeText }) });
      document.execCommand = () => false;
    };
    const asha = await person("Asha", { before: missing === "absent" ? absent : refusing });
    await asha.createPrivateRoom("Adda");
    await asha.page.getByRole("button", { name: "Share room" }).click();
    const dialog = asha.page.getByRole("dialog", { name: "Share room" });
    await dialog.getByRole("button", { name: "Copy link" }).click();
    await expect(dialog.getByText(en.share.copyFailed)).toBeVisible();
    const box = dialog.getByRole("textbox", { name: "Room link" });
    const whole = await box.inputValue();
    expect(
      await asha.page.evaluate(() => {
        const field = document.activeElement as HTMLInputElement;
        return field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0);
      }),
    ).toBe(whole);
  });
}

test("[LK4] a messenger's own browser is told to open the link in a real one", async ({ person }) => {
  const userAgent =
    "Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/470.0]";
  const asha = await person("Asha", { context: { userAgent } });
  await asha.page.goto(`${asha.origin}/#/r/${secret}/Adda`);
  await expect(asha.page.getByText(en.notice.inApp)).toBeVisible();
});

test("[UX9] with the host away nobody is called alone, rooms are not called empty, and offline is said", async ({
  host,
  person,
}) => {
  const asha = await person("Asha");
  await asha.createPrivateRoom("Adda");
  await expect(asha.connection).toContainText(en.connection.alone);
  await expect(asha.page.getByText(en.room.emptyText)).toBeVisible();
  await asha.send("For later");
  await expect(asha.page.getByText(en.room.alone)).toBeVisible();
  await asha.waitForOfflineStart();

  await host.kill();
  await expect(asha.connection).toContainText(`${en.connection.unreached} · ${en.connection.hostAway}`);
  await expect(asha.page.getByText(en.room.apart)).toBeVisible();
  await expect(asha.page.getByText(en.room.alone)).toHaveCount(0);
  await asha.context.setOffline(true);
  await expect(asha.page.getByText(en.notice.offline)).toBeVisible();
  await expect(asha.connection).toContainText(`${en.connection.unreached} · ${en.connection.offline}`);
  await asha.send("Written offline");
  await asha.expectSaved();
  await asha.context.setOffline(false);
  await expect(asha.page.getByText(en.notice.offline)).toHaveCount(0);

  await asha.page.getByRole("button", { name: en.room.back }).click();
  await expect(asha.page.getByText(en.home.hostSilent)).toBeVisible();
  await expect(asha.page.getByText(en.home.noPublicRooms)).toHaveCount(0);
  await host.restart();
  await expect(asha.page.getByText(en.home.noPublicRooms)).toBeVisible();
});

test("[UX9] a newcomer to an empty list where people are is told who is here, not to give out the link", async ({
  person,
}) => {
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Adda");
  const bilal = await person("Bilal");
  await bilal.openLink(link);
  await expect(bilal.log).toContainText("is here.");
  await expect(bilal.log).toContainText("Asha");
  await expect(bilal.page.getByText(en.room.giveLink)).toHaveCount(0);
  await expect(asha.page.getByText(en.room.giveLink)).toHaveCount(0);
});

for (const persisted of [true, false])
  test(`[ST3] Settings says that the browser has ${persisted ? "" : "not "}promised to keep the room`, async ({
    person,
  }) => {
    // The first, empty page is no secure context and has none.
    const promise = persisted
      ? () => {
          if ("StorageManager" in window) StorageManager.prototype.persisted = () => Promise.resolve(true);
        }
      : () => {
          if (!("StorageManager" in window)) return;
          StorageManager.prototype.persisted = () => Promise.resolve(false);
          StorageManager.prototype.persist = () => Promise.resolve(false);
        };
    const asha = await person("Asha", { before: `(${String(promise)})()` });
    await asha.createPrivateRoom("Adda");
    await asha.page.getByRole("button", { name: "Settings" }).click();
    const settings = asha.page.getByRole("dialog", { name: "Settings" });
    const [said, other] = persisted
      ? (["persisted", "notPersisted"] as const)
      : (["notPersisted", "persisted"] as const);
    await expect(settings.getByText(en.settings[said])).toBeVisible();
    await expect(settings.getByText(en.settings[other])).toHaveCount(0);
    await expect(settings).toContainText(/This room takes \d/u);
  });
