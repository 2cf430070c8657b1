// The rule pages are held to the code: every rule that is cited is defined on exactly one page, every rule that is defined is
// proven by a test that says so in its title, and what the pages point at exists.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { bnDialogs } from "../../src/i18n/bn-dialogs.ts";
import { bn } from "../../src/i18n/bn.ts";
import { enDialogs } from "../../src/i18n/en-dialogs.ts";
import { en } from "../../src/i18n/en.ts";
import { encodeMessage, parseMessage } from "../../src/net/link/message-bytes.ts";
import { codes } from "../../src/room/payload.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

type File = Readonly<{ path: string; text: string }>;

const notOurs = new Set(["node_modules", "dist", "test-results", ".git", ".kothabarta"]);

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (notOurs.has(entry.name)) return [];
    return entry.isDirectory() ? filesUnder(path) : [path.split(sep).join("/")];
  });

const read = (path: string): File => ({ path, text: readFileSync(join(root, path), "utf8") });

const all = filesUnder(".");
const code = all
  .filter((path) =>
    /^(src|signaling|tests|public|\.ci)\/.*(\.(ts|mjs|js|css|html)|\/run)$|^[\w.]+\.ts$/.test(path),
  )
  .filter((path) => path !== "tests/unit/pages.test.ts")
  .map(read);
const pages = all.filter((path) => /(^|\/)README\.md$/.test(path)).map(read);

/** LK1, UX3: rules. P3.1: facts about the packages. style 8: how code is written here. */
const cited = /\b(?:[A-Z]{2}\d{1,2}|P\d\.\d{1,2}|style \d{1,2})\b/g;
const defined = /^\s*[-*] \*\*([A-Z]{2}\d{1,2}|P\d\.\d{1,2}|style \d{1,2})\*\*/gm;
const isRule = (id: string): boolean => /^[A-Z]{2}\d/.test(id);

const definitions = new Map<string, string[]>();
for (const { path, text } of pages)
  for (const [, id = ""] of text.matchAll(defined))
    definitions.set(id, [...(definitions.get(id) ?? []), path]);

