import { describe, expect, test } from "vitest";
import { createConfig, parseIceServers, type ConfigFacts } from "../../../signaling/config.ts";
import { startHost } from "./support.ts";

const reachable = [
  { label: "kotha.local", host: "kotha.local" },
  { label: "wlan0", host: "192.168.1.5" },
  { label: "eth0", host: "fd00::2" },
];
const facts: ConfigFacts = {
  localAddress: "192.168.1.5",
  remoteAddress: "192.168.1.9",
  publicOrigin: null,
  port: 3000,
  stunPort: 3478,
  reachable,
  extraIceServers: [],
};
const stunUrls = (changed: Partial<ConfigFacts>): unknown =>
  createConfig({ ...facts, ...changed }).iceServers.map(({ urls }) => urls);

describe("/config.json", () => {
  test("[SG6] names the STUN responder by the address the request came in on", () => {
    expect(stunUrls({})).toEqual(["stun:192.168.1.5:3478"]);
    expect(stunUrls({ localAddress: "::ffff:10.0.0.1", stunPort: 5000 })).toEqual(["stun:10.0.0.1:5000"]);
    expect(stunUrls({ stunPort: null })).toEqual([]);
  });

  test("[SG6] by LAN addresses as well, where that address would teach the browser nothing", () => {
    expect(stunUrls({ localAddress: "127.0.0.1" })).toEqual(["stun:127.0.0.1:3478", "stun:192.168.1.5:3478"]);
    expect(stunUrls({ localAddress: "fd00::2" })).toEqual(["stun:[fd00::2]:3478", "stun:192.168.1.5:3478"]);
    expect(stunUrls({ localAddress: "fe80::1%eth0" })).toEqual(["stun:192.168.1.5:3478"]);
  });

  test("[LK5] share origins: the name first, then addresses by interface, IPv6 in brackets", () => {
    expect(createConfig(facts).shareOrigins).toEqual([
      { label: "kotha.local", url: "http://kotha.local:3000" },
      { label: "wlan0", url: "http://192.168.1.5:3000" },
      { label: "eth0", url: "http://[fd00::2]:3000" },
    ]);
    expect(createConfig({ ...facts, port: 80 }).shareOrigins[1]?.url).toBe("http://192.168.1.5");
  });

  test("[SG6] people on the internet learn no private address", () => {
    expect(createConfig({ ...facts, remoteAddress: "198.51.100.7" }).shareOrigins).toEqual([
      { label: "kotha.local", url: "http://kotha.local:3000" },
    ]);
  });

  test("[SG7] behind a proxy it is the proxy's origin, and the extra ICE servers alone", () => {
    const extraIceServers = [{ urls: ["turn:turn.example.org"], username: "u", credential: "c" }];
    const config = createConfig({ ...facts, publicOrigin: "https://chat.example.org", extraIceServers });
    expect(config.iceServers).toEqual(extraIceServers);
    expect(config.shareOrigins).toEqual([{ label: "chat.example.org", url: "https://chat.example.org" }]);
  });

  test("[SG7] ICE_SERVERS is taken whole or not at all", () => {
    expect(
      parseIceServers('[{"urls":"stun:a:1"},{"urls":["turn:b","turns:c?transport=tcp"],"username":"u"}]'),
    ).toHaveLength(2);
    const bad = [
      "",
      "x",
      "{}",
      "[1]",
      '[{"urls":[]}]',
      '[{"urls":"https://x"}]',
      '[{"urls":"stun:a b"}]',
      '[{"urls":"stun:a","username":1}]',
    ];
    for (const text of bad) expect([text, parseIceServers(text)]).toEqual([text, null]);
  });

  test("[SG1] is served fresh, with the port that STUN really has", async () => {
    const host = await startHost({ stunPort: 0, reachable: () => reachable, host: "0.0.0.0" });
    const response = await fetch(`http://127.0.0.1:${host.port}/config.json`);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("content-type")).toContain("application/json");
    expect(await response.json()).toEqual({
      version: 1,
      features: [],
      iceServers: [
        { urls: `stun:127.0.0.1:${host.stunPort}` },
        { urls: `stun:192.168.1.5:${host.stunPort}` },
      ],
      // Listening on IPv4 alone.
      shareOrigins: [
        { label: "kotha.local", url: `http://kotha.local:${host.port}` },
        { label: "wlan0", url: `http://192.168.1.5:${host.port}` },
      ],
    });
  });

  test("[SG7] forwarded headers count only behind a proxy we trust", async () => {
    const headers = {
      "x-forwarded-for": "203.0.113.9, 198.51.100.7",
      "x-forwarded-proto": "https",
      "x-forwarded-host": "chat.example.org",
    };
    const origins = async (trustProxy: boolean): Promise<unknown> => {
      const host = await startHost({ trustProxy });
      const response = await fetch(`http://127.0.0.1:${host.port}/config.json`, { headers });
      return ((await response.json()) as { shareOrigins: unknown }).shareOrigins;
    };
    expect(await origins(false)).toEqual([]);
    expect(await origins(true)).toEqual([{ label: "chat.example.org", url: "https://chat.example.org" }]);
  });
});
