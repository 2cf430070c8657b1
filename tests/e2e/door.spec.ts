// A link alone puts nobody into a room: whoever comes by one stands at the door until Enter is pressed (LK7).

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures/test.ts";

/** Notes, before the app runs, every peer connection that is made and whatever is said to a socket. */
const recordNetwork = (): void => {
  const network = { peers: 0, sockets: 0, databases: [] as string[] };
  Object.assign(window, { network });
  const { RTCPeerConnection: Peer, WebSocket: Socket } = window;
  window.RTCPeerConnection = class extends Peer {
    constructor(options?: RTCConfiguration) {
      super(options);
      network.peers += 1;
    }
  };
  window.WebSocket = class extends Socket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      network.sockets += 1;
    }
  };
  const open = indexedDB.open.bind(indexedDB);
  indexedDB.open = (name, version) => {
    network.databases.push(name);
    return version === undefined ? open(name) : open(name, version);
  };
};

type Seen = Readonly<{ peers: number; sockets: number; databases: readonly string[] }>;
const networkOf = (page: Page): Promise<Seen> =>
  page.evaluate(() => (window as unknown as { network: Seen }).network);

/** What stands of rooms on this device: databases of their own, and entries in the list. */
const roomsKept = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const all = await indexedDB.databases();
    const device = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open("kothabarta-device");
      opening.onsuccess = () => resolve(opening.result);
    });
    const keys = await new Promise<IDBValidKey[]>((resolve) => {
      const asking = device.transaction(["kv"]).objectStore("kv").getAllKeys();
      asking.onsuccess = () => resolve(asking.result);
    });
    device.close();
    const entries = keys.filter((key) => /^(room|of)\//.test(JSON.stringify(key).slice(1)));
    return all.length - 1 + entries.length;
  });

const subscriptions = async (origin: string): Promise<number> => {
  const text = await (await fetch(`${origin}/metrics`)).text();
  return Number(/^kothabarta_topics(?:\{[^}]*\})? (\d+)/m.exec(text)?.[1] ?? Number.NaN);
};

test("[LK7] a redirect from another site puts nobody into a room: nothing is subscribed, linked, signed or kept before Enter", async ({
  host,
  person,
}) => {
  const eve = await person("Eve");
  const trap = await eve.createPrivateRoom("Trap");
  const asha = await person("Asha", { before: recordNetwork });
  await asha.createPrivateRoom("Hers"); // she has a name and a key
  await asha.goHome();
  await expect.poll(() => subscriptions(host.origin)).toBe(1); // Eve's own
  const kept = await roomsKept(asha.page);

  const site = createServer((_question, answer) => {
    answer.writeHead(200, { "content-type": "text/html" });
    answer.end(
      `<!doctype html><link rel="icon" href="data:,"><script>location.href=${JSON.stringify(trap)}</script>`,
    );
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  try {
    await asha.page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
    const enter = asha.page.getByRole("button", { name: "Enter room" });
    await expect(enter).toBeVisible();
    await expect(asha.nameBox).toHaveValue("Asha");
    // Twice is no different: the first visit did not make the room a known one.
    await asha.page.reload();
    await expect(enter).toBeVisible();
    await asha.nameBox.pressSequentially(" R");
    await asha.page.waitForLoadState("networkidle");

    const { peers, sockets, databases } = await networkOf(asha.page);
    expect({ peers, sockets }).toEqual({ peers: 0, sockets: 0 });
    expect([...new Set(databases)]).toEqual(["kothabarta-device"]);
    expect(await roomsKept(asha.page)).toBe(kept);
    await eve.expectPeople(["Eve"]);
    await expect(asha.page.getByRole("button", { name: "Back to start" })).toBeVisible();

    await enter.click();
    await asha.expectInside();
    await eve.expectPeople(["Asha R", "Eve"]);
    // And from then on the room is known: a link leads straight in.
    await asha.page.reload();
    await asha.expectInside();
  } finally {
    site.close();
  }
});

test("[LK7] making, joining or choosing a room in the app is the click: no door for who has a name", async ({
  person,
}) => {
  const asha = await person("Asha");
  await asha.createPrivateRoom("Adda");
  await asha.joinPublic("Cha Adda");
  const bilal = await person("Bilal");
  await bilal.createPrivateRoom("His"); // has a name
  await bilal.goHome();
  const list = bilal.page.getByRole("list", { name: "Public rooms" });
  await list.getByRole("link").filter({ hasText: "Cha Adda" }).click();
  await bilal.expectInside();
  await bilal.expectPeople(["Asha", "Bilal"]);

  // A link that somebody wrote is somebody's: its room has a door.
  const trap = await asha.createPrivateRoom("Trap");
  await asha.joinPublic("Cha Adda");
  await asha.send(`Come here: ${trap}`);
  await bilal.messages.getByRole("link").click();
  await expect(bilal.page.getByRole("button", { name: "Enter room" })).toBeVisible();
});