/** "[RC5][MS4] what is so": what a title cites, and whatever else it claims to. */
const tagsOf = (text: string): readonly string[] =>
  [...text.matchAll(/["'`]((?:\[[A-Za-z][^\]\n"'`=]*\])+) /g)].flatMap(([, tags = ""]) =>
    [...tags.matchAll(/\[([^\]]+)\]/g)].map(([, tag = ""]) => tag),
  );
const isTest = ({ path }: File): boolean => /\.(test|spec|contract)\.ts$/.test(path);
const titles = code.filter(isTest).map(({ path, text }) => ({ path, tags: tagsOf(text) }));

test("every rule that code, tests or pages cite is defined on exactly one page", () => {
  const lost = [...code, ...pages].flatMap(({ path, text }) =>
    [...new Set(text.match(cited))]
      .filter((id) => definitions.get(id)?.length !== 1)
      .map(
        (id) => `${id}, cited in ${path}, is defined on ${definitions.get(id)?.join(" and ") ?? "no page"}`,
      ),
  );
  expect(lost).toEqual([]);
});

test("what stands in brackets before a title is a rule", () => {
  const odd = titles.flatMap(({ path, tags }) =>
    tags.filter((tag) => !definitions.has(tag)).map((tag) => `[${tag}] in a title of ${path}`),
  );
  expect([...new Set(odd)]).toEqual([]);
});

test("every rule is proven by a test that cites it in its title", () => {
  const proven = new Set(titles.flatMap(({ tags }) => tags));
  const unproven = [...definitions].filter(([id]) => isRule(id) && !proven.has(id));
  expect(unproven.map(([id, [page]]) => `${id} of ${page ?? "?"} is cited by no test's title`)).toEqual([]);
});

test("nobody is sent to a plan that is not in the repository", () => {
  const plans = /\b(design|pitfalls|screens|ux|style)\.md\b|\bpitfalls \d/;
  const sent = all
    .filter((path) => /\.(ts|mjs|js|css|html|md|json)$|\/run$/.test(path) && path !== "package-lock.json")
    .filter((path) => path !== "tests/unit/pages.test.ts")
    .map(read)
    .filter(({ text }) => plans.test(text));
  expect(sent.map(({ path }) => path)).toEqual([]);
});

test("files and folders that the pages name exist", () => {
  const gone = pages.flatMap(({ path, text }) => {
    const folder = dirname(path);
    const named = [...text.replace(/```[^]*?```/g, "").matchAll(/`([^`\s]+)`/g)].map(([, name = ""]) => name);
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target.replace(/#.*$/, ""));
    const paths = [
      ...named.filter((name) =>
        /^[\w.@][\w./@-]*\.(ts|mjs|js|json|html|css|md|svg|png)$|^\.ci\/run$/.test(name),
      ),
      ...named.filter((name) => /^(src|tests|signaling|public)(\/[\w.-]+)*\/?$/.test(name)),
      ...links.filter((target) => target !== "" && !/^[a-z]+:/.test(target)),
    ];
    return paths
      .filter((name) => !existsSync(join(root, folder, name)) && !existsSync(join(root, name)))
      .map((name) => `${name}, named in ${path}`);
  });
  expect(gone).toEqual([]);
});

const page = (path: string): string => pages.find((one) => one.path === path)?.text ?? "";
/** The cells of each row that begins with what `first` matches. */
const rowsOf = (text: string, first: RegExp): readonly (readonly string[])[] =>
  text
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .filter(([cell = ""]) => first.test(cell));

test("the table of link messages is that of the code", () => {
  const rows = rowsOf(page("src/net/README.md"), /^\d+$/).map(([number, name]) => [Number(number), name]);
  expect(rows).toContainEqual([encodeMessage({ type: "ready" })[0], "ready"]);
  expect(rows).toContainEqual([encodeMessage({ type: "bye", reason: 0 })[0], "bye"]);
  // Whatever number has a message has a row: enough zeros are a body of most.
  const spoken = Array.from({ length: 64 }, (_, number) => number).flatMap((number) => {
    const message = [0, 1, 2, 3, 4, 8, 34].map((zeros) =>
      parseMessage(Uint8Array.from([number, ...Array.from({ length: zeros }, () => 0)])),
    );
    const found = message.find((one) => one !== null && one.type !== "unknown");
    return found == null ? [] : [[number, found.type]];
  });
  expect(rows).toEqual(spoken);
});

test("the table of record kinds is that of the code", () => {
  const rows = rowsOf(page("src/room/README.md"), /^\d+$/).map(([code, kind]) => [kind, Number(code)]);
  expect(rows).toEqual(Object.entries(codes).filter(([kind]) => rows.some(([name]) => name === kind)));
  expect(rows.length).toBeGreaterThan(5);
});

test("the accessible names are words of the app, and every one is translated", () => {
  const flat = (table: object): string[] =>
    Object.values(table).flatMap((value: unknown) =>
      typeof value === "string" ? [value] : typeof value === "object" && value !== null ? flat(value) : [],
    );
  const words = new Set(flat({ en, enDialogs }));
  const table = page("src/ui/README.md").split("## Accessible names")[1]?.split("\n## ")[0] ?? "";
  const names = rowsOf(table, /./).flatMap(([, name = ""]) =>
    [...name.matchAll(/"([^"]+)"/g)].map(([, text = ""]) => text),
  );
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !words.has(name))).toEqual([]);
  expect(flat({ bn, bnDialogs }).filter((text) => names.includes(text))).toEqual([]);
});

/** As GitHub and its like name a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/ /g, "-");

test("links to a place on a page lead to a heading", () => {
  const lost = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/\]\(([^)\s#:]*)#([^)\s]+)\)/g)]
      .filter(([, target = "", anchor]) => {
        const there = target === "" ? path : join(dirname(path), target).split(sep).join("/");
        const headings = [...page(there).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
          anchorOf(heading),
        );
        return anchor === undefined || !headings.includes(anchor);
      })
      .map(([link]) => `${link} in ${path}`),
  );
  expect(lost).toEqual([]);
});

test("the map names every page", () => {
  const map = page("README.md");
  const missing = pages
    .map(({ path }) => path)
    .filter((path) => path !== "README.md" && !map.includes(`](${relative(".", path)})`));
  expect(missing).toEqual([]);
});
