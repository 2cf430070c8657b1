// The parts of a test run, in their order. Each gives a tally; a check such as the format counts as one.

import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBuilt, root } from "../signaling/prepare.mjs";
import { checkBundle } from "./budget/bundle.mjs";
import { findBrowser } from "./browser.mjs";
import { emptyTally, readPlaywright, readVitest } from "./report.mjs";
import { runBin } from "./tools.mjs";

const check = (name, program) => async (options) => {
  const code = await program(options);
  return code === 0 ? { ...emptyTally(), passed: 1 } : { ...emptyTally(), failed: [name] };
};

const withReportFile = async (use) => {
  const folder = mkdtempSync(join(tmpdir(), "kothabarta-tests-"));
  try {
    return await use(join(folder, "report.json"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const unit = ({ words, long }) =>
  withReportFile(async (file) => {
    const args = [
      "run",
      "--passWithNoTests",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${file}`,
    ];
    const code = await runBin("vitest", "vitest", [...args, ...words], { env: long ? { KB_LONG: "1" } : {} });
    return readVitest(file, code);
  });

const budget = async () => {
  const tally = emptyTally();
  for (const { name, ok, detail } of checkBundle(join(root, "dist", "app"))) {
    console.log(`${ok ? "ok  " : "FAIL"} ${name}: ${detail}`);
    if (ok) tally.passed += 1;
    else tally.failed.push(`budget: ${name}: ${detail}`);
  }
  return tally;
};

/** All chosen browser projects in one Playwright run, so that its workers are never idle. */
const browsers = async ({ projects, words, long, load }) => {
  if (!existsSync(join(root, "dist", "host", "cli.js"))) {
    return { ...emptyTally(), failed: ["browser: nothing is built"] };
  }
  const browser = await findBrowser();
  if (browser === undefined) {
    return {
      ...emptyTally(),
      skipped: projects.map((name) => `${name}: no Chromium was found (see above what to install)`),
    };
  }
  return withReportFile(async (file) => {
    const args = [
      "test",
      "--config",
      join("tests", "playwright.config.ts"),
      "--pass-with-no-tests",
      "--reporter=list,json",
    ];
    const env = {
      KB_CHROMIUM: browser,
      PLAYWRIGHT_JSON_OUTPUT_FILE: file,
      ...(long ? { KB_LONG: "1" } : {}),
      ...(load ? { KB_LOAD: "1" } : {}),
    };
    const selected = projects.map((name) => `--project=${name}`);
    const code = await runBin("@playwright/test", "playwright", [...args, ...selected, ...words], { env });
    return readPlaywright(file, code);
  });
};

/** Browser projects, as tests/playwright.config.ts names them. */
export const projects = ["e2e", "gallery", "lan", "load"];

/** name → what it does. The order is that of a run. */
export const steps = {
  format: check("format", () => runBin("prettier", "prettier", ["--check", "--log-level", "warn", "."])),
  lint: check("lint", () => runBin("oxlint", "oxlint", [])),
  types: check("types", () => runBin("typescript", "tsc", ["--noEmit"])),
  unit,
  // What was built from these very sources is not built again.
  build: check("build", () => (ensureBuilt() === null ? 0 : 1)),
  budget,
  browsers,
};
