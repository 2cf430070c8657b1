// The host is only an introduction: it may die at any time.

import { test } from "./fixtures/test.ts";

test("[SG4] the host is killed: they go on, one reloads without it, and it returns unnoticed", async ({
  host,
  person,
}) => {
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Adda");
  const bilal = await person("Bilal");
  await bilal.openLink(link);
  await asha.send("One");
  await bilal.expectMessage("One");
  await bilal.waitForOfflineStart();

  await host.kill();
  await bilal.send("Two, without a host");
  await asha.expectMessage("Two, without a host");
  await bilal.expectSaved();

  // The app itself comes from the device now.
  await bilal.reload();
  await bilal.expectMessages(["One", "Two, without a host"]);
  await bilal.send("Three, all alone");
  await asha.send("Four, alone too");

  await host.restart();
  await asha.expectMessage("Three, all alone", { timeout: 30_000 });
  await bilal.expectMessage("Four, alone too", { timeout: 30_000 });
  await asha.send("Five, together");
  await bilal.expectMessage("Five, together");
});

test("[SG4] a newcomer gets in within seconds of the host's return", async ({ host, person }) => {
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Adda");
  await asha.send("Nobody heard this");
  await host.kill();
  await host.restart();
  const bilal = await person("Bilal");
  await bilal.openLink(link);
  await bilal.expectMessage("Nobody heard this", { timeout: 20_000 });
});
