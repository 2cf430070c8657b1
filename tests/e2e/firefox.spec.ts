// Another browser in the room: what Chromium and Firefox make of WebRTC and of signatures differs.

import { firefoxPath, startFirefox } from "./fixtures/bidi.ts";
import { forgers, putForgeries, putWhatComesLater } from "./fixtures/forgeries.ts";
import { RemotePerson } from "./fixtures/remote-person.ts";
import { expect, test as base } from "./fixtures/test.ts";

const test = base.extend<{ fox: RemotePerson }>({
  fox: async ({ problems }, use) => {
    const path = firefoxPath();
    test.skip(path === undefined, "needs Firefox");
    const firefox = await startFirefox(path ?? "");
    await use(new RemotePerson("Reynard", firefox));
    const hostAway = /WebSocket|NetworkError|can’t establish a connection/;
    for (const text of firefox.errors) if (!hostAway.test(text)) problems.add("Firefox", text);
    await firefox.close();
  },
});

test("[PR1] Firefox and Chromium chat, and go on when the host is killed", async ({ host, person, fox }) => {
  test.setTimeout(120_000);
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Adda");
  await asha.send("Hello Firefox");
  await fox.openLink(link);
  await fox.expectMessage("Hello Firefox");
  await fox.send("Hello Chromium");
  await asha.expectMessage("Hello Chromium");
  await asha.expectPeople(["Asha", "Reynard"]);

  await host.kill();
  await asha.send("Still there?");
  await fox.expectMessage("Still there?");
  await fox.send("Still here");
  await asha.expectMessage("Still here");
});

test("[ID1] Firefox gives the same verdict on crafted keys and signatures", async ({
  person,
  rawMember,
  fox,
}) => {
  test.setTimeout(120_000);
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Adda");
  const forge = async (others: number): Promise<void> => {
    for (let which = 0; which < forgers; which++) {
      const forger = await rawMember(`Forger ${which}`, link, others);
      await putForgeries(forger, which);
      await forger.waitForFunction(() => window.raw.room.mesh.links.length === 0, null, { timeout: 30_000 });
      await forger.close();
    }
  };
  await forge(1);
  const stranger = await rawMember("Stranger", link, 1);
  await putWhatComesLater(stranger);
  await asha.expectMessages(["Honest words of a stranger"]);
  await fox.openLink(link);
  await asha.send("After the forger");
  await fox.expectMessage("After the forger");
  await fox.expectMessage("Honest words of a stranger");
  expect(await fox.screen()).not.toContain("FORGED");
  // Also live, and not only as history.
  await stranger.close();
  await forge(2);
  await asha.send("After the second round");
  await fox.expectMessage("After the second round");
  expect(await fox.screen()).not.toContain("FORGED");
});
