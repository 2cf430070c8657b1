// Stories on a network of their own: the host and each person on a machine (namespace) of theirs, over plain http.

import { test as base, expect } from "../e2e/fixtures/test.ts";
import { startHost } from "../e2e/fixtures/host.ts";
import type { Person } from "../e2e/fixtures/person.ts";
import { createLan, lanMissing, type Lan } from "./network.ts";

/** Everyone who may take part; a machine without a browser costs nothing. */
const machines = ["host", "asha", "bilal", "chitra"] as const;
export type Machine = (typeof machines)[number];

export type LanFixtures = {
  lan: Lan;
  /** A person at the machine of the same name. */
  neighbour: (name: "Asha" | "Bilal" | "Chitra") => Promise<Person>;
};

export const test = base.extend<LanFixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this pattern
  lan: async ({}, use) => {
    const missing = lanMissing();
    test.skip(missing !== null, missing ?? "");
    const lan = await createLan(machines);
    await use(lan);
    lan.remove();
  },
  host: async ({ lan, problems }, use) => {
    const host = await startHost({
      prefix: lan.on("host"),
      onDown: () => {
        problems.expectHostAway();
      },
    });
    await use(host);
    await host.stop();
  },
  neighbour: async ({ lan, host, person }, use) => {
    await use((name) =>
      person(name, {
        origin: `http://${lan.address("host")}:${host.port}`,
        launch: { executablePath: lan.browser(name.toLowerCase()) },
      }),
    );
  },
});

export { expect };
