// A page out on the internet whose name is made to lead to this network (DNS rebinding): to its browser it is of one
// origin with us.

import { once } from "node:events";
import { get } from "node:http";
import { hostname } from "node:os";
import { describe, expect, test } from "vitest";
import { createIsOwnName } from "../../signaling/host-name.ts";
import type { Host } from "../../signaling/server.ts";
import { connect, refusal, startHost } from "../unit/signaling/support.ts";

const page = (name: string): { headers: Record<string, string> } => ({
  headers: { host: name, origin: `http://${name}` },
});

const statusOf = async (host: Host, path: string, name: string): Promise<number> => {
  const request = get({ host: "127.0.0.1", port: host.port, path, headers: { host: name } });
  const [response] = (await once(request, "response")) as [
    { statusCode: number; resume: () => void; headers: unknown },
  ];
  response.resume();
  return response.statusCode;
};

describe("DNS rebinding", () => {
  test("[SG3] a page whose name was made to lead here gets no socket, and reads nothing", async () => {
    const host = await startHost();
    const name = `evil.example:${host.port}`;
    expect(await refusal(host, "/signaling", page(name))).toBe(403);
    expect(host.counters["bad-origin"]).toBe(1);
    for (const path of ["/rooms", "/config.json", "/metrics", "/"]) {
      expect(await statusOf(host, path, name)).toBe(421);
    }
    expect(host.counters["bad-origin"]).toBe(5);
    expect(await statusOf(host, "/healthz", name)).toBe(200);
  });

  test("[SG3] what is no browser says no Origin, and comes in under any name", async () => {
    const host = await startHost();
    await connect(host, { headers: { host: "chat.example.org" } });
  });

  test.each([
    "127.0.0.1:PORT",
    "192.168.1.5:PORT",
    "[fd00::5]:PORT",
    "localhost:PORT",
    "LOCALHOST",
    "laptop.local:PORT",
    `${hostname()}:PORT`,
    `${hostname().split(".", 1).join("")}.local`,
    "known.example.org:PORT",
  ])("[SG1] a page under %s is ours", async (text) => {
    const reachable = () => [{ label: "known.example.org", host: "known.example.org" }];
    const host = await startHost({ reachable });
    const name = text.replace("PORT", String(host.port));
    await connect(host, page(name));
    expect(await statusOf(host, "/rooms", name)).toBe(200);
  });

  test("[SG7] a public name is ours when the operator says so, or a proxy stands before us", async () => {
    const named = await startHost({ allowedOrigins: ["https://chat.example.org"] });
    await connect(named, { headers: { host: "chat.example.org", origin: "https://chat.example.org" } });
    expect(await statusOf(named, "/rooms", "chat.example.org")).toBe(200);
    expect(await refusal(named, "/signaling", page("evil.example"))).toBe(403);

    const proxied = await startHost({ trustProxy: true });
    await connect(proxied, page("chat.example.org"));
    expect(await statusOf(proxied, "/rooms", "chat.example.org")).toBe(200);
    expect(
      await refusal(proxied, "/signaling", {
        headers: { host: "chat.example.org", origin: "https://evil.example" },
      }),
    ).toBe(403);
  });
});

describe("names of this host", () => {
  const isOwn = createIsOwnName({
    allowedOrigins: ["https://chat.example.org:8443"],
    trustProxy: false,
    names: () => ["Party.Example.net"],
    hostname: "Box.example.com",
  });

  test.each(["box.example.com:3000", "BOX.EXAMPLE.COM.", "party.example.net", "chat.example.org", "server"])(
    "[SG3] %s is one",
    (name) => expect(isOwn(name)).toBe(true),
  );

  test.each([
    "evil.example",
    "192.168.1.5.evil.example",
    "localhost.evil.example",
    "box.example.com.evil.example",
    "evillocal.example",
    "mylocal.com",
    "xlocal.evil-internal.example",
    "a b",
    "",
    ":3000",
  ])("[SG3] %s is none", (name) => expect(isOwn(name)).toBe(false));
});
