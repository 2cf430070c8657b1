// Browser tests. A room's link is a key, so nothing a browser shows is written to disk: no traces, pictures or videos.

import { defineConfig } from "@playwright/test";

const isLong = process.env["KB_LONG"] === "1";
/** The load was asked for by its name: `npm test -- load`. */
const isLoad = process.env["KB_LOAD"] === "1";
// Playwright would write a failed page's text, links included, beside the results.
process.env["PLAYWRIGHT_NO_COPY_PROMPT"] = "1";

export default defineConfig({
  outputDir: "../test-results",
  preserveOutput: "never",
  forbidOnly: process.env["CI"] !== undefined,
  // A flaky test is a failing test.
  retries: 0,
  fullyParallel: true,
  workers: 2,
  timeout: isLong ? 45 * 60_000 : 60_000,
  expect: { timeout: 15_000 },
  ...(isLong || isLoad ? {} : { grepInvert: /@long/ }),
  use: {
    actionTimeout: 10_000,
    navigationTimeout: 15_000,
    trace: "off",
    screenshot: "off",
    video: "off",
  },
  projects: [
    { name: "e2e", testDir: "e2e" },
    { name: "gallery", testDir: "gallery" },
    // Namespaces and whole crowds want the machine for themselves.
    { name: "lan", testDir: "lan", fullyParallel: false, workers: 1 },
    { name: "load", testDir: "load", fullyParallel: false, workers: 1 },
  ],
});
