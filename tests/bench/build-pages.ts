// Bundles the pages of the bench with Vite: ours with the alias that replaces simple-peer, the others without.

import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import { build, type Rolldown } from "vite";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export type PageName = "ours" | "stock" | "broadcast" | "bare" | "storage";
export type Pages = Readonly<Record<PageName, string>>;

const alias = { "simple-peer/simplepeer.min.js": at("../../src/net/peer.ts") };

const bundle = async (name: string, aliased: boolean): Promise<string> => {
  const built = (await build({
    configFile: false,
    logLevel: "error",
    root: at("."),
    resolve: { alias: aliased ? alias : {}, dedupe: ["yjs"] },
    define: { "process.env.NODE_ENV": '"production"' },
    build: {
      write: false,
      target: "chrome111",
      lib: { entry: at(`./pages/${name}.ts`), formats: ["es"], fileName: () => `${name}.js` },
    },
  })) as Rolldown.RolldownOutput[];
  const [chunk] = built[0]?.output ?? [];
  if (chunk === undefined) throw new Error(`nothing was built of ${name}`);
  return chunk.code;
};

export const buildPages = async (): Promise<Pages> => {
  const [ours, stock, broadcast, bare, storage] = await Promise.all([
    bundle("ours", true),
    bundle("stock", false),
    bundle("broadcast", false),
    bundle("bare", false),
    bundle("storage", false),
  ]);
  if (!stock.includes("simple-peer") && !stock.includes("ERR_WEBRTC_SUPPORT"))
    throw new Error("the published side is not built with its own simple-peer");
  return { ours, stock, broadcast, bare, storage };
};

/** The published packages alone, gzipped, bytes. */
export const gzipped = (code: string): number => gzipSync(code, { level: 9 }).length;
