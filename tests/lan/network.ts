// A small network without internet: namespaces on one bridge, no default route, multicast DNS dropped.
// Several machines on one; needs root on Linux with iproute2 and nftables.

import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { browserPath } from "../e2e/fixtures/browser.ts";

export type Lan = {
  address(machine: string): string;
  /** Put before a command, it runs on that machine. */
  on(machine: string): readonly string[];
  /** An executable that starts Chromium on that machine. */
  browser(machine: string): string;
  /** No packet passes between the two any more. */
  cut(one: string, other: string): void;
  /** All cut pairs see each other again. */
  mend(): void;
  /** Packets of this UDP port are dropped on that machine. */
  dropUdp(machine: string, port: number): void;
  remove(): void;
};

const inPath = (program: string): boolean =>
  ["/usr/sbin", "/sbin", "/usr/bin", "/bin"].some((folder) => existsSync(join(folder, program)));

/** Why this machine cannot build one, or null. */
export const lanMissing = (): string | null => {
  if (process.platform !== "linux") return "needs Linux network namespaces";
  if (process.getuid?.() !== 0) return "needs root for network namespaces";
  const absent = ["ip", "nft"].filter((program) => !inPath(program));
  return absent.length === 0 ? null : `needs ${absent.join(" and ")}`;
};

const environment = { ...process.env, PATH: `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin` };

const call = (command: string, ...args: readonly string[]): void => {
  execFileSync(command, args, { env: environment, stdio: ["ignore", "ignore", "inherit"] });
};

const feed = (input: string, command: string, ...args: readonly string[]): void => {
  execFileSync(command, args, { env: environment, input, stdio: ["pipe", "ignore", "inherit"] });
};

/** The chains `fixed` stay as they are; those named `cut` are emptied by mend(). */
const firewall = `
table inet kb {
  chain cut_in { type filter hook input priority 0; }
  chain cut_out { type filter hook output priority 0; }
  chain fixed_in { type filter hook input priority 1; udp dport 5353 drop; }
  chain fixed_out { type filter hook output priority 1; udp dport 5353 drop; }
}
`;

/** A machine's network has changed for the last time once its IPv6 address has been found to be its own. */
const settled = async (name: string): Promise<void> => {
  const args = ["-n", name, "-6", "address", "show", "dev", "lan"];
  for (let looks = 0; looks < 100; looks += 1) {
    const text = execFileSync("ip", args, { env: environment, encoding: "utf8" });
    // Without IPv6 there is nothing to wait for.
    if (!text.includes("tentative") && (text !== "" || looks > 5)) return;
    await setTimeout(100);
  }
};

export const createLan = async (machines: readonly string[]): Promise<Lan> => {
  const run = randomBytes(3).toString("hex");
  const folder = mkdtempSync(join(tmpdir(), "kothabarta-lan-"));
  const nameOf = (machine: string): string => `kb${run}-${machine}`;
  const addressOf = (machine: string): string => `10.77.0.${machines.indexOf(machine) + 1}`;
  const on = (machine: string): readonly string[] => ["ip", "netns", "exec", nameOf(machine)];
  const rules = (machine: string, text: string): void => {
    feed(text, "ip", "netns", "exec", nameOf(machine), "nft", "-f", "-");
  };
  const made: string[] = [];
  const remove = (): void => {
    for (const name of made.splice(0)) call("ip", "netns", "delete", name);
    rmSync(folder, { recursive: true, force: true });
  };

  const add = (machine: string): void => {
    call("ip", "netns", "add", nameOf(machine));
    made.push(nameOf(machine));
    call("ip", "-n", nameOf(machine), "link", "set", "lo", "up");
  };
  try {
    add("switch");
    const hub = nameOf("switch");
    call("ip", "-n", hub, "link", "add", "bridge", "type", "bridge");
    call("ip", "-n", hub, "link", "set", "bridge", "up");
    for (const [index, machine] of machines.entries()) {
      add(machine);
      const name = nameOf(machine);
      const port = `port${index}`;
      call("ip", "-n", hub, "link", "add", port, "type", "veth", "peer", "name", "lan", "netns", name);
      call("ip", "-n", hub, "link", "set", port, "master", "bridge", "up");
      call("ip", "-n", name, "address", "add", `${addressOf(machine)}/24`, "dev", "lan");
      call("ip", "-n", name, "link", "set", "lan", "up");
      rules(machine, firewall);
      const script = `#!/bin/sh\nexec ${on(machine).join(" ")} "${browserPath()}" "$@"\n`;
      writeFileSync(join(folder, machine), script, { mode: 0o755 });
    }
    // Chromium gives up loads during a change.
    await Promise.all(machines.map((machine) => settled(nameOf(machine))));
  } catch (error) {
    remove();
    throw error;
  }

  return {
    address: addressOf,
    on,
    browser: (machine) => join(folder, machine),
    cut: (one, other) => {
      for (const [here, there] of [
        [one, other],
        [other, one],
      ] as const) {
        const address = addressOf(there);
        rules(
          here,
          `add rule inet kb cut_in ip saddr ${address} drop\nadd rule inet kb cut_out ip daddr ${address} drop\n`,
        );
      }
    },
    mend: () => {
      for (const machine of machines) {
        rules(machine, "flush chain inet kb cut_in\nflush chain inet kb cut_out\n");
      }
    },
    dropUdp: (machine, port) => {
      rules(
        machine,
        `add rule inet kb fixed_in udp dport ${port} drop\nadd rule inet kb fixed_out udp sport ${port} drop\n`,
      );
    },
    remove,
  };
};
