import { afterEach, expect, test, vi } from "vitest";
import { isNearby, LocalNetwork } from "../../../../src/app/session/local-network.ts";

afterEach(() => vi.unstubAllGlobals());

const near = [
  "localhost",
  "127.0.0.1",
  "10.7.0.1",
  "172.16.0.9",
  "172.31.255.1",
  "192.168.1.4",
  "169.254.3.3",
];
const nearNames = [
  "laptop",
  "asha.local",
  "host.home.arpa",
  "[::1]",
  "[fd12:3456::1]",
  "[fe80::1]",
  "[Fc00::5]",
];
const far = [
  "chat.example",
  "9.9.9.9",
  "172.32.0.1",
  "192.0.2.1",
  "11.0.0.1",
  "[2001:db8::1]",
  "local.example",
  "10.example",
];

test("[PR3] a page of the local network needs no permission to reach it; one of the internet does", () => {
  for (const hostname of [...near, ...nearNames])
    expect([hostname, isNearby(hostname)]).toEqual([hostname, true]);
  for (const hostname of far) expect([hostname, isNearby(hostname)]).toEqual([hostname, false]);
});

test("[PR3] what a browser says of the permission counts for a page of the internet only", async () => {
  const status = { state: "denied", onchange: null };
  vi.stubGlobal("navigator", { permissions: { query: () => Promise.resolve(status) } });
  for (const [hostname, state] of [
    ["chat.example", "denied"],
    ["192.168.1.4", null],
  ] as const) {
    vi.stubGlobal("location", { hostname });
    const told = vi.fn<() => void>();
    const network = new LocalNetwork(told);
    await Promise.resolve();
    await Promise.resolve();
    expect([network.state, told.mock.calls.length]).toEqual([state, state === null ? 0 : 1]);
    network.close();
  }
});
