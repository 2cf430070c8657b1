// Reads what Vitest and Playwright wrote and counts it in one way: a tally of names.

import { readFileSync } from "node:fs";
import { basename } from "node:path";

/** @typedef {{ passed: number, failed: string[], skipped: string[], measured: string[] }} Tally */

/** @returns {Tally} */
export const emptyTally = () => ({ passed: 0, failed: [], skipped: [], measured: [] });

export const addTally = (sum, tally) => {
  sum.passed += tally.passed;
  sum.failed.push(...tally.failed);
  sum.skipped.push(...tally.skipped);
  sum.measured.push(...tally.measured);
};

const readJson = (path) => {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null; // the runner stopped before it wrote: the caller counts that as a failure
  }
};

/** Vitest's JSON report (Jest's format). A file that could not be loaded counts as one failure. */
export const readVitest = (path, exitCode) => {
  const report = readJson(path);
  if (report === null) return { ...emptyTally(), failed: ["unit: Vitest did not finish"] };
  const tally = emptyTally();
  for (const file of report.testResults) {
    if (file.status === "failed" && file.assertionResults.length === 0)
      tally.failed.push(`unit: ${file.name}`);
    for (const { fullName, status } of file.assertionResults) {
      if (status === "passed") tally.passed += 1;
      else if (status === "failed") tally.failed.push(`unit: ${fullName}`);
      else tally.skipped.push(`unit: ${fullName}`);
    }
  }
  // For instance an error outside of any test.
  if (exitCode !== 0 && tally.failed.length === 0) tally.failed.push(`unit: Vitest ended with ${exitCode}`);
  return tally;
};

const specsOf = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];

/** Playwright's JSON report. A flaky test is a failed one: no retries are set, so there is none. */
export const readPlaywright = (path, exitCode) => {
  const report = readJson(path);
  if (report === null) return { ...emptyTally(), failed: ["browser: Playwright did not finish"] };
  const tally = emptyTally();
  for (const spec of report.suites.flatMap(specsOf)) {
    for (const test of spec.tests) {
      const name = `${test.projectName}: ${spec.title}`;
      const reason = test.annotations.find(({ type }) => type === "skip")?.description;
      // What the test measured on its way (tests/e2e/fixtures/measured.ts).
      for (const { type, description } of test.annotations)
        if (type === "measured")
          tally.measured.push(`${test.projectName} ${basename(spec.file, ".spec.ts")}: ${description}`);
      if (test.status === "expected") tally.passed += 1;
      else if (test.status === "skipped")
        tally.skipped.push(reason === undefined ? name : `${name} (${reason})`);
      else tally.failed.push(name);
    }
  }
  for (const { message } of report.errors) tally.failed.push(`browser: ${String(message).split("\n")[0]}`);
  if (exitCode !== 0 && tally.failed.length === 0)
    tally.failed.push(`browser: Playwright ended with ${exitCode}`);
  return tally;
};
