// Many members in one browser: iframes, each with its modules to itself (y-webrtc keeps one table of rooms per page), spread
// over a few pages, each of its own process. The host serves none of it: Playwright answers for these paths.

import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Frame, Page } from "@playwright/test";
import { build, type Rolldown } from "vite";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Chromium allows 500 peer connections in a process, those that closed a moment ago included: 29 each, tried four times. */
const membersPerPage = 4;
const paths = { page: "/crowd", member: "/crowd/member", script: "/crowd/member.js" } as const;

export type Crowd = Readonly<{
  /** One more, in a page that has room. */
  add: () => Promise<Frame>;
  close: () => Promise<void>;
}>;

export type CrowdOptions = Readonly<{
  browser: Browser;
  origin: string;
  /** Runs in every frame before anything else does. */
  before: () => void;
  watch: (context: BrowserContext) => void;
}>;

const buildMember = async (): Promise<string> => {
  const built = (await build({
    configFile: false,
    logLevel: "error",
    root: at("."),
    resolve: {
      alias: { "simple-peer/simplepeer.min.js": at("../../src/net/peer/peer.ts") },
      dedupe: ["yjs"],
    },
    define: { "process.env.NODE_ENV": '"production"' },
    build: {
      write: false,
      target: "chrome111",
      lib: { entry: at("./member.ts"), formats: ["es"], fileName: () => "member.js" },
      rolldownOptions: { output: { codeSplitting: false } }, // one file is handed out
    },
  })) as Rolldown.RolldownOutput[];
  const [chunk] = built[0]?.output ?? [];
  if (chunk === undefined) throw new Error("nothing was built");
  return chunk.code;
};

const html = (script: string): string =>
  `<!doctype html><title>crowd</title><link rel="icon" href="data:,">${script}`;

export const gather = async ({ browser, origin, before, watch }: CrowdOptions): Promise<Crowd> => {
  const code = await buildMember();
  const contexts: BrowserContext[] = [];
  let page: Page | null = null;
  let members = 0;

  const open = async (): Promise<Page> => {
    // A page that Playwright answers for comes from nowhere, so Chromium asks before it may reach the host.
    const context = await browser.newContext({
      serviceWorkers: "block",
      permissions: ["local-network-access"],
    });
    contexts.push(context);
    watch(context);
    await context.addInitScript(before);
    await context.route(`${origin}${paths.page}{,/**}`, (route) => {
      const { pathname } = new URL(route.request().url());
      return pathname === paths.script
        ? route.fulfill({ contentType: "text/javascript", body: code })
        : route.fulfill({
            contentType: "text/html",
            body: html(
              pathname === paths.member ? `<script type="module" src="${paths.script}"></script>` : "",
            ),
          });
    });
    const opened = await context.newPage();
    await opened.goto(`${origin}${paths.page}`);
    return opened;
  };

  return {
    add: async () => {
      if (page === null || members % membersPerPage === 0) page = await open();
      members++;
      const element = await page.evaluateHandle((address) => {
        const frame = document.createElement("iframe");
        frame.src = address;
        document.body.append(frame);
        return frame;
      }, `${origin}${paths.member}`);
      const frame = await element.contentFrame();
      if (frame === null) throw new Error("an iframe without a frame");
      await frame.waitForFunction(() => "member" in window);
      return frame;
    },
    close: async () => {
      for (const context of contexts) await context.close();
    },
  };
};
