// Two people whose machines cannot reach each other, though each reaches the host.

import { expect, test } from "./test.ts";
import { measuredSince } from "../e2e/fixtures/measured.ts";
import type { Person } from "../e2e/fixtures/person.ts";

const lines = Array.from({ length: 12 }, (_, index) => `Line ${String(index + 1).padStart(2, "0")}`);

const expectPath = (one: Person, other: Person, path: string, timeout = 90_000): Promise<void> =>
  expect(one.people.filter({ hasText: other.name })).toContainText(path, { timeout });

test("[MS5][PR3] no packet passes between two people: all flows through the host, until a direct path exists, and again when it dies", async ({
  lan,
  neighbour,
}) => {
  test.setTimeout(300_000);
  lan.cut("asha", "bilal");
  const asha = await neighbour("Asha");
  const link = await asha.createPrivateRoom("Adda");
  for (const line of lines) await asha.send(line);
  const bilal = await neighbour("Bilal");
  let since = Date.now();
  await bilal.openLink(link);
  await bilal.expectMessages(lines, { timeout: 60_000 });
  measuredSince("history relayed", since);
  await expectPath(asha, bilal, "relayed");
  await expectPath(bilal, asha, "relayed");
  await bilal.send("By way of the host");
  await asha.expectMessage("By way of the host");
  await asha.send("Sealed, too");
  await bilal.expectMessage("Sealed, too");

  // The doctor says why, and what helps.
  await asha.connection.getByRole("button").click();
  const doctor = asha.page.getByRole("dialog", { name: "Connection" });
  await expect(doctor).toContainText("This network lets no direct connection through");
  await asha.page.keyboard.press("Escape");

  lan.mend();
  since = Date.now();
  await expectPath(asha, bilal, "direct");
  await expectPath(bilal, asha, "direct");
  measuredSince("direct after the block was lifted", since);
  await asha.send("Nobody between us");
  await bilal.expectMessage("Nobody between us");

  lan.cut("asha", "bilal");
  since = Date.now();
  // Said while the direct path is dead and nobody knows it yet.
  await bilal.send("Into the dark");
  await expectPath(asha, bilal, "relayed");
  await expectPath(bilal, asha, "relayed");
  measuredSince("relayed after the direct path died", since);
  const all = [...lines, "By way of the host", "Sealed, too", "Nobody between us", "Into the dark"];
  await asha.expectMessages(all, { timeout: 60_000 });
  await bilal.expectMessages(all);
});

test("[PR3][PR4][MS4] a cable is pulled until both gave the link up, and plugged in again: no reload is needed", async ({
  lan,
  neighbour,
  problems,
}) => {
  test.setTimeout(240_000);
  problems.expectHostAway();
  const asha = await neighbour("Asha");
  const link = await asha.createPrivateRoom("Adda");
  const bilal = await neighbour("Bilal");
  await bilal.openLink(link);
  await asha.send("Before");
  await bilal.expectMessage("Before");
  await bilal.send("Mine too"); // who is away is listed while a message of theirs is in view
  await asha.expectMessage("Mine too");
  await expectPath(asha, bilal, "direct");

  lan.cut("bilal", "asha");
  lan.cut("bilal", "host");
  let since = Date.now();
  await bilal.send("From the cut end");
  await asha.send("From the other");
  await expectPath(asha, bilal, "away");
  measuredSince("noticed", since);
  lan.mend();
  since = Date.now();
  await bilal.expectMessage("From the other", { timeout: 90_000 });
  await asha.expectMessage("From the cut end", { timeout: 90_000 });
  await expectPath(asha, bilal, "direct");
  measuredSince("repaired after the cable was back", since);
});
