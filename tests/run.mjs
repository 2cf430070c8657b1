// npm test: installs what is missing, runs every check and test, and ends with "N passed, N failed, N skipped".
// `npm test -- --help` says what else it can do.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { ensureInstalled, root } from "../signaling/prepare.mjs";
import { run } from "./tools.mjs";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Kothabarta needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}
const problem = ensureInstalled();
if (problem !== null) {
  console.error(problem);
  process.exit(1);
}
// These import installed packages, so only now.
const { emptyTally, addTally } = await import("./report.mjs");
const { projects, steps } = await import("./steps.mjs");

const fast = ["format", "lint", "types", "unit", "build", "budget"];
const parts = [...fast, ...projects];
const help = `npm test -- [--check | --all | --bench] [part or word…]
  parts    ${parts.join(" ")}
  words    choose test files by their name: npm test -- e2e names
  --check  ${fast.join(" ")}
  --all    everything, the long runs included
  --bench  against the packages as published (npm run bench)`;

const flags = process.argv.slice(2).filter((argument) => argument.startsWith("--"));
const names = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
if (flags.includes("--help")) {
  console.log(help);
  process.exit(0);
}
const unknown = flags.filter((flag) => !["--check", "--all", "--bench"].includes(flag));
if (unknown.length > 0) {
  console.error(`Unknown option ${unknown.join(" ")}.\n${help}`);
  process.exit(1);
}

const chosen = names.filter((name) => parts.includes(name));
const words = names.filter((name) => !parts.includes(name));
const wanted = new Set(
  chosen.length > 0
    ? chosen
    : flags.includes("--check")
      ? fast
      : words.length > 0
        ? ["unit", ...projects]
        : parts,
);
const wantedProjects = projects.filter((name) => wanted.has(name));
// What is tested in a browser, and what is weighed, is built first.
if (wantedProjects.length > 0 || wanted.has("budget")) wanted.add("build");
if (wantedProjects.length > 0) wanted.add("browsers");

if (flags.includes("--bench")) {
  const script = join(root, "tests", "bench", "run.mjs");
  const tally = await steps.build({});
  if (tally.failed.length > 0) process.exit(1);
  if (!existsSync(script)) {
    console.error("There is no tests/bench/run.mjs yet.");
    process.exit(1);
  }
  process.exit(await run(process.execPath, [script, ...names]));
}

const sum = emptyTally();
const times = [];
for (const [name, step] of Object.entries(steps)) {
  if (!wanted.has(name)) continue;
  console.log(`\n— ${name}`);
  const started = Date.now();
  const tally = await step({
    words,
    long: flags.includes("--all"),
    // Minutes long even in its short form, so a plain run leaves it out (@long); who names it wants it.
    load: chosen.includes("load"),
    projects: wantedProjects,
  });
  addTally(sum, tally);
  times.push(`${name} ${((Date.now() - started) / 1000).toFixed(0)} s`);
  // An older build must not be tested in place of the one that failed.
  if (name === "build" && tally.failed.length > 0) break;
}

console.log();
for (const what of sum.measured) console.log(`Measured: ${what}`);
console.log(`Times: ${times.join(", ")}`);
for (const name of sum.failed) console.log(`Failed: ${name}`);
for (const name of sum.skipped) console.log(`Skipped: ${name}`);
const mustNotSkip = process.env.CI !== undefined && process.env.CI !== "" && process.env.CI !== "false";
if (mustNotSkip && sum.skipped.length > 0) console.log("Nothing may be skipped here (CI is set): failing.");
process.exitCode = sum.failed.length > 0 || (mustNotSkip && sum.skipped.length > 0) ? 1 : 0;
console.log(`${sum.passed} passed, ${sum.failed.length} failed, ${sum.skipped.length} skipped`);
