// The weight of the first load and what may be in no bundle (Budgets in tests/README.md; PR1).

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** Until the start page is drawn, until a room can be read and written, until it is linked. Chitchatter loads 672 KB. */
const limits = { start: 50 * 1024, room: 120 * 1024, linked: 125 * 1024 };
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

/** All scripts that load statically from these, by their path below the built folder. */
const closure = (folder, paths) => {
  const page = new URL("http://app/index.html");
  const seen = new Set();
  const visit = (path, from) => {
    const url = new URL(path, from);
    if (url.origin !== page.origin || seen.has(url.pathname)) return;
    seen.add(url.pathname);
    for (const next of staticImports(readFileSync(join(folder, url.pathname), "utf8"))) visit(next, url);
  };
  for (const path of paths) visit(path, page);
  return [...seen];
};

/** What loads before the start page is drawn. */
export const firstLoad = (folder) =>
  closure(folder, entries(readFileSync(join(folder, "index.html"), "utf8")));

/** What opens rooms (src/app/engine.ts) or links them (src/app/session/network.ts), with what it needs. */
const loadOf = (folder, part) => {
  const name = readdirSync(join(folder, "assets")).find(
    (file) => file.startsWith(`${part}-`) && file.endsWith(".js"),
  );
  return name === undefined ? [] : closure(folder, [`/assets/${name}`]);
};

const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;

/** @returns {{ name: string, ok: boolean, detail: string }[]} */
export const checkBundle = (folder) => {
  if (!existsSync(join(folder, "index.html")))
    return [{ name: "the built app", ok: false, detail: `no ${folder}` }];
  const weigh = (name, scripts, limit) => {
    const sizes = scripts.map((path) => gzipSync(readFileSync(join(folder, path)), { level: 9 }).length);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const list = scripts.map((path, index) => `${path} ${kilobytes(sizes[index])}`).join(", ");
    return {
      name,
      ok: total > 0 && total <= limit,
      detail: `${kilobytes(total)} of ${kilobytes(limit)} (${list})`,
    };
  };
  const start = firstLoad(folder);
  const engine = loadOf(folder, "engine");
  const network = loadOf(folder, "network");
  const hits = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".js"))
    .flatMap((path) => {
      const code = readFileSync(join(folder, path), "utf8");
      return banned.filter((text) => code.includes(text)).map((text) => `${text} in ${path}`);
    });
  return [
    weigh("JavaScript until the start page is drawn, gzip", start, limits.start),
    weigh("JavaScript until a room can be used, gzip", [...new Set([...start, ...engine])], limits.room),
    weigh(
      "JavaScript until it is linked, gzip",
      [...new Set([...start, ...engine, ...network])],
      network.length > 0 ? limits.linked : 0,
    ),
    {
      name: "the engine comes in a file of its own, after the screens",
      ok: engine.length > 0 && !start.some((path) => /(?:engine|network)-/.test(path)),
      detail: engine.join(", ") || "none",
    },
    { name: "simple-peer is in no bundle", ok: hits.length === 0, detail: hits.join(", ") || "none" },
  ];
};
