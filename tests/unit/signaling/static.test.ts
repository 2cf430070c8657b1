import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Host } from "../../../signaling/server.ts";
import { chooseEncoding } from "../../../signaling/static.ts";
import { startHost } from "./support.ts";

type Answer = Readonly<{ status: number; headers: IncomingHttpHeaders; body: Buffer }>;

/** Sends the path as it stands: fetch would tidy it. */
const get = async (
  host: Host,
  path: string,
  headers: Record<string, string> = {},
  method = "GET",
): Promise<Answer> => {
  const request = httpRequest({ port: host.port, host: "127.0.0.1", path, method, headers });
  request.end();
  const [response] = (await once(request, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) };
};

const script = "export const kotha = 'বার্তা';\n".repeat(200);
const files: Record<string, string | Buffer> = {
  "index.html": "<!doctype html><title>Kothabarta</title>",
  "sw.js": "// worker",
  "manifest.webmanifest": "{}",
  "icon.svg": "<svg/>",
  "icon-192.png": Buffer.from([0x89, 0x50]),
  "assets/index-B1c_d-E9.js": script,
  "assets/index-Ab12Cd34.css": "a{}",
  "assets/plain.js": "1",
  "ক.txt": "ok",
};

const startApp = async (): Promise<Host> => {
  const outer = mkdtempSync(join(tmpdir(), "kothabarta-static-"));
  onTestFinished(() => rmSync(outer, { recursive: true }));
  const appDir = join(outer, "app");
  mkdirSync(join(appDir, "assets"), { recursive: true });
  writeFileSync(join(outer, "secret.txt"), "secret");
  for (const [name, content] of Object.entries(files)) writeFileSync(join(appDir, name), content);
  return startHost({ appDir });
};

