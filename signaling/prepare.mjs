// Installs what is missing and builds what is stale, for `npm start` and `npm test`. Plain Node, no dependencies:
// it runs before there are any.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What a build is made of. */
const sources = [
  "src",
  "signaling",
  "public",
  "vite.config.ts",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
];

/** @param {string} file */
const readJson = (file) => JSON.parse(readFileSync(file, "utf8"));

/**
 * True when node_modules holds every package the lock file names, in its version. npm keeps its own list there; by
 * contents, because git sets times as it likes.
 * @param {string} dir
 */
export const isInstalled = (dir) => {
  const listed = join(dir, "node_modules", ".package-lock.json");
  if (!existsSync(listed)) return false;
  try {
    const present = readJson(listed).packages;
    return Object.entries(readJson(join(dir, "package-lock.json")).packages).every(
      ([path, wanted]) =>
        path === "" || wanted.optional === true || present[path]?.version === wanted.version,
    );
  } catch {
    return false; // an interrupted install leaves half a file
  }
};

/** npm's own script: what runs us, or what came with this Node. npm.cmd would need a shell on Windows. */
const findNpm = () => {
  const fromNpm = process.env.npm_execpath;
  const node = dirname(process.execPath);
  const places = [
    ...(fromNpm !== undefined && basename(fromNpm) === "npm-cli.js" ? [fromNpm] : []),
    join(node, "node_modules", "npm", "bin", "npm-cli.js"),
    join(node, "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
    join(node, "..", "share", "nodejs", "npm", "bin", "npm-cli.js"),
  ];
  return places.find((place) => existsSync(place));
};

/**
 * Runs a script with this Node; true when it succeeded.
 * @param {string[]} args
 * @param {string} dir
 */
const runNode = (args, dir) => spawnSync(process.execPath, args, { cwd: dir, stdio: "inherit" }).status === 0;

/** Gives a line to show when it failed, else null. */
export const ensureInstalled = (dir = root) => {
  if (isInstalled(dir)) return null;
  const npm = findNpm();
  if (npm === undefined) return "Packages are missing and npm was not found: run `npm ci` first.";
  console.log("Installing packages (once; this needs the internet) …");
  // Build tools are development packages: NODE_ENV=production must not leave them out.
  return runNode([npm, "ci", "--include=dev"], dir)
    ? null
    : "Packages could not be installed. Is there a connection to the internet?";
};

/** @param {string} path @returns {string[]} */
const filesUnder = (path) => {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .flatMap((entry) => (entry.name.startsWith(".") ? [] : filesUnder(join(path, entry.name))))
    .sort();
};

/** One hash over everything a build is made of, names and contents. */
const sourceHash = (dir = root) => {
  const hash = createHash("sha256");
  for (const file of sources.flatMap((source) => filesUnder(join(dir, source)))) {
    const bytes = readFileSync(file);
    hash.update(`${relative(dir, file).split(sep).join("/")}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex");
};

const stampOf = (dir = root) => join(dir, "dist", "stamp");

export const isBuilt = (dir = root) => {
  const stamp = stampOf(dir);
  return (
    existsSync(stamp) &&
    existsSync(join(dir, "dist", "host", "cli.js")) &&
    readFileSync(stamp, "utf8") === sourceHash(dir)
  );
};

/** Installs and builds if needed. A fresh build needs no packages at all. Gives a line to show when it failed, else null. */
export const ensureBuilt = (dir = root) => {
  if (isBuilt(dir)) return null;
  const problem = ensureInstalled(dir);
  if (problem !== null) return problem;
  console.log("Building …");
  const hash = sourceHash(dir); // before: what changes meanwhile is built next time
  const vite = join(dir, "node_modules", "vite", "bin", "vite.js");
  for (const target of [[], ["--ssr"]]) {
    if (!runNode([vite, "build", "--logLevel", "warn", ...target], dir))
      return "The build failed; the lines above say why.";
  }
  mkdirSync(join(dir, "dist"), { recursive: true });
  writeFileSync(stampOf(dir), hash);
  return null;
};
