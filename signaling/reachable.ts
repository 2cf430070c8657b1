// Under which names and addresses other devices reach this host: for the banner, for /config.json, for the QR code.

import { lookup as dnsLookup } from "node:dns/promises";
import { hostname as osHostname, networkInterfaces, type NetworkInterfaceInfo } from "node:os";
import { isLinkLocal, isLoopback, isPrivate, plainAddress } from "./address.ts";

/** `label` tells a person which one it is: the interface, or the host's name. */
export type Reachable = Readonly<{ label: string; host: string }>;

type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

/** Networks between this machine and its own containers and virtual machines. */
const virtual = /^(docker|br-|veth|virbr|vmnet|vboxnet|vethernet|lxc|podman|cni|utun|awdl|llw)/i;

/** A name that a dead resolver keeps us waiting for is no use to anyone. */
const lookupDeadlineMs = 400;

const rank = ({ label, host }: Reachable): number =>
  (virtual.test(label) ? 8 : 0) + (host.includes(":") ? 4 : 0) + (isPrivate(host) ? 0 : 2);

/**
 * Addresses of this machine that a device nearby may use, the best first: real interfaces before virtual ones, IPv4
 * (which can be typed) before IPv6. Public IPv6 addresses change by the hour, and 169.254.x.x is what machines give
 * themselves on a bare cable: each taken only when there is nothing better.
 */
export const lanAddresses = (interfaces: Interfaces = networkInterfaces()): Reachable[] => {
  const all = Object.entries(interfaces).flatMap(([label, infos]) =>
    (infos ?? [])
      .filter(({ internal, address }) => !internal && !isLoopback(address))
      .map(({ address }) => ({ label, host: plainAddress(address) })),
  );
  const routed = all.filter(({ host }) => !isLinkLocal(host));
  const lasting = routed.filter(({ host }) => !host.includes(":") || isPrivate(host));
  const bareCable = all.filter(({ host }) => isLinkLocal(host) && !host.includes(":"));
  const best = [lasting, routed, bareCable].find((list) => list.length > 0) ?? [];
  return best.sort((a, b) => rank(a) - rank(b));
};

export type NamingOptions = Readonly<{
  hostname?: string;
  interfaces?: () => Interfaces;
  /** All addresses of a name; rejects or hangs when nobody knows it. */
  lookup?: (name: string) => Promise<readonly string[]>;
}>;

const resolve = async (name: string): Promise<string[]> =>
  (await dnsLookup(name, { all: true })).map(({ address }) => address);

/**
 * The host's name where the network knows it, else null: it must resolve to one of our own LAN addresses. (Plain
 * host names resolve to 127.0.1.1 by /etc/hosts, which proves nothing; ".local" needs an mDNS responder.)
 */
export const hostNameOnLan = async ({
  hostname = osHostname(),
  interfaces = networkInterfaces,
  lookup = resolve,
}: NamingOptions = {}): Promise<string | null> => {
  const name = (hostname.includes(".") ? hostname : `${hostname}.local`).toLowerCase();
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(name)) return null;
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<readonly string[]>((done) => {
    timer = setTimeout(() => done([]), lookupDeadlineMs);
  });
  const found = await Promise.race([lookup(name).catch((): readonly string[] => []), deadline]);
  clearTimeout(timer);
  const ours = new Set(lanAddresses(interfaces()).map(({ host }) => host));
  return found.some((address) => ours.has(plainAddress(address))) ? name : null;
};

/** The host's name first (it outlives a change of address), then the addresses. */
export const reachableFrom = (name: string | null, addresses: readonly Reachable[]): Reachable[] =>
  name === null ? [...addresses] : [{ label: name, host: name }, ...addresses];

/** What of it leads to a server bound to `address`: everything, IPv4 alone, or that one address. */
export const boundTo = (address: string, all: readonly Reachable[]): readonly Reachable[] => {
  if (address === "::") return all;
  if (address === "0.0.0.0") return all.filter(({ host }) => !host.includes(":"));
  const bound = all.filter(({ host }) => host === address);
  const names = bound.length > 0 ? all.filter(({ label, host }) => label === host) : [];
  return [...names, ...bound];
};
