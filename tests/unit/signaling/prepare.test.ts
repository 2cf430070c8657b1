import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
// @ts-expect-error plain JavaScript: it runs before anything is installed
import * as prepare from "../../../signaling/prepare.mjs";

const { ensureBuilt, isBuilt, isInstalled } = prepare as {
  isInstalled: (dir: string) => boolean;
  isBuilt: (dir: string) => boolean;
  ensureBuilt: (dir: string) => string | null;
};

vi.setConfig({ testTimeout: 60_000 });

const write = (dir: string, path: string, text: string): void => {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), text);
};

const lock = (version: string): string =>
  JSON.stringify({
    packages: {
      "": { name: "kothabarta" },
      "node_modules/ws": { version },
      "node_modules/only-on-windows": { version: "1.0.0", optional: true },
    },
  });

/** A tree whose "vite" writes what it was called with; it fails where the file `broken` exists. */
const project = (): string => {
  const dir = mkdtempSync(join(tmpdir(), "kothabarta-prepare-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  write(dir, "package.json", '{"type":"commonjs"}');
  write(dir, "package-lock.json", lock("8.0.0"));
  write(dir, "node_modules/.package-lock.json", lock("8.0.0"));
  write(dir, "src/main.ts", "1");
  write(dir, "signaling/cli.ts", "1");
  write(
    dir,
    "node_modules/vite/bin/vite.js",
    `const { appendFileSync, existsSync, mkdirSync, writeFileSync } = require("node:fs");
     if (existsSync("broken")) process.exit(1);
     appendFileSync("calls", process.argv.slice(2).join(" ") + "\\n");
     mkdirSync("dist/host", { recursive: true });
     writeFileSync("dist/host/cli.js", "");`,
  );
  return dir;
};

test("[SG1] packages are installed when each is there in the version of the lock file, whatever the dates", () => {
  const dir = project();
  expect(isInstalled(dir)).toBe(true);
  utimesSync(join(dir, "node_modules/.package-lock.json"), 1, 1);
  expect(isInstalled(dir)).toBe(true);
  write(dir, "package-lock.json", lock("8.0.1"));
  expect(isInstalled(dir)).toBe(false);
  write(dir, "node_modules/.package-lock.json", '{"packages"');
  expect(isInstalled(dir)).toBe(false);
  rmSync(join(dir, "node_modules"), { recursive: true });
  expect(isInstalled(dir)).toBe(false);
});

test("[SG1] a build is made once, and again when anything it is made of has changed", () => {
  const dir = project();
  expect(isBuilt(dir)).toBe(false);
  expect(ensureBuilt(dir)).toBeNull();
  expect(isBuilt(dir)).toBe(true);
  utimesSync(join(dir, "src/main.ts"), 1, 1);
  expect(isBuilt(dir)).toBe(true);
  const changes: readonly (readonly [string, string])[] = [
    ["src/main.ts", "2"],
    ["src/deep/new.ts", "1"],
    ["public/icon.svg", "<svg/>"],
    ["signaling/cli.ts", "2"],
    ["vite.config.ts", "2"],
    ["package-lock.json", lock("8.0.1")],
  ];
  for (const [path, text] of changes) {
    const before = existsSync(join(dir, path)) ? readFileSync(join(dir, path), "utf8") : null;
    write(dir, path, text);
    expect([path, isBuilt(dir)]).toEqual([path, false]);
    if (before === null) rmSync(join(dir, path));
    else write(dir, path, before);
    expect([path, isBuilt(dir)]).toEqual([path, true]);
  }
  rmSync(join(dir, "dist/host/cli.js"));
  expect(isBuilt(dir)).toBe(false);
  expect(ensureBuilt(dir)).toBeNull();
  expect(readFileSync(join(dir, "calls"), "utf8").trim().split("\n")).toHaveLength(4); // twice the app and the host
});

test("[SG1] a fresh build needs no packages: the host starts offline, from a copied folder", () => {
  const dir = project();
  ensureBuilt(dir);
  rmSync(join(dir, "node_modules"), { recursive: true });
  expect(ensureBuilt(dir)).toBeNull();
});

test("[SG1] a build that fails is said to have failed, and tried again next time", () => {
  const dir = project();
  write(dir, "broken", "");
  expect(ensureBuilt(dir)).toMatch(/build failed/);
  expect(isBuilt(dir)).toBe(false);
  rmSync(join(dir, "broken"));
  expect(ensureBuilt(dir)).toBeNull();
});
