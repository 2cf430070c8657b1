// Sleep, crash, a changed network, a frozen page, a restarted host: repaired without a reload. How long each took stands
// at the end of the run. The back-forward cache is in page-life.spec.ts.

import { hasSignals, ownProcess, type OwnProcess } from "./fixtures/own-process.ts";
import { measuredSince } from "./fixtures/measured.ts";
import { expect, test as base } from "./fixtures/test.ts";
import type { Person } from "./fixtures/person.ts";

const test = base.extend<{ machine: OwnProcess }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this pattern
  machine: async ({}, use) => {
    test.skip(!hasSignals, "needs signals to stop a browser");
    const machine = ownProcess();
    await use(machine);
    machine.remove();
  },
});

test.describe.configure({ timeout: 150_000 });

const patient = { timeout: 90_000 } as const;

const expectPath = (one: Person, other: Person, path: string): Promise<void> =>
  expect(one.people.filter({ hasText: other.name })).toContainText(path, patient);

const pair = async (asha: Person, bilal: Person): Promise<void> => {
  const link = await asha.createPrivateRoom("Adda");
  await bilal.openLink(link);
  await asha.send("Before");
  await bilal.expectMessage("Before");
  await bilal.send("Mine too"); // who is away is listed while a message of theirs is in view
  await asha.expectMessage("Mine too");
  // A page that was loaded anew would have lost this.
  for (const one of [asha, bilal]) await one.page.evaluate(() => Object.assign(window, { sameLife: true }));
};

/** Both hear each other, on the pages they had. */
const expectRepaired = async (asha: Person, bilal: Person, what: string, since: number): Promise<void> => {
  await asha.send("Are you back?");
  await bilal.expectMessage("Are you back?", patient);
  await bilal.send("I am");
  await asha.expectMessage("I am", patient);
  await expectPath(asha, bilal, "direct");
  measuredSince(what, since);
  for (const one of [asha, bilal]) {
    expect(await one.page.evaluate(() => "sameLife" in window)).toBe(true);
    await one.expectSaved();
  }
};

test("[PR3][PR4] a device sleeps until the other gave it up, and wakes", async ({ person, machine }) => {
  const asha = await person("Asha");
  const bilal = await person("Bilal", { launch: machine.launch });
  await pair(asha, bilal);
  machine.signal("SIGSTOP");
  let since = Date.now();
  try {
    await asha.send("While you slept");
    await expectPath(asha, bilal, "away");
    measuredSince("the sleeper was given up", since);
  } finally {
    machine.signal("SIGCONT");
  }
  since = Date.now();
  await bilal.expectMessage("While you slept", patient);
  await expectRepaired(asha, bilal, "repaired after waking", since);
});

test("[PR3][PR4] a browser is killed: the others notice, go on, and it may come back", async ({
  person,
  machine,
}) => {
  const asha = await person("Asha");
  const chitra = await person("Chitra");
  await pair(asha, chitra);
  const bilal = await person("Bilal", { launch: machine.launch });
  await bilal.openLink(asha.link());
  await bilal.send("Last words");
  for (const one of [asha, chitra]) await one.expectMessage("Last words");
  machine.signal("SIGKILL");
  const since = Date.now();
  for (const one of [asha, chitra]) await expectPath(one, bilal, "away");
  measuredSince("the killed was given up", since);
  await expectRepaired(asha, chitra, "they talk", Date.now());
  const anew = await person("Bilal the second");
  const returned = Date.now();
  await anew.openLink(asha.link());
  await anew.expectMessage("Last words", patient);
  measuredSince("a newcomer after that", returned);
});

test("[PR3][PR4] the browser says offline, then online again", async ({ person, problems }) => {
  const [asha, bilal] = [await person("Asha"), await person("Bilal")];
  await pair(asha, bilal);
  problems.expectHostAway();
  await bilal.context.setOffline(true);
  await expect.poll(() => bilal.page.evaluate(() => navigator.onLine)).toBe(false);
  await bilal.send("Said offline");
  await bilal.context.setOffline(false);
  const since = Date.now();
  await asha.expectMessage("Said offline", patient);
  await expectRepaired(asha, bilal, "repaired after being offline", since);
});

// Headless pages are always in view, and such a page a browser never freezes: its scripts are made to stand still instead,
// while the connection beneath them lives on and answers for itself, as with a frozen tab.
test("[PR4] a page stands still until the other gave it up, and runs again", async ({ person }) => {
  const [asha, bilal] = [await person("Asha"), await person("Bilal")];
  await pair(asha, bilal);
  const cdp = await bilal.context.newCDPSession(bilal.page);
  await cdp.send("Debugger.enable");
  await cdp.send("Debugger.pause");
  let since = Date.now();
  await asha.send("While you stood still");
  await expectPath(asha, bilal, "away");
  measuredSince("the still one was given up", since);
  await cdp.send("Debugger.resume");
  await cdp.detach();
  since = Date.now();
  await bilal.expectMessage("While you stood still", patient);
  await expectRepaired(asha, bilal, "repaired after standing still", since);
});

test("[PR3][SG4] the host restarts: nobody who talks notices, and a newcomer gets in", async ({
  host,
  person,
}) => {
  const [asha, bilal] = [await person("Asha"), await person("Bilal")];
  await pair(asha, bilal);
  await host.kill();
  await expect(asha.connection).toContainText("host away", patient);
  await expectRepaired(asha, bilal, "talk without a host", Date.now());
  await host.restart();
  const since = Date.now();
  const chitra = await person("Chitra");
  await chitra.openLink(asha.link());
  await chitra.expectMessages(["Before", "Mine too", "Are you back?", "I am"], patient);
  measuredSince("a newcomer after the restart", since);
  await expect(asha.connection).not.toContainText("host away", patient);
  measuredSince("the host is found again", since);
});