describe("the app's files", () => {
  test("[LK1] a path that was a fragment is the page, whatever follows, and no cache keeps its address", async () => {
    const host = await startApp();
    const secret = "A_-AAAAAAAAAAAAAAAAAAA";
    for (const path of [
      "/%23",
      "/%23/",
      `/%23/r/${secret}/Adda`,
      `/%23%2Fr%2F${secret}`,
      "/%23/p/%E0%A6",
      "/%23/p/x?fbclid=y",
      "/%23?x",
    ]) {
      const { status, headers, body } = await get(host, path);
      expect([path, status, headers["cache-control"], body.toString()]).toEqual([
        path,
        200,
        "no-store",
        files["index.html"],
      ]);
    }
    expect((await get(host, `/%23/r/${secret}`, { "if-none-match": "*" })).status).toBe(304);
    for (const path of [`/r/${secret}`, "/%2", "/%23x", "/%2523/r/x"])
      expect((await get(host, path)).status, path).not.toBe(200);
    const metrics = (await get(host, "/metrics")).body.toString();
    expect(metrics).not.toMatch(new RegExp(`${secret}|%23`));
  });

  test("[SG1] each has its type, and only what has a hash in its name is kept for ever", async () => {
    const host = await startApp();
    const forever = "public, max-age=31536000, immutable";
    const expected: readonly (readonly [string, string, string])[] = [
      ["/", "text/html; charset=utf-8", "no-cache"],
      ["/index.html?source=pwa", "text/html; charset=utf-8", "no-cache"],
      ["/sw.js", "text/javascript; charset=utf-8", "no-cache"],
      ["/manifest.webmanifest", "application/manifest+json; charset=utf-8", "no-cache"],
      ["/icon.svg", "image/svg+xml; charset=utf-8", "no-cache"],
      ["/icon-192.png", "image/png", "no-cache"],
      ["/assets/index-B1c_d-E9.js", "text/javascript; charset=utf-8", forever],
      ["/assets/index-Ab12Cd34.css", "text/css; charset=utf-8", forever],
      ["/assets/plain.js", "text/javascript; charset=utf-8", "no-cache"],
      ["/%E0%A6%95.txt", "text/plain; charset=utf-8", "no-cache"],
    ];
    for (const [path, type, cache] of expected) {
      const { status, headers } = await get(host, path);
      expect([path, status, headers["content-type"], headers["cache-control"]]).toEqual([
        path,
        200,
        type,
        cache,
      ]);
    }
  });

  test("[SG1] compressed as the browser likes it, the same bytes in the end", async () => {
    const host = await startApp();
    const path = "/assets/index-B1c_d-E9.js";
    const plain = await get(host, path);
    expect(plain.body.toString()).toBe(script);
    expect(plain.headers["content-encoding"]).toBeUndefined();
    const br = await get(host, path, { "accept-encoding": "gzip, deflate, br" });
    expect(br.headers["content-encoding"]).toBe("br");
    expect(brotliDecompressSync(br.body).toString()).toBe(script);
    const gzip = await get(host, path, { "accept-encoding": "gzip" });
    expect(gzip.headers["content-encoding"]).toBe("gzip");
    expect(gunzipSync(gzip.body).toString()).toBe(script);
    for (const each of [plain, br, gzip]) {
      expect(each.headers["vary"]).toBe("Accept-Encoding");
      expect(each.headers["content-length"]).toBe(String(each.body.length));
    }
    expect(new Set([plain, br, gzip].map(({ headers }) => headers.etag)).size).toBe(3);
    const small = await get(host, "/sw.js", { "accept-encoding": "br" });
    expect(small.headers["content-encoding"]).toBeUndefined();
  });

  test("[SG1] the coding is chosen by RFC 9110", () => {
    const cases: Record<string, string> = {
      "": "identity",
      br: "br",
      "GZIP, BR;Q=0.1": "br",
      "br;q=0, gzip;q=0.5": "gzip",
      "br;q=0, gzip;q=0": "identity",
      "*": "br",
      "*;q=0": "identity",
      "br;q=0, *": "gzip",
      "br;q=nonsense": "identity",
      "deflate, zstd": "identity",
    };
    for (const [accept, encoding] of Object.entries(cases))
      expect([accept, chooseEncoding(accept)]).toEqual([accept, encoding]);
  });

  test("[SG1] what the browser has already is not sent again", async () => {
    const host = await startApp();
    const { headers } = await get(host, "/");
    const etag = headers.etag ?? "";
    for (const tag of [etag, `W/${etag}`, `"x", ${etag}`, "*"]) {
      const again = await get(host, "/", { "if-none-match": tag });
      expect([again.status, again.body.length, again.headers.etag]).toEqual([304, 0, etag]);
      expect(again.headers["content-security-policy"]).toBeDefined();
    }
    expect((await get(host, "/", { "if-none-match": '"other"' })).status).toBe(200);
  });

  test("[SG1] HEAD tells all but the body", async () => {
    const host = await startApp();
    const [head, full] = [await get(host, "/", {}, "HEAD"), await get(host, "/")];
    expect(head.body.length).toBe(0);
    expect({ ...head.headers, date: "" }).toEqual({ ...full.headers, date: "" });
  });

  test("[SG1] no path leads out of the folder", async () => {
    const host = await startApp();
    const paths = [
      "/../secret.txt",
      "/assets/../../secret.txt",
      "/%2e%2e/secret.txt",
      "/..%2fsecret.txt",
      "/%252e%252e/secret.txt",
      "/..\\secret.txt",
      "//secret.txt",
      "/assets",
      "/assets/",
      "/__proto__",
      "/index.html%00.txt",
      "/nowhere",
    ];
    for (const path of paths) {
      const { status, body } = await get(host, path);
      expect([path, status, body.toString().trim()]).toEqual([path, 404, "Not found"]);
    }
    expect((await get(host, "/%zz")).status).toBe(400);
  });

  test("[SG1] nothing but reading", async () => {
    const host = await startApp();
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"]) {
      const { status, headers } = await get(host, "/", {}, method);
      expect([method, status, headers.allow]).toEqual([method, 405, "GET, HEAD"]);
    }
  });
});

describe("security headers", () => {
  const everywhere = [
    "/",
    "/nowhere",
    "/%zz",
    "/config.json",
    "/rooms",
    "/healthz",
    "/signaling",
    "/assets/plain.js",
  ];

  test("[SG9] stand on every answer, and nothing that needs https", async () => {
    const host = await startApp();
    for (const [path, method] of [
      ...everywhere.map((path) => [path, "GET"] as const),
      ["/", "POST"] as const,
    ]) {
      const { headers } = await get(host, path, {}, method);
      expect(headers["referrer-policy"]).toBe("no-referrer");
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
      expect(headers["permissions-policy"]).toContain("camera=()");
      expect(headers["strict-transport-security"]).toBeUndefined();
      const policy = String(headers["content-security-policy"]);
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|upgrade-insecure-requests|\*/);
    }
  });

  test("[SG9] the page may open sockets to the host it came from, and a strange Host header adds nothing", async () => {
    const host = await startApp();
    const policyFor = async (name: string): Promise<string> =>
      String((await get(host, "/", { host: name })).headers["content-security-policy"]);
    expect(await policyFor("kotha.local:3000")).toContain(
      "connect-src 'self' ws://kotha.local:3000 wss://kotha.local:3000;",
    );
    for (const name of ["x; script-src *", "[fd00::2]:3000", "*", "a'b", "-x", "x:y"]) {
      expect(await policyFor(name)).toContain("connect-src 'self';");
    }
  });
});
