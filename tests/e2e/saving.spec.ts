// A write to IndexedDB fails once. Nothing that was said to be saved is lost.

import { expect, test } from "./fixtures/test.ts";
import { failNextWrite, storageThatFails, type StorageFault } from "./fixtures/storage-faults.ts";
import { recordStatus } from "./fixtures/status.ts";

const faults: readonly StorageFault[] = ["quota", "closed", "abort"];

for (const fault of faults) {
  test(`[ST1] a write that fails once (${fault}) is said, healed, and lost to nobody`, async ({ person }) => {
    const asha = await person("Asha", {
      before: `(${String(storageThatFails)})();(${String(recordStatus)})()`,
    });
    await asha.createPrivateRoom("Adda");
    await asha.send("Safe");
    await asha.expectSaved();

    await failNextWrite(asha.page, fault);
    await asha.send("In danger");
    await expect.poll(() => asha.statusSeen(/not saved/)).toBe(true);
    await expect.poll(() => asha.statusSeen(/Saving failed; the last messages are not safe/)).toBe(true);
    await asha.send("The next");
    await asha.expectSaved();

    await asha.reload();
    await asha.expectMessages(["Safe", "In danger", "The next"]);
  });
}

test("[ST2] IndexedDB blocked: the chat goes on in memory and says so", async ({ person }) => {
  const blocked = (): void => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("blocked by a test", "SecurityError");
    };
  };
  const asha = await person("Asha", { before: blocked });
  const link = await asha.createPrivateRoom("Adda");
  await expect(
    asha.page.getByText("This browser lets nothing be stored here.", { exact: false }),
  ).toBeVisible();
  const bilal = await person("Bilal");
  await bilal.openLink(link);
  await asha.send("Not kept, but heard");
  await bilal.expectMessage("Not kept, but heard");
  await expect(asha.connection).toContainText("not kept on this device");
  // Nobody promises there what cannot be held.
  await asha.page.getByRole("button", { name: "Settings" }).click();
  const settings = asha.page.getByRole("dialog", { name: "Settings" });
  await expect(
    settings.getByText("This browser lets nothing be stored here.", { exact: false }),
  ).toBeVisible();
  await expect(settings).not.toContainText("This room takes");
});
