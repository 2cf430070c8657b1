// The weight of the first load and what may be in no bundle (Budgets in tests/README.md; PR1).

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** Chitchatter, the nearest of its kind, loads 672 KB. */
const firstLoadLimit = 110 * 1024;
/** y-webrtc's old transport; our own stands in its place through the alias. */
const banned = ["readable-stream", "simple-peer"];

const attribute = (tag, name) => new RegExp(`\\b${name}=["']?([^"'\\s>]+)`, "i").exec(tag)?.[1];

/** What the page loads before it runs: scripts and module preloads of the HTML. */
const entries = (html) =>
  [...html.matchAll(/<(script|link)\b[^>]*>/gi)].flatMap(([tag, kind]) => {
    if (kind.toLowerCase() === "script") return attribute(tag, "src") ?? [];
    return attribute(tag, "rel") === "modulepreload" ? (attribute(tag, "href") ?? []) : [];
  });

/** Static imports and re-exports of a built module: `import"./x.js"`, `from"./x.js"`; not `import("./x.js")`. */
const staticImports = (code) =>
  [...code.matchAll(/(?:\bimport|\bfrom)\s*["']([^"']+\.js)["']/g)].map(([, path]) => path);

/** All scripts that load statically, by their path below the built folder. */
export const firstLoad = (folder) => {
  const page = new URL("http://app/index.html");
  const seen = new Set();
  const visit = (path, from) => {
    const url = new URL(path, from);
    if (url.origin !== page.origin || seen.has(url.pathname)) return;
    seen.add(url.pathname);
    for (const next of staticImports(readFileSync(join(folder, url.pathname), "utf8"))) visit(next, url);
  };
  for (const path of entries(readFileSync(join(folder, "index.html"), "utf8"))) visit(path, page);
  return [...seen];
};

const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;

/** @returns {{ name: string, ok: boolean, detail: string }[]} */
export const checkBundle = (folder) => {
  if (!existsSync(join(folder, "index.html")))
    return [{ name: "the built app", ok: false, detail: `no ${folder}` }];
  const scripts = firstLoad(folder);
  const sizes = scripts.map((path) => gzipSync(readFileSync(join(folder, path)), { level: 9 }).length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const list = scripts.map((path, index) => `${path} ${kilobytes(sizes[index])}`).join(", ");
  const hits = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".js"))
    .flatMap((path) => {
      const code = readFileSync(join(folder, path), "utf8");
      return banned.filter((text) => code.includes(text)).map((text) => `${text} in ${path}`);
    });
  return [
    {
      name: "first-load JavaScript, gzip",
      ok: total > 0 && total <= firstLoadLimit,
      detail: `${kilobytes(total)} of ${kilobytes(firstLoadLimit)} (${list})`,
    },
    { name: "simple-peer is in no bundle", ok: hits.length === 0, detail: hits.join(", ") || "none" },
  ];
};
