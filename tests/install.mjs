// Brings what the tests need and this machine lacks: the packages of the lock file, and a browser.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root, run, runBin, runNpm } from "./tools.mjs";

const readLock = (...path) => {
  try {
    return JSON.parse(readFileSync(join(root, ...path), "utf8")).packages;
  } catch {
    return null; // missing or half written: the same as not installed
  }
};

/** True when every package of the lock file stands in node_modules in its version; optional ones may be of other systems. */
const isInstalled = () => {
  const wanted = readLock("package-lock.json");
  const present = readLock("node_modules", ".package-lock.json");
  if (wanted === null || present === null) return false;
  return Object.entries(wanted).every(
    ([path, { version, optional, devOptional }]) =>
      path === "" ||
      present[path]?.version === version ||
      (present[path] === undefined && (optional ?? devOptional)),
  );
};

export const installPackages = async () => {
  if (isInstalled()) return true;
  console.log("Installing packages (npm ci)…");
  return (await runNpm(["ci", "--no-fund", "--no-audit"])) === 0;
};

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

const systemBrowser = () =>
  [process.env.CHROMIUM_PATH, ...(usualPlaces[process.platform] ?? [])].find(
    (path) => path !== undefined && path !== "" && existsSync(path),
  );

const playwrightBrowser = async () => {
  const { chromium } = await import("@playwright/test");
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
};

/** The path of a Chromium to test with, installed if need be; undefined when there is none to be had. */
export const findBrowser = async () => {
  const present = systemBrowser() ?? (await playwrightBrowser());
  if (present !== undefined) return present;
  console.log("No Chromium here; asking Playwright for its own…");
  if ((await runBin("@playwright/test", "playwright", ["install", "chromium"])) === 0) {
    const own = await playwrightBrowser();
    if (own !== undefined) return own;
  }
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("Asking Debian for its Chromium…");
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update", "-q"], { env });
    await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], { env });
  }
  return systemBrowser();
};
