// Browsers without WebRTC: Tor Browser, a hardened Firefox, WebKitGTK (webkit.spec.ts has that one itself).

import type { Person } from "./fixtures/person.ts";
import { en } from "./fixtures/words.ts";
import { expect, test } from "./fixtures/test.ts";

/** Runs in the page before the app does: whatever touches one of these throws, at start-up too. */
const withoutWebRtc = (): void => {
  for (const name of Object.getOwnPropertyNames(window))
    if (/^(webkit|moz)?RTC[A-Z]/.test(name)) Reflect.deleteProperty(window, name);
};

const expectPath = (of: Person, at: Person, path: "direct" | "relayed"): Promise<void> =>
  expect(at.people.filter({ hasText: of.name })).toContainText(path, { timeout: 30_000 });

test("[MS5] who has no WebRTC chats through the host, and the others go on directly", async ({
  host,
  person,
}) => {
  test.setTimeout(120_000);
  const asha = await person("Asha", { before: withoutWebRtc });
  const link = await asha.createPrivateRoom("Adda");
  expect(await asha.page.evaluate(() => "RTCPeerConnection" in window)).toBe(false);
  await expect(asha.page.getByText(en.notice.relayOnly)).toBeVisible();
  await asha.send("Written before anybody came");
  const bilal = await person("Bilal");
  await bilal.openLink(link);
  await bilal.expectMessage("Written before anybody came");
  await expect(bilal.page.getByText(en.notice.relayOnly)).toBeHidden();
  await bilal.send("From Bilal");
  await asha.expectMessage("From Bilal");

  const chitra = await person("Chitra");
  await chitra.openLink(link);
  await expectPath(bilal, chitra, "direct");
  for (const one of [bilal, chitra]) {
    await expectPath(asha, one, "relayed");
    await expectPath(one, asha, "relayed");
  }
  // Neither has it.
  const dola = await person("Dola", { before: withoutWebRtc });
  await dola.openLink(link);
  await expectPath(asha, dola, "relayed");
  await dola.send("From Dola");
  for (const one of [asha, bilal, chitra]) await one.expectMessage("From Dola");

  await asha.connection.getByRole("button").click();
  const doctor = asha.page.getByRole("dialog", { name: en.doctor.title });
  await expect(doctor).toContainText(en.doctor.trouble["webrtc-missing"].what);
  await doctor.getByRole("button", { name: en.room.close }).click();
  // Nothing is wrong with Bilal's network.
  await bilal.connection.getByRole("button").click();
  await expect(bilal.page.getByRole("dialog", { name: en.doctor.title })).toContainText(en.doctor.well);
  await bilal.page.keyboard.press("Escape");

  await host.kill();
  await expect(asha.connection).toContainText(en.connection.hostNeeded);
  await asha.connection.getByRole("button").click();
  await expect(doctor).toContainText(en.doctor.trouble["host-needed"].what);
  await expect(doctor).toContainText(en.doctor.hostNeeded);
  await doctor.getByRole("button", { name: en.room.close }).click();
  await bilal.send("Without the host");
  await chitra.expectMessage("Without the host");
  await asha.send("Kept for later");
  await asha.expectSaved();

  await host.restart();
  await asha.expectMessage("Without the host", { timeout: 40_000 });
  await chitra.expectMessage("Kept for later", { timeout: 40_000 });
  await expect(asha.connection).not.toContainText(en.connection.hostNeeded);
});
