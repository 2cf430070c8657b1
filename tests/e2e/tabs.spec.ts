// Several tabs of one room in one browser are one member of the room.

import { expect, test } from "./fixtures/test.ts";
import { measuredSince } from "./fixtures/measured.ts";
import { recordLinks } from "./fixtures/links.ts";
import type { Person } from "./fixtures/person.ts";

const count = 5;

/** Links held by each of these pages. */
const linksOf = (tabs: readonly Person[]): Promise<number[]> =>
  Promise.all(tabs.map((tab) => tab.page.evaluate(() => window.openLinks?.size ?? 0)));

/** One of them has the only link; gives its place. */
const expectOneLeader = async (tabs: readonly Person[]): Promise<number> => {
  let links: number[] = [];
  await expect
    .poll(
      async () => {
        links = await linksOf(tabs);
        return [...links].sort((a, b) => a - b);
      },
      { timeout: 30_000 },
    )
    .toEqual([...tabs.slice(1).map(() => 0), 1]);
  return links.indexOf(1);
};

test("[ST4] five tabs of one room make one set of links, agree at once, and survive the closing of any of them", async ({
  person,
  tab,
}) => {
  test.setTimeout(180_000);
  const first = await person("Asha", { before: recordLinks });
  const link = await first.createPrivateRoom("Adda");
  let tabs = [first];
  for (let more = 1; more < count; more += 1) {
    const next = await tab(first);
    await next.goToLink(link);
    await next.enterIfAsked();
    tabs.push(next);
  }
  const bilal = await person("Bilal", { before: recordLinks });
  await bilal.openLink(link);

  const said: string[] = [];
  const everybodyHears = async (speaker: Person, text: string): Promise<void> => {
    await speaker.send(text);
    said.push(text);
    for (const one of [bilal, ...tabs]) await one.expectMessages(said);
    for (const one of tabs) await one.expectSaved();
  };

  expect(await expectOneLeader(tabs)).toBe(0);
  await bilal.expectPeople(["Bilal", "Asha"]);
  expect(await linksOf([bilal])).toEqual([1]);
  for (const one of tabs) await expect(one.people.filter({ hasText: "Bilal" })).toContainText("direct");
  await everybodyHears(bilal, "Is there one of you?");
  for (const [index, one] of tabs.entries()) await everybodyHears(one, `Said in tab ${index + 1}`);

  // Typing where there are no links.
  await tabs[3]?.composer.pressSequentially("Hm");
  await expect(bilal.people.filter({ hasText: "Asha" })).toContainText("typing");
  await tabs[3]?.composer.fill("");

  // A follower goes, then whoever leads, again and again.
  const close = async (index: number): Promise<void> => {
    await tabs[index]?.leave();
    tabs = tabs.filter((_, at) => at !== index);
    await expectOneLeader(tabs);
  };
  await close(2);
  await everybodyHears(bilal, "One less");
  while (tabs.length > 1) {
    const since = Date.now();
    await close(await expectOneLeader(tabs));
    const [speaker] = tabs;
    if (speaker === undefined) throw new Error("no tab is left");
    await everybodyHears(speaker, `${tabs.length} are left`);
    await everybodyHears(bilal, `I hear you, all ${tabs.length}`);
    measuredSince("leader replaced", since);
    await bilal.expectPeople(["Bilal", "Asha"]);
    expect(await linksOf([bilal])).toEqual([1]);
  }
  await tabs[0]?.reload();
  await tabs[0]?.expectMessages(said);
});
