import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { minify } from "terser";
import tailwindcss from "@tailwindcss/vite";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig, type Plugin } from "vite";
import { foldName } from "./src/room/fold.ts";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** y-webrtc's simple-peer is replaced by our own transport (PR1). */
export const alias = {
  "simple-peer/simplepeer.min.js": at("./src/net/peer/peer.ts"),
  "lib0/logging": at("./src/lib/quiet-logging.ts"),
  "y-protocols/sync": at("./src/lib/no-sync.ts"),
  "lib0/broadcastchannel": at("./src/lib/no-broadcast.ts"),
};

/** And its password is not used (PR2). */
const noPassword: Plugin = {
  name: "no-password",
  enforce: "pre",
  resolveId: (source, importer) =>
    source === "./crypto.js" && importer?.includes("/y-webrtc/") === true
      ? at("./src/lib/no-password.ts")
      : null,
};

/** What Vite has made short gets 2 % shorter; unlike it, terser alone makes it longer. */
const shorter: Plugin = {
  name: "shorter",
  async generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== "chunk") continue;
      const { code = chunk.code } = await minify(chunk.code, {
        module: true,
        compress: { passes: 3, ecma: 2020, unsafe_arrows: true, unsafe_methods: true, keep_fargs: false },
      });
      chunk.code = code;
    }
  },
};

/** The day of the build: a clock that is before it is wrong (RC3). A build of the same day stays the same. */
const dayMs = 24 * 60 * 60 * 1000;
const builtOn = Math.floor(Date.now() / dayMs) * dayMs;

/**
 * Which letters look alike (ID2): Unicode's confusables as a package has them, cut to letters, marks and digits, and what looks
 * like one, that folding does not make equal by itself. A line for each look: it, a tab, the letters that have it.
 */
export const lookalikes = (): Plugin => {
  const name = "virtual:lookalikes";
  return {
    name,
    resolveId: (id) => (id === name ? `\0${name}` : null),
    load(id) {
      if (id !== `\0${name}`) return null;
      const path = createRequire(import.meta.url).resolve("unhomoglyph/data.json");
      // The package splits at it.
      const looks = { ...(JSON.parse(readFileSync(path, "utf8")) as Record<string, string>), "|": "l" };
      const lines = new Map<string, string>();
      for (const [letter, look] of Object.entries(looks))
        if (
          Array.from(letter).length === 1 &&
          letter.normalize("NFD") === letter &&
          (/[\p{L}\p{M}\p{N}]/u.test(letter) || /^[\p{L}\p{N}]+$/u.test(look)) &&
          foldName(letter) !== foldName(look)
        )
          lines.set(look, (lines.get(look) ?? "") + letter);
      const table = [...lines].map(([look, letters]) => `${look}\t${letters}`).sort();
      return `export default ${JSON.stringify(table.join("\n"))}`;
    },
  };
};

/** Modules that only come with a dialog, a bad link, an outgrown room, a relayed link, the other language or an update of the app. */
const later =
  /uqr|scrypt|pbkdf2|net\/peer\/(relay|x25519)|abstract\/montgomery|(storage|app)\/backup|app\/fresh-rooms|i18n\/(bn|en-dialogs)|ui\/dialogs\/|ui\/screens\/kb-bad|app\/(updates|bring-history|passphrase)|off-thread\.worker|room\/crafted-signatures|lookalikes/;
/** What links rooms (src/app/session/network.ts), fetched beside what opens them. */
const network =
  /node_modules\/(y-webrtc|y-protocols|@noble\/ciphers)\/|src\/net\/|src\/app\/session\/(network\.|room-context|doctor|local-network)|src\/lib\/(allowance|no-|quiet)/;
/** What opens rooms (src/app/engine.ts), fetched beside the screens and run after the first of them is drawn. */
const engine =
  /node_modules\/(yjs|y-indexeddb|lib0|@noble)\/|src\/app\/(session|open-room|worker|engine|room-list)|src\/storage\/(room-|tab-saves|save-tally)|src\/ui\/(messages\/(?!unread)|room\/(?!notices))|src\/room\/(attachment|apart|clock|early|epoch|identity|id-set|keys|ledger|messages?|notes|own-clock|payload|people|places|public-topic|record|rivals|room-identity|verif)/;
const isNetwork = (id: string): boolean => network.test(id) && !later.test(id);
const isEngine = (id: string): boolean => engine.test(id) && !later.test(id) && !network.test(id);
const isNeededFirst = (id: string): boolean => !later.test(id) && !engine.test(id) && !network.test(id);

export default defineConfig(({ isSsrBuild }) =>
  isSsrBuild === true
    ? {
        // The host: one self-contained file that plain Node runs.
        publicDir: false,
        ssr: { noExternal: true },
        build: {
          // `vite build --ssr` sets `ssr` to true, so the entry stands here.
          ssr: true,
          rolldownOptions: { input: at("./signaling/cli.ts") },
          outDir: at("./dist/host"),
          emptyOutDir: true,
          target: "node20",
        },
      }
    : {
        root: at("./src"),
        define: { __builtOn: String(builtOn) },
        publicDir: at("./public"),
        resolve: { alias, dedupe: ["yjs"] },
        optimizeDeps: { exclude: ["y-webrtc"] },
        build: {
          outDir: at("./dist/app"),
          emptyOutDir: true,
          target: ["chrome111", "safari16.4", "firefox128"],
          modulePreload: false,
          // What the first page needs is one file: cut along what dialogs share with it, it is 2 KB longer.
          rolldownOptions: {
            output: {
              codeSplitting: {
                groups: [
                  { name: "app", test: isNeededFirst },
                  { name: "engine", test: isEngine },
                  { name: "network", test: isNetwork },
                ],
              },
            },
          },
        },
        plugins: [
          lookalikes(),
          noPassword,
          shorter,
          tailwindcss(),
          VitePWA({
            registerType: "prompt",
            injectRegister: null,
            manifest: {
              id: "/",
              name: "কথাবার্তা Kothabarta",
              short_name: "Kothabarta",
              description: "A group chat that lives with the people in the room.",
              start_url: "/",
              scope: "/",
              display: "standalone",
              background_color: "#f7f3ea",
              theme_color: "#1f4d3a",
              icons: [
                { src: "/icon.svg", sizes: "any", type: "image/svg+xml" },
                { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
                { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
                { src: "/icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
              ],
              // Shown by browsers when they offer to install; also in the README.
              screenshots: [
                { src: "/screenshots/wide.png", sizes: "1280x800", type: "image/png", form_factor: "wide" },
                {
                  src: "/screenshots/narrow.png",
                  sizes: "390x844",
                  type: "image/png",
                  form_factor: "narrow",
                },
              ],
            },
            includeManifestIcons: false,
            workbox: {
              globIgnores: ["screenshots/**"],
              globPatterns: ["**/*.{html,js,css,svg,png,webmanifest}"],
              navigateFallback: "/index.html",
              navigateFallbackDenylist: [/^\/(signaling|config\.json|rooms|healthz|metrics)/],
              cleanupOutdatedCaches: true,
            },
          }),
        ],
      },
);
