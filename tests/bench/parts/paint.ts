// The real app, opening a room that is stored here: when the latest messages are painted, what stands in the document
// then, what the whole costs on the heap. The room is put where the app keeps it, opened and left once, then opened anew.

import type { BrowserContext, Page } from "@playwright/test";
import type { Rig } from "../rig.ts";
import { fragment, signed, textOf, topicName, type MadeRoom } from "../rooms.ts";
import { median, row, type Row } from "../table.ts";
import { orNull, pause } from "../within.ts";

const sizes = [1000, 10_000, 100_000];
const openings = 5;
/** The first opening verifies everything. */
const verifyMs = 120_000;
const paintMs = 30_000;
const measureMs = 200_000;

type Opened = Readonly<{ painted: number; nodes: number }>;

/** Runs in a page of the host's origin that is not the app. */
const seed = async (page: Page, rig: Rig, room: MadeRoom): Promise<void> => {
  await page.route("**/bench-seed", (route) =>
    route.fulfill({ contentType: "text/html", body: "<title>seed" }),
  );
  await page.route("**/bench-room", (route) => route.fulfill({ path: room.path }));
  await page.goto(`${rig.host.origin}/bench-seed`);
  await page.evaluate(
    async ([url, topic, href]) => {
      const open = (name: string, make: (db: IDBDatabase) => void): Promise<IDBDatabase> =>
        new Promise((resolve, reject) => {
          const opening = indexedDB.open(name);
          opening.onupgradeneeded = () => make(opening.result);
          opening.onsuccess = () => resolve(opening.result);
          opening.onerror = () => reject(opening.error);
        });
      const put = (db: IDBDatabase, store: string, value: unknown, key?: string): Promise<void> =>
        new Promise((resolve) => {
          const transaction = db.transaction([store], "readwrite");
          transaction.objectStore(store).put(value, key);
          transaction.oncomplete = () => {
            db.close();
            resolve();
          };
        });
      const update = new Uint8Array(await (await fetch(url)).arrayBuffer());
      const rows = await open(`kothabarta-room:${topic}`, (db) => {
        db.createObjectStore("updates", { autoIncrement: true });
        db.createObjectStore("custom");
      });
      await put(rows, "updates", update);
      const device = (): Promise<IDBDatabase> =>
        open("kothabarta-device", (db) => db.createObjectStore("kv"));
      await put(await device(), "kv", "Bench", "name");
      // Known here: it opens without a door (LK7).
      const entered = { href, kind: href.startsWith("#/r/") ? "private" : "public", name: "", lastOpened: 1 };
      await put(await device(), "kv", entered, `room/${href}`);
    },
    ["/bench-room", topicName, fragment] as const,
  );
};

/** Bytes of what the app has kept of its last screenful and of what it verified, 0 while there is nothing. */
const keptBytes = (page: Page): Promise<number> =>
  page.evaluate(
    (key) =>
      new Promise<number>((resolve) => {
        const opening = indexedDB.open("kothabarta-device");
        opening.onsuccess = () => {
          const db = opening.result;
          const asking = db.transaction(["kv"]).objectStore("kv").get(key);
          asking.onsuccess = () => {
            db.close();
            resolve(asking.result instanceof Uint8Array ? asking.result.length : 0);
          };
        };
      }),
    `of/${topicName}/screenful`,
  );

const whenKept = async (page: Page, least: number): Promise<void> => {
  const until = Date.now() + verifyMs;
  while ((await keptBytes(page)) <= least) {
    if (Date.now() > until) throw new Error("the app has not kept its last screenful");
    await pause(500);
  }
};

/** Notes in every page when the newest message stood on the screen. */
const watchPaint = (context: BrowserContext, newest: string): Promise<unknown> =>
  context.addInitScript((text) => {
    const look = (): void => {
      const articles = document.querySelectorAll('[role="log"] article');
      const last = articles[articles.length - 1];
      if (last?.textContent?.includes(text) === true)
        // The frame after the one that holds it.
        requestAnimationFrame(() => Object.assign(window, { painted: performance.now() }));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, newest);

const reopen = async (page: Page, rig: Rig, deadlineMs = paintMs): Promise<Opened> => {
  await page.goto("about:blank");
  await page.goto(`${rig.host.origin}/${fragment}`);
  await page.waitForFunction(() => "painted" in window, undefined, { timeout: deadlineMs });
  return page.evaluate(() => ({
    painted: (window as unknown as { painted: number }).painted,
    nodes: document.querySelectorAll("*").length,
  }));
};

const measure = async (rig: Rig, messages: number) => {
  const browser = await rig.launch();
  const room = signed(messages);
  const context = await browser.newContext({ serviceWorkers: "block", locale: "en" });
  const page = await context.newPage();
  await seed(page, rig, room);
  await watchPaint(context, textOf(messages - 1));
  const first = await reopen(page, rig, verifyMs);
  await whenKept(page, 0);
  // Left as one leaves it: what was verified is sealed, so that it is not verified again.
  await page.evaluate(() => {
    location.hash = "";
  });
  await whenKept(page, 8192);
  const opened: Opened[] = [];
  for (let turn = 0; turn < openings; turn++) opened.push(await reopen(page, rig));
  const session = await context.newCDPSession(page);
  await page.waitForTimeout(3000);
  const nodes = await page.evaluate(() => document.querySelectorAll("*").length);
  for (let turn = 0; turn < 3; turn++) await session.send("HeapProfiler.collectGarbage");
  const usage = (await session.send("Runtime.getHeapUsage")) as {
    usedSize: number;
    backingStorageSize?: number;
  };
  await context.close();
  return {
    first: first.painted,
    painted: median(opened.map(({ painted }) => painted)),
    nodes: Math.max(nodes, ...opened.map((one) => one.nodes)),
    heap: usage.usedSize + (usage.backingStorageSize ?? 0),
  };
};

export const paint = async (rig: Rig, most: number, rows: Row[]): Promise<void> => {
  let smallest: Readonly<{ painted: number | null; nodes: number }> | null = null;
  for (const messages of sizes.filter((size) => size <= most)) {
    const of = `the app, ${messages / 1000} k:`;
    const measured = await orNull(measureMs, of, measure(rig, messages));
    await rig.closeBrowsers();
    const known = smallest !== null;
    smallest ??= measured;
    rows.push(
      row({
        what: `${of} first opening of all, to the latest painted`,
        unit: "ms",
        ours: measured?.first ?? null,
      }),
      row({
        what: `${of} opened again, latest messages painted`,
        unit: "ms",
        ours: measured?.painted ?? null,
        ...(known && {
          published: smallest?.painted ?? null,
          against: "1 k",
          budget: { of: "ratio", atMost: 1.3 },
        }),
      }),
      row({
        what: `${of} elements in the page`,
        unit: "",
        ours: measured?.nodes ?? null,
        ...(known && {
          published: smallest?.nodes ?? null,
          against: "1 k",
          budget: { of: "ratio", atMost: 1.1 },
        }),
      }),
      row({ what: `${of} heap of the page`, unit: "bytes", ours: measured?.heap ?? null }),
    );
  }
};
