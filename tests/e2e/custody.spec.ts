// Who holds my message: as much as devices have said, and never more.

import { en } from "../../src/i18n/en.ts";
import { hasSignals, ownProcess } from "./fixtures/own-process.ts";
import { expect, test } from "./fixtures/test.ts";
import type { Person } from "./fixtures/person.ts";

const { here, another, everyone } = en.message.custody;

const expectCustody = (one: Person, text: string, label: string): Promise<void> =>
  expect(one.messages.filter({ hasText: text }).getByRole("img", { name: label })).toHaveCount(1, {
    timeout: 30_000,
  });

/** Runs in the page before the app does: every custody that was ever shown, by the message's text. */
const recordCustody = (): void => {
  const shown = new Set<string>();
  Object.assign(window, { custodyShown: shown });
  const note = (): void => {
    for (const mark of document.querySelectorAll("svg.custody")) {
      const text = mark.closest("article")?.querySelector(".message-text")?.textContent?.trim();
      shown.add(`${text}: ${mark.getAttribute("aria-label")}`);
    }
  };
  new MutationObserver(note).observe(document, { subtree: true, childList: true, attributes: true });
};

const everShown = async (one: Person, text: string): Promise<string[]> => {
  const all = await one.page.evaluate(() => [
    ...(window as unknown as { custodyShown: Set<string> }).custodyShown,
  ]);
  return all.filter((entry) => entry.startsWith(`${text}: `)).map((entry) => entry.slice(text.length + 2));
};

test("[ST1][MS4] a message goes from saved here to another device to everyone here, and never says more than is known", async ({
  person,
}) => {
  test.skip(!hasSignals, "needs signals to stop a browser");
  test.setTimeout(150_000);
  const asha = await person("Asha", { before: recordCustody });
  const link = await asha.createPrivateRoom("Adda");
  await asha.send("Nobody is here");
  await expectCustody(asha, "Nobody is here", here);

  const bilal = await person("Bilal");
  await bilal.openLink(link);
  await bilal.expectMessage("Nobody is here");
  await expectCustody(asha, "Nobody is here", everyone);

  // Chitra is in the room, and her device says nothing.
  const sleeper = ownProcess();
  const chitra = await person("Chitra", { launch: sleeper.launch });
  await chitra.openLink(link);
  await asha.expectPeople(["Asha", "Bilal", "Chitra"]);
  await expectCustody(asha, "Nobody is here", everyone);
  sleeper.signal("SIGSTOP");
  try {
    await asha.send("While one sleeps");
    await bilal.expectMessage("While one sleeps");
    await expectCustody(asha, "While one sleeps", another);
    expect(await everShown(asha, "While one sleeps")).not.toContain(everyone);
  } finally {
    sleeper.signal("SIGCONT");
  }
  await chitra.expectMessage("While one sleeps", { timeout: 60_000 });
  await expectCustody(asha, "While one sleeps", everyone);

  // All go. What comes now is nowhere else, and what they held they still hold, though nobody is here.
  await chitra.leave();
  await bilal.leave();
  await expect(asha.connection).toContainText(en.connection.alone, { timeout: 60_000 });
  await asha.send("Alone again");
  await expectCustody(asha, "Alone again", here);
  await expectCustody(asha, "While one sleeps", another);
  await asha.reload();
  await expectCustody(asha, "Alone again", here);
  expect(await everShown(asha, "Alone again")).not.toContain(everyone);
  expect(await everShown(asha, "Alone again")).not.toContain(another);
  sleeper.remove();
});
