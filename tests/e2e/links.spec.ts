// A link on its way: what messengers make of it leads to the room all the same.

import { expect, test } from "./fixtures/test.ts";

test("[LK1] a link whose # was encoded opens the room: at the host, by the service worker, without a host", async ({
  person,
  host,
}) => {
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Adda");
  const { hash } = new URL(link);
  const bilal = await person("Bilal");
  const encoded = `${bilal.origin}/%23${hash.slice(1)}`;
  await bilal.page.goto(`${encoded}?fbclid=IwAR0`);
  await expect(bilal.page).toHaveURL(link);
  await bilal.enter();
  await expect(bilal.page.getByRole("heading", { name: "Adda" })).toBeVisible();

  await bilal.waitForOfflineStart();
  await bilal.page.goto(encoded);
  await expect(bilal.page).toHaveURL(link);
  await bilal.enterIfAsked();

  await host.kill();
  await bilal.page.goto(encoded);
  await expect(bilal.page).toHaveURL(link);
  await bilal.enterIfAsked();
});

test("[LK1] a room's name keeps its last letters through the address bar and a message", async ({
  person,
}) => {
  const name = "rock'n' ~my_room_ (a*b*)... wait-";
  const asha = await person("Asha");
  await asha.joinPublic(name);
  const { hash } = new URL(asha.link());
  expect(hash).toMatch(/^#\/p\/[\dA-Za-z%]+$/);
  // The browser decodes none of it, and what is typed by hand becomes the link that can be passed on.
  expect(await asha.page.evaluate(() => location.hash)).toBe(hash);
  await asha.page.goto(`${asha.origin}/#/p/${name}`);
  await asha.enterIfAsked();
  await expect(asha.page).toHaveURL(asha.origin + "/" + hash);

  await asha.send(`see ${asha.link()}. Come!`);
  await expect(asha.messages.getByRole("link")).toHaveAttribute("href", hash);
  await expect(asha.messages.getByRole("link")).toHaveText(asha.link());
});
