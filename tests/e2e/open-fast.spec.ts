// A room of thousands of messages shows its last screenful before its document is loaded, and never draws much more.

import { expect, test } from "./fixtures/test.ts";
import type { Person } from "./fixtures/person.ts";

const count = 4000;
/** One screenful as it is kept (src/app/open-room/room.ts), and the most that is ever drawn (src/ui/messages/list-window.ts). */
const screenful = 60;
const maxDrawn = 180;
/** A drawn message is about twenty elements; the rest of the page is a few hundred. */
const maxElements = 8000;

declare global {
  interface Window {
    /** Lets the room's stored history be opened. */
    release?: () => void;
  }
}

/** Runs in the page before the app does: the room's database opens when the test says so. */
const historyHeldBack = (): void => {
  const released = new Promise<void>((resolve) => {
    window.release = resolve;
  });
  // oxlint-disable-next-line unbound-method -- called with `this` below
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (name: string, version?: number) {
    const request = version === undefined ? open.call(this, name) : open.call(this, name, version);
    if (!name.startsWith("kothabarta-room:")) return request;
    Object.defineProperty(request, "onsuccess", {
      set: (listener: (event: Event) => void) => {
        request.addEventListener("success", (event) => void released.then(() => listener(event)));
      },
    });
    return request;
  };
};

const expectBounded = async (one: Person): Promise<void> => {
  const drawn = await one.page.evaluate(() => ({
    articles: document.querySelectorAll("article").length,
    elements: document.querySelectorAll("*").length,
  }));
  expect(drawn.articles).toBeLessThanOrEqual(maxDrawn);
  expect(drawn.elements).toBeLessThan(maxElements);
};

const title = (index: number): string => `Message ${String(index).padStart(4, "0")} `;

test(`[ST5][RC6] a room of ${count} messages paints its last screenful before the document is loaded, and draws no more than ${maxDrawn}`, async ({
  person,
  rawMember,
  tab,
}) => {
  test.setTimeout(240_000);
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Archive");
  const writer = await rawMember("Scribe", link, 1);
  await writer.evaluate(
    async ({ count, perUpdate }) => {
      for (let from = 1; from <= count; from += perUpdate) {
        const numbers = Array.from({ length: perUpdate }, (_, index) => from + index);
        window.raw.room.ledger.write(
          numbers.map((n) => ({
            kind: "message",
            text: `Message ${String(n).padStart(4, "0")} of a long evening with many words in it`,
            reply: null,
            attachments: [],
            mentions: [],
            forwarded: false,
          })),
        );
        await new Promise((resolve) => setTimeout(resolve)); // the page stays alive meanwhile
      }
    },
    { count, perUpdate: 400 },
  );
  await asha.expectMessage(title(count), { timeout: 120_000 });
  await expect(asha.connection).not.toContainText("Receiving", { timeout: 60_000 });
  // Every single one, though few are drawn: the digests of both are the same only then.
  await asha.send("Good night");
  await expect
    .poll(() => writer.evaluate(() => window.raw.room.records.size), { timeout: 60_000 })
    .toBeGreaterThan(count);
  await asha.expectSaved();
  await expectBounded(asha);
  await writer.close();
  await asha.leave();

  const again = await tab(asha);
  await again.page.addInitScript(historyHeldBack);
  await again.goToLink(link);
  await again.expectMessage("Good night");
  // The document is not there yet: nobody has opened its database.
  await expect(again.connection).toContainText("opening");
  await expect(again.messages).toHaveCount(screenful);
  await again.expectMessage(title(count));
  const latest = again.messages.last();
  await expect(latest).toBeInViewport();
  await again.page.evaluate(() => window.release?.());
  await again.expectSaved();
  await expect(latest).toContainText("Good night");
  await expect(latest).toBeInViewport();
  await expectBounded(again);

  // Up through the past: drawn messages come and go.
  for (const pages of [1, 2, 3, 4, 5]) {
    await again.log.evaluate((log) => {
      log.scrollTop = 0;
    });
    await expect
      .poll(async () => Number(/\d{4}/.exec((await again.messages.first().textContent()) ?? "")?.[0]))
      .toBeLessThan(count - pages * 40);
    await expectBounded(again);
  }
});
