// Bundles the pages of the bench with Vite: ours with the alias that replaces simple-peer, the others without.

import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import { build, type Rolldown } from "vite";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export type PageName = "ours" | "stock" | "broadcast" | "bare" | "storage";
/** The page's own script, and what it loads beside it, by file name. */
export type Page = Readonly<{ code: string; others: ReadonlyMap<string, string> }>;
export type Pages = Readonly<Record<PageName, Page>>;

const alias = { "simple-peer/simplepeer.min.js": at("../../src/net/peer/peer.ts") };

const bundle = async (name: string, aliased: boolean): Promise<Page> => {
  const built = (await build({
    configFile: false,
    logLevel: "error",
    root: at("."),
    resolve: { alias: aliased ? alias : {}, dedupe: ["yjs"] },
    define: { "process.env.NODE_ENV": '"production"' },
    worker: { format: "es" },
    build: {
      write: false,
      minify: process.env["KB_UNMINIFIED"] === undefined,
      target: "chrome111",
      modulePreload: false,
      rolldownOptions: {
        input: at(`./pages/${name}.ts`),
        output: { entryFileNames: `${name}.js`, assetFileNames: `${name}-[name].[ext]` },
      },
    },
  })) as Rolldown.RolldownOutput;
  const codes = new Map(
    built.output.map((file) => [file.fileName, file.type === "chunk" ? file.code : String(file.source)]),
  );
  const code = codes.get(`${name}.js`);
  if (code === undefined) throw new Error(`nothing was built of ${name}`);
  codes.delete(`${name}.js`);
  return { code, others: codes };
};

export const buildPages = async (): Promise<Pages> => {
  const [ours, stock, broadcast, bare, storage] = await Promise.all([
    bundle("ours", true),
    bundle("stock", false),
    bundle("broadcast", false),
    bundle("bare", false),
    bundle("storage", false),
  ]);
  if (!stock.code.includes("simple-peer") && !stock.code.includes("ERR_WEBRTC_SUPPORT"))
    throw new Error("the published side is not built with its own simple-peer");
  return { ours, stock, broadcast, bare, storage };
};

/** The published packages alone, gzipped, bytes. */
export const gzipped = (code: string): number => gzipSync(code, { level: 9 }).length;
