import { expect, test } from "vitest";
import { banner, localUrl } from "../../../signaling/banner.ts";

const reachable = [
  { label: "kotha.local", host: "kotha.local" },
  { label: "wlan0", host: "192.168.1.5" },
  { label: "wlan0", host: "fd00::2" },
];

test("[SG1] the banner: ready line, name, addresses by interface, a QR code of the best address", () => {
  const lines = banner({ port: 3000, host: undefined, reachable, colour: false }).split("\n");
  expect(lines[0]).toBe("Kothabarta is ready: http://localhost:3000");
  expect(lines.slice(3, 6)).toEqual([
    "  http://kotha.local:3000",
    "  http://192.168.1.5:3000  (wlan0)",
    "  http://[fd00::2]:3000  (wlan0)",
  ]);
  expect(lines.at(-1)).toBe("http://192.168.1.5:3000");
  // A light rim around it, drawn in the foreground colour.
  expect(lines[7]).toMatch(/^█{25,}$/);
});

test("[SG1] without a network it says so", () => {
  expect(banner({ port: 3000, host: undefined, reachable: [], colour: false })).toMatch(/No network found/);
});

test("[SG1] a host bound to one address is not at localhost", () => {
  expect(localUrl(3000, "192.168.1.5")).toBe("http://192.168.1.5:3000");
  expect(localUrl(3000, "fd00::2")).toBe("http://[fd00::2]:3000");
  for (const host of [undefined, "0.0.0.0", "::", "localhost", "127.0.0.1", "::1"]) {
    expect(localUrl(3000, host)).toBe("http://localhost:3000");
  }
});
