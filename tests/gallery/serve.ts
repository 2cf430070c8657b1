// Builds the gallery, in memory, and hands it out on a free port: a page is one or two files then, not two hundred.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};
/** All that the pages use of public/: what they show comes with their style sheet. */
const icon = "/icon.svg";

type Served = Readonly<{ origin: string; close: () => Promise<void> }>;

export const serveGallery = async (): Promise<Served> => {
  const built = await build({
    configFile: at("./vite.config.ts"),
    logLevel: "error",
    build: { write: false, modulePreload: false },
  });
  if (!("output" in built)) throw new Error("not one build");
  const files = new Map<string, string | Uint8Array>(
    built.output.map((file) => [`/${file.fileName}`, file.type === "chunk" ? file.code : file.source]),
  );
  files.set(icon, readFileSync(at(`../../public${icon}`)));

  const server = createServer(({ url = "/" }, answer) => {
    const { pathname } = new URL(url, "http://localhost");
    const path = pathname === "/" ? "/index.html" : pathname;
    const file = files.get(path);
    if (file === undefined) answer.writeHead(404).end();
    else answer.writeHead(200, { "Content-Type": types[extname(path)] ?? "" }).end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
