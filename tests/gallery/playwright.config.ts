// The screens on their fake model: how they behave under the hand, axe, and pictures to look at.
//   npx playwright test --config tests/gallery            behaviour and axe
//   SHOTS=/tmp/shots npx playwright test --config tests/gallery screens   also writes a picture of every screen

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";

const system = "/usr/bin/chromium";
const url = "http://localhost:5199/";

export default defineConfig({
  testDir: ".",
  outputDir: "../../test-results/gallery",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 90_000,
  use: {
    baseURL: url,
    viewport: { width: 1280, height: 800 },
    launchOptions: {
      ...(existsSync(system) ? { executablePath: system } : {}),
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
    },
  },
  webServer: {
    command: "npx vite --config tests/gallery/vite.config.ts",
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    url,
    reuseExistingServer: true,
  },
});
