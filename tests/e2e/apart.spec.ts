// Two people write while apart; when they meet, both hold everything once and in one order.

import { expect, test } from "./fixtures/test.ts";
import type { Person } from "./fixtures/person.ts";

const count = 20;
const line = /\w+ writes line \d\d\./;

const write = async (one: Person): Promise<void> => {
  for (let index = 1; index <= count; index += 1) {
    await one.send(`${one.name} writes line ${String(index).padStart(2, "0")}.`);
  }
};

test("[RC1][RC3][MS4] twenty messages each, written apart and offline, become forty for both", async ({
  host,
  person,
}) => {
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Adda");
  const bilal = await person("Bilal");
  await bilal.openLink(link);
  await asha.send("See you");
  await bilal.expectMessage("See you");
  await Promise.all([asha.waitForOfflineStart(), bilal.waitForOfflineStart()]);

  // Reloading without a host leaves each alone in the room.
  await host.kill();
  await Promise.all([asha.reload(), bilal.reload()]);
  await Promise.all([write(asha), write(bilal)]);
  expect(await asha.read(line)).toHaveLength(count);
  expect(await bilal.read(line)).toHaveLength(count);

  await host.restart();
  for (const one of [asha, bilal]) {
    await expect.poll(() => one.read(line), { timeout: 30_000 }).toHaveLength(2 * count);
  }
  const hers = await asha.read(line);
  expect(new Set(hers).size).toBe(2 * count);
  expect(await bilal.read(line)).toEqual(hers);
});
