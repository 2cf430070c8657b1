// Slow signaling makes everyone call everyone at the same moment: no pair may end up connected and mute.

import { expect, test } from "./fixtures/test.ts";

test("[PR1][PR3] five people enter at once over slow signaling, the host restarts: every pair has a working link", async ({
  host,
  middle,
  person,
}) => {
  test.setTimeout(120_000);
  const { origin } = await middle({ delayMs: 60 });
  const people = await Promise.all(
    ["Asha", "Bilal", "Chitra", "Dipu", "Esha"].map((name) => person(name, { origin })),
  );
  await Promise.all(people.map((one) => one.joinPublic("Five")));

  const everyoneTalks = async (when: string): Promise<void> => {
    // A link counts only after both have proven who they are on it.
    for (const one of people)
      await expect(one.connection).toContainText("4 of 4 people", { timeout: 30_000 });
    for (const one of people) await one.send(`${one.name} ${when}`);
    for (const one of people) for (const other of people) await one.expectMessage(`${other.name} ${when}`);
  };
  await everyoneTalks("has come in");

  await host.kill();
  await host.restart();
  await everyoneTalks("saw the host restart");

  // All links at once anew, with everybody announced in the same moment.
  await Promise.all(people.map((one) => one.reload()));
  await everyoneTalks("came back");
});
