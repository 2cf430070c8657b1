// A public room: its name is its link.

import type { Person } from "./fixtures/person.ts";
import { expect, test } from "./fixtures/test.ts";

test("[RC3] three people in a public room see the same messages in the same order", async ({ person }) => {
  const people = [await person("Asha"), await person("Bilal"), await person("Chitra")];
  const names = ["Adda", "  adda", "ＡＤＤＡ"]; // one room by any spelling (LK6)
  for (const [index, one] of people.entries()) await one.joinPublic(names[index] ?? "");
  for (const one of people) await one.expectPeople(["Asha", "Bilal", "Chitra"]);

  // All at once, so that their clocks are entangled.
  const rounds = [1, 2, 3, 4, 5];
  await Promise.all(
    people.map(async (one) => {
      for (const round of rounds) await one.send(`${one.name} in round ${round}.`);
    }),
  );
  const line = /\w+ in round \d\./;
  for (const one of people)
    await expect.poll(() => one.read(line)).toHaveLength(people.length * rounds.length);
  const [first, ...others] = await Promise.all(people.map((one) => one.read(line)));
  expect(new Set(first).size).toBe(people.length * rounds.length);
  for (const other of others) expect(other).toEqual(first);
});

test("[SG8] a public room is listed while people are in it, with their number, and opens from the list", async ({
  person,
}) => {
  const asha = await person("Asha");
  await asha.joinPublic("Cha Adda");
  const bilal = await person("Bilal");
  await bilal.goHome();
  const list = bilal.page.getByRole("list", { name: "Public rooms" });
  const entry = list.getByRole("listitem").filter({ hasText: "Cha Adda" });
  await expect(entry).toContainText("1 person");
  await entry.getByRole("link").click();
  await bilal.enter();
  await asha.send("Tea?");
  await bilal.expectMessage("Tea?");

  const chitra = await person("Chitra");
  await chitra.goHome();
  const seen = chitra.page.getByRole("list", { name: "Public rooms" }).getByRole("listitem");
  await expect(seen.filter({ hasText: "Cha Adda" })).toContainText("2 people");
  await asha.leave();
  await bilal.leave();
  await expect(seen.filter({ hasText: "Cha Adda" })).toHaveCount(0);
});

/** As it stands in what is told about somebody. */
const fingerprintOf = async (whose: string, one: Person): Promise<string> => {
  await one.people.filter({ hasText: whose }).getByRole("button").click();
  const dialog = one.page.getByRole("dialog");
  const text = await dialog.locator(".fingerprint").innerText();
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(dialog).toHaveCount(0);
  expect(text).toMatch(/^([\da-f]{4} ){7}[\da-f]{4}$/);
  return text;
};

test("[ID4] in each public room one has another fingerprint, the same for oneself and the others, and after a reload", async ({
  person,
}) => {
  const asha = await person("Asha");
  const bilal = await person("Bilal");
  const seen: string[] = [];
  for (const room of ["Tea stall", "Chess"]) {
    for (const one of [asha, bilal]) await one.joinPublic(room);
    for (const one of [asha, bilal]) await one.expectPeople(["Asha", "Bilal"]);
    const own = await fingerprintOf("Asha", asha);
    expect(await fingerprintOf("Asha", bilal)).toBe(own);
    seen.push(own);
  }
  await asha.reload();
  await asha.send("Still me");
  await bilal.expectMessage("Still me");
  expect(await fingerprintOf("Asha", asha)).toBe(seen[1]);
  await asha.createPrivateRoom("Ours");
  seen.push(await fingerprintOf("Asha", asha));
  expect(new Set(seen).size).toBe(3);
});
