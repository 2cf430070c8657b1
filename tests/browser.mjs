// Finds a browser to test with, or fetches Playwright's for this user. Installs nothing on the system: it says what to install.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { runBin } from "./tools.mjs";

const usualPlaces = {
  linux: [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome-stable",
    "/usr/bin/google-chrome",
    "/usr/bin/microsoft-edge",
    "/snap/bin/chromium",
  ],
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
  win32: [process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      join(folder, "Google", "Chrome", "Application", "chrome.exe"),
      join(folder, "Microsoft", "Edge", "Application", "msedge.exe"),
    ]),
};

const howToInstall = {
  linux:
    "Install Chromium: apt install chromium (Debian), snap install chromium (Ubuntu), dnf install chromium (Fedora), " +
    "pacman -S chromium (Arch), apk add chromium (Alpine).",
  darwin: "Install Chrome or Chromium: brew install --cask google-chrome",
  win32: "Install Chrome or Edge: winget install Google.Chrome",
};

const systemBrowser = () =>
  [process.env.CHROMIUM_PATH, ...(usualPlaces[process.platform] ?? [])].find(
    (path) => path !== undefined && path !== "" && existsSync(path),
  );

const playwrightBrowser = async () => {
  const { chromium } = await import("@playwright/test");
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
};

/** The path of a Chromium to test with, fetched if need be; undefined when there is none to be had. */
export const findBrowser = async () => {
  const present = systemBrowser() ?? (await playwrightBrowser());
  if (present !== undefined) return present;
  console.log("No Chromium here; asking Playwright for its own…");
  if ((await runBin("@playwright/test", "playwright", ["install", "chromium"])) === 0) {
    const own = await playwrightBrowser();
    if (own !== undefined) return own;
  }
  console.error(`No browser to test with. ${howToInstall[process.platform] ?? howToInstall.linux}`);
  console.error("One that stands elsewhere is named so: CHROMIUM_PATH=/path/to/it npm test");
  return undefined;
};
