import type { NetworkInterfaceInfo } from "node:os";
import { expect, test } from "vitest";
import { boundTo, hostNameOnLan, lanAddresses, reachableFrom } from "../../../signaling/reachable.ts";

const at = (address: string, internal = false): NetworkInterfaceInfo =>
  ({ address, internal, family: address.includes(":") ? "IPv6" : "IPv4" }) as NetworkInterfaceInfo;

test("[SG6] LAN addresses: real interfaces first, IPv4 first, private first; no link-local, no passing IPv6", () => {
  const interfaces = {
    lo: [at("127.0.0.1", true), at("::1", true)],
    docker0: [at("172.17.0.1")],
    eth0: [at("fe80::1"), at("2001:db8::7"), at("fd00::2"), at("192.168.1.5")],
    wlan0: [at("203.0.113.4"), at("169.254.3.3")],
    gone: undefined,
  };
  expect(lanAddresses(interfaces)).toEqual([
    { label: "eth0", host: "192.168.1.5" },
    { label: "wlan0", host: "203.0.113.4" },
    { label: "eth0", host: "fd00::2" },
    { label: "docker0", host: "172.17.0.1" },
  ]);
});

test("[SG6] what is second best is taken when there is nothing better", () => {
  expect(lanAddresses({ eth0: [at("2001:db8::7"), at("fe80::1")] })).toEqual([
    { label: "eth0", host: "2001:db8::7" },
  ]);
  expect(lanAddresses({ eth0: [at("169.254.3.3"), at("fe80::1")] })).toEqual([
    { label: "eth0", host: "169.254.3.3" },
  ]);
  expect(lanAddresses({ lo: [at("127.0.0.1", true)] })).toEqual([]);
});

test("[LK5] the host's name counts only where it leads to this machine from outside", async () => {
  const interfaces = () => ({ eth0: [at("192.168.1.5")] });
  const asked: string[] = [];
  const ask = (hostname: string, answer: readonly string[] | Error | null): Promise<string | null> =>
    hostNameOnLan({
      hostname,
      interfaces,
      lookup: (name) => {
        asked.push(name);
        if (answer === null) return new Promise(() => undefined);
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
      },
    });
  expect(await ask("Adas-Laptop", ["192.168.1.5"])).toBe("adas-laptop.local");
  expect(await ask("box.example.org", ["::1", "192.168.1.5"])).toBe("box.example.org");
  expect(await ask("box", ["127.0.1.1"])).toBeNull();
  expect(await ask("box", ["192.168.1.99"])).toBeNull();
  expect(await ask("box", new Error("ENOTFOUND"))).toBeNull();
  expect(await ask("box", null)).toBeNull();
  expect(await ask("a b/c", ["192.168.1.5"])).toBeNull();
  expect(asked).toEqual([
    "adas-laptop.local",
    "box.example.org",
    "box.local",
    "box.local",
    "box.local",
    "box.local",
  ]);
});

test("[LK5] a host bound to one address is reachable there alone", () => {
  const all = reachableFrom("kotha.local", [
    { label: "eth0", host: "192.168.1.5" },
    { label: "eth0", host: "fd00::2" },
  ]);
  const hosts = (address: string): string[] => boundTo(address, all).map(({ host }) => host);
  expect(hosts("::")).toEqual(["kotha.local", "192.168.1.5", "fd00::2"]);
  expect(hosts("0.0.0.0")).toEqual(["kotha.local", "192.168.1.5"]);
  expect(hosts("192.168.1.5")).toEqual(["kotha.local", "192.168.1.5"]);
  expect(hosts("127.0.0.1")).toEqual([]);
});
