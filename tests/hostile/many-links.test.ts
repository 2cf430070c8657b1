// One key under many peer ids, or many keys, to take all links that a device may have, so that nobody else gets one.

import { expect, test } from "vitest";
import { Chance } from "../support/chance.ts";
import { cheapIdentity } from "../support/cheap-identity.ts";
import { World } from "../support/world.ts";

const mallory = cheapIdentity(new Chance(66));
const linksOf = (device: { mesh: { links: readonly { author: string }[] } }, author: string): number =>
  device.mesh.links.filter((link) => link.author === author).length;

test(
  "[PR3] one key under twenty peer ids gets four links, and a newcomer is linked",
  { timeout: 60_000 },
  async () => {
    const world = new World(61);
    const ada = world.device({ maxLinks: 8 }).open();
    const many = Array.from({ length: 20 }, () => world.device({ identity: mallory }).open());
    await world.time.pass(60_000);
    expect(linksOf(ada, mallory.id)).toBeLessThanOrEqual(4);
    const bela = world.device().open();
    await world.time.until(() => linksOf(bela, ada.identity.id) === 1, 20_000, "linked");
    for (const device of many) device.close();
  },
);

test(
  "[PR3] twenty strangers take all places: whom the room knows gets one all the same",
  { timeout: 60_000 },
  async () => {
    const world = new World(62);
    const [ada, bela] = await world.fullMesh(2, { maxLinks: 6 });
    if (ada === undefined || bela === undefined) throw new Error("nobody");
    ada.say("we know");
    bela.say("each other");
    await world.agreed();
    bela.close();
    const strangers = Array.from({ length: 20 }, () => world.device().open());
    await world.time.until(() => ada.mesh.links.length >= 9, 60_000, "full");
    bela.open();
    await world.time.until(() => linksOf(ada, bela.identity.id) === 1, 30_000, "linked");
    expect(ada.mesh.links.length).toBeLessThanOrEqual(9);
    for (const device of strangers) device.close();
  },
);
