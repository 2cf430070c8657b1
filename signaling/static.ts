// Serves the built app. All of it is read into memory at the start: a request looks up a path in a map, so no path
// leads outside, and a build made meanwhile never shows half.

import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { extname, join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { sendText } from "./respond.ts";

type Encoding = "br" | "gzip" | "identity";
type Body = Readonly<{ bytes: Buffer; encoding: Encoding }>;
type File = Readonly<{
  type: string;
  cacheControl: string;
  hash: string;
  /** Compressed once, when first asked for. */
  body: (encoding: Encoding) => Promise<Body>;
}>;

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".svg": "image/svg+xml; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
  ".mp3": "audio/mpeg",
  ".ogg": "audio/ogg",
  ".wav": "audio/wav",
};

const compressible = /^(text\/|application\/(json|manifest|wasm)|image\/(svg|x-icon))/;
/** Below one packet nothing is gained. */
const minCompressedBytes = 1024;
/** Vite puts a content hash into the names of what it builds: such a file never changes. */
const hashed = /^\/assets\/.*-[\w-]{8}\.\w+$/;

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

const compress = async (bytes: Buffer, encoding: Encoding): Promise<Body> => {
  if (encoding === "identity") return { bytes, encoding };
  const smaller =
    encoding === "gzip"
      ? await deflate(bytes, { level: 9 })
      : await brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } });
  return smaller.length < bytes.length ? { bytes: smaller, encoding } : { bytes, encoding: "identity" };
};

const createFile = (path: string, bytes: Buffer): File => {
  const type = types[extname(path).toLowerCase()] ?? "application/octet-stream";
  const bodies = new Map<Encoding, Promise<Body>>();
  const worthIt = compressible.test(type) && bytes.length >= minCompressedBytes;
  return {
    type,
    cacheControl: hashed.test(path) ? "public, max-age=31536000, immutable" : "no-cache",
    hash: createHash("sha256").update(bytes).digest("base64url").slice(0, 22),
    body: (wanted) => {
      const encoding = worthIt ? wanted : "identity";
      const made = bodies.get(encoding) ?? compress(bytes, encoding);
      bodies.set(encoding, made);
      return made;
    },
  };
};

/** The best coding that the client takes (RFC 9110 section 12.5.3). */
export const chooseEncoding = (accept: string): Encoding => {
  const quality = new Map<string, number>();
  for (const part of accept.toLowerCase().split(",")) {
    const [name = "", ...parameters] = part.split(";").map((text) => text.trim());
    const q = parameters.find((parameter) => parameter.startsWith("q="));
    quality.set(name, q === undefined ? 1 : Number(q.slice(2)));
  }
  const takes = (name: string): boolean => (quality.get(name) ?? quality.get("*") ?? 0) > 0;
  return takes("br") ? "br" : takes("gzip") ? "gzip" : "identity";
};

/** Node joins what was sent several times, except where it cannot mean a list. */
const header = (value: string | string[] | undefined): string => [value ?? ""].flat().join();

const matches = (ifNoneMatch: string, etag: string): boolean =>
  ifNoneMatch.split(",").some((tag) => tag.trim() === "*" || tag.trim().replace(/^W\//, "") === etag);

/** A link whose # was encoded on its way (LK1). The page itself makes a fragment of it; what follows is not looked at. */
const isFragment = (url: string): boolean => /^\/%23(?:\/|%2f|\?|$)/i.test(url);

/** The path as the map knows it, or null for one that decodes to nothing. */
const decodePath = (url: string): string | null => {
  if (isFragment(url)) return "/index.html";
  try {
    const path = decodeURIComponent(url.split("?", 1)[0] ?? "");
    return path === "/" ? "/index.html" : path;
  } catch {
    return null; // "%zz": an outsider's bytes, not our error
  }
};

const readFiles = async (dir: string): Promise<Map<string, File>> => {
  const files = new Map<string, File>();
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const name = join(entry.parentPath, entry.name);
    const path = `/${relative(dir, name).split(sep).join("/")}`;
    files.set(path, createFile(path, await readFile(name)));
  }
  return files;
};

/** Answers GET and HEAD for the files under `dir`, read now. Rejects when `dir` cannot be read. */
export const serveStatic = async (dir: string): Promise<RequestListener> => {
  const files = await readFiles(dir);
  return (request, response) => {
    const path = decodePath(request.url ?? "/");
    const file = path === null ? undefined : files.get(path);
    if (file === undefined) {
      if (path === null) sendText(response, 400, "Bad request");
      else sendText(response, 404, "Not found");
      return;
    }
    const answer = ({ bytes, encoding }: Body): void => {
      const etag = encoding === "identity" ? `"${file.hash}"` : `"${file.hash}-${encoding}"`;
      response
        .setHeader("ETag", etag)
        // No cache keeps an address with a secret in it.
        .setHeader("Cache-Control", isFragment(request.url ?? "") ? "no-store" : file.cacheControl)
        .setHeader("Vary", "Accept-Encoding");
      if (matches(header(request.headers["if-none-match"]), etag)) {
        response.writeHead(304).end();
        return;
      }
      if (encoding !== "identity") response.setHeader("Content-Encoding", encoding);
      response.writeHead(200, { "Content-Type": file.type, "Content-Length": bytes.length });
      response.end(request.method === "HEAD" ? undefined : bytes);
    };
    file
      .body(chooseEncoding(header(request.headers["accept-encoding"])))
      .then(answer, () => response.writeHead(500).end());
  };
};
