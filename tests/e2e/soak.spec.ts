// Many people for a while, a message a second; pages are reloaded, closed and killed at random. Nothing is lost or doubled,
// and who stays does not grow. One minute here; `npm run test:all` has 30.

import type { Page } from "@playwright/test";
import { Chance } from "../support/chance.ts";
import { measured } from "./fixtures/measured.ts";
import { expect, test } from "./fixtures/test.ts";
import type { Person } from "./fixtures/person.ts";

const isLong = process.env["KB_LONG"] === "1";
const minutes = isLong ? 30 : 1;
const names = ["Asha", "Bilal", "Chitra", "Dipu", "Esha", "Farid", "Gita", "Hasan"];
const messageEveryMs = 1000;
/** Something happens to somebody after so many messages. */
const troubleEvery = isLong ? 20 : 8;
/** For caches that fill up once. The budget of 1 KB a message (tests/README.md) is for the room, this is for its drawing too. */
const heapSlack = { bytes: 8 * 1024 * 1024, bytesPerMessage: 4096 } as const;

const heapOf = async (page: Page): Promise<number> => {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("HeapProfiler.enable");
  await cdp.send("HeapProfiler.collectGarbage");
  const { usedSize } = await cdp.send("Runtime.getHeapUsage");
  await cdp.detach();
  return usedSize;
};

/** The renderer dies, without a goodbye. */
const kill = async ({ page }: Person): Promise<void> => {
  const died = new Promise((resolve) => page.once("crash", resolve));
  const cdp = await page.context().newCDPSession(page);
  cdp.send("Page.crash").catch(() => undefined); // nobody is left to answer
  await died;
  await page.close();
};

const line = /line \d{5}/;
const lineOf = (index: number): string => `line ${String(index).padStart(5, "0")}`;

test(`[MS1][MS4][ST1] ${names.length} people, ${minutes} min, a message a second, pages reloaded, closed and killed: none lost, none twice`, async ({
  person,
  tab,
}) => {
  test.setTimeout((minutes * 2 + 5) * 60_000);
  const seed = Number(process.env["KB_SEED"] ?? Date.now() % 1_000_000);
  const chance = new Chance(seed);
  const people: Person[] = [];
  for (const name of names) people.push(await person(name));
  const [steady] = people;
  if (steady === undefined) throw new Error("nobody is there");
  const link = await steady.createPrivateRoom("Soak");
  for (const one of people.slice(1)) await one.openLink(link); // eight pages at once take a slow machine too long
  for (const one of people) await one.expectPeople(names);

  const troubles: Record<string, (one: Person) => Promise<Person>> = {
    reloaded: async (one) => {
      await one.page.reload();
      await one.enterIfAsked();
      return one;
    },
    closed: async (one) => {
      const next = await tab(one);
      await one.page.close();
      await next.goToLink(link);
      await next.enterIfAsked();
      return next;
    },
    killed: async (one) => {
      const next = await tab(one);
      await kill(one);
      await next.goToLink(link);
      await next.enterIfAsked();
      return next;
    },
  };
  const happened: string[] = [];
  const said: string[] = [];
  let heapBefore = 0;
  let saidBefore = 0;
  const until = Date.now() + minutes * 60_000;
  while (Date.now() < until) {
    const next = Date.now() + messageEveryMs;
    const speaker = chance.pick(people);
    const text = lineOf(said.length + 1);
    await speaker.send(text);
    said.push(text);
    // What was not stored anywhere yet may die with its author: that is known as "Saving".
    await speaker.expectSaved();
    if (said.length % troubleEvery === 0) {
      const at = chance.between(1, people.length - 1);
      const what = chance.pick(Object.keys(troubles));
      const victim = people[at];
      const trouble = troubles[what];
      if (victim === undefined || trouble === undefined) throw new Error(`no ${what}`);
      happened.push(`${victim.name} ${what}`);
      people[at] = await trouble(victim);
    }
    // Drawing has reached its full window by then.
    if (heapBefore === 0 && said.length >= (isLong ? 200 : 15)) {
      heapBefore = await heapOf(steady.page);
      saidBefore = said.length;
    }
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, next - Date.now())));
  }

  for (const one of people) {
    await one.expectMessage(said.at(-1) ?? "", { timeout: 60_000 });
    // Lines that overtook others are put in their place; missing ones come with the next comparison (MS4).
    await expect
      .poll(async () => [...(await one.readAll(line))].sort(), {
        message: `${one.name}, seed ${seed}: ${happened.join(", ")}`,
        timeout: 60_000,
      })
      .toEqual(said);
    await one.expectSaved();
  }
  const grown = (await heapOf(steady.page)) - heapBefore;
  const allowed = heapSlack.bytes + heapSlack.bytesPerMessage * (said.length - saidBefore);
  expect(grown, "the heap of who stayed").toBeLessThan(allowed);
  const sum = `${said.length} messages; ${happened.join(", ")}; heap ${(grown / 1024).toFixed(0)} KiB more; seed ${seed}`;
  measured(sum);
});
