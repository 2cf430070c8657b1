// WebKit in the room, as Debian has it (fixtures/webkit.ts): it draws, stores and starts by itself as Safari's engine does,
// but has no WebRTC, so that its messages go through the host.

import { firefoxPath, startFirefox } from "./fixtures/bidi.ts";
import { RemotePerson } from "./fixtures/remote-person.ts";
import { expect, test as base } from "./fixtures/test.ts";
import { hasWebKit, startWebKit } from "./fixtures/webkit.ts";
import { bn, en } from "./fixtures/words.ts";

const test = base.extend<{ safia: RemotePerson; fox: RemotePerson }>({
  safia: async ({ problems }, use) => {
    test.skip(!hasWebKit(), "needs WebKitGTK: webkit2gtk-driver and xvfb");
    const webKit = await startWebKit();
    await use(new RemotePerson("Safia", webKit));
    const hostAway = /WebSocket|Could not connect|Failed to load resource|network connection was lost/;
    for (const text of webKit.errors) if (!hostAway.test(text)) problems.add("WebKit", text);
    await webKit.close();
  },
  fox: async ({ problems }, use) => {
    const path = firefoxPath();
    test.skip(path === undefined, "needs Firefox");
    const firefox = await startFirefox(path ?? "");
    await use(new RemotePerson("Reynard", firefox));
    for (const text of firefox.errors) problems.add("Firefox", text);
    await firefox.close();
  },
});

// Browsers start slowly on a busy machine, and up to three of them here.
test.describe.configure({ timeout: 180_000 });

test("[MS5] WebKit, Chromium and Firefox chat: the two with WebRTC directly, WebKit through the host", async ({
  person,
  safia,
  fox,
}) => {
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Adda");
  await asha.send("Hello everybody");
  await safia.openLink(link);
  await safia.expectText(en.notice.relayOnly);
  await safia.expectMessage("Hello everybody");
  await fox.openLink(link);
  await fox.expectMessage("Hello everybody");

  await safia.send("From WebKit");
  await asha.expectMessage("From WebKit");
  await fox.expectMessage("From WebKit");
  await fox.send("From Firefox");
  await safia.expectMessage("From Firefox");
  await asha.send("ছবিগুলো কোথায়? 📷");
  await safia.expectMessage("ছবিগুলো কোথায়? 📷");

  const row = (name: string) => asha.people.filter({ hasText: name });
  await expect(row("Safia")).toContainText(en.people.relayed);
  await expect(row("Reynard")).toContainText(en.people.direct);
  await safia.expectText(en.people.relayed);
});

test("[ST1] WebKit keeps the history over a reload, and opens it without a host", async ({
  host,
  person,
  safia,
}) => {
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Adda");
  await asha.send("Before the reload");
  await safia.openLink(link);
  await safia.expectMessage("Before the reload");
  await safia.send("Mine, before it too");
  await safia.expectText(en.connection.saved.saved);
  await safia.reload();
  await safia.expectMessage("Before the reload");
  await safia.expectMessage("Mine, before it too");
  await safia.waitForOfflineStart();

  await host.kill();
  await safia.reload();
  await safia.expectMessage("Before the reload");
  await safia.expectText(en.connection.hostNeeded);
  await safia.send("Written without a host");

  await host.restart();
  await asha.expectMessage("Written without a host", { timeout: 60_000 });
});

test("[ST2] a room that is left for another page holds nobody up who comes later", async ({
  host,
  safia,
  person,
}) => {
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Adda");
  await safia.openLink(link);
  await safia.send("Written before leaving");
  // Another document: WebKit keeps the one before as it stands.
  await safia.browser.goto(`${host.origin}/healthz`);
  await safia.browser.goto(asha.origin);
  await safia.expectText(en.home.yourName);
  await safia.browser.goto(`${asha.origin}/healthz`);
  await safia.browser.goto(link);
  await safia.enterIfAsked();
  await safia.expectMessage("Written before leaving");
});

test("[LK4] in WebKit the screens speak both languages", async ({ person, safia }) => {
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("আড্ডা");
  await safia.browser.goto(asha.origin);
  await safia.click(en.room.settings);
  await safia.expectText(en.settings.language);
  // Wide enough for a finger (here and everywhere).
  expect(await safia.widthOf(en.room.close)).toBeGreaterThanOrEqual(44);
  await safia.choose(en.settings.language, "bn");
  await safia.expectText(bn.home.yourName);
  const her = new RemotePerson("সাফিয়া", safia.browser, {
    yourName: bn.home.yourName,
    enterRoom: bn.door.enter,
    message: bn.composer.message,
  });
  await her.openLink(link);
  await her.expectText(bn.notice.relayOnly);
  await her.send("কেমন আছ?");
  await asha.expectMessage("কেমন আছ?");
  await asha.send("ভালো, তুমি?");
  await her.expectMessage("ভালো, তুমি?");
  await her.expectText(bn.people.relayed);
});
