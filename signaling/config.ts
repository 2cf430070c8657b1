// What the app asks the host at its start: /config.json.

import { isLinkLocal, isLoopback, isPrivate, plainAddress, urlHost } from "./address.ts";
import type { Reachable } from "./reachable.ts";

/** RTCIceServer, as JSON carries it. */
export type IceServer = Readonly<{
  urls: string | readonly string[];
  username?: string;
  credential?: string;
}>;

export type Config = Readonly<{
  version: 1;
  /** What this host can beside what all can; unknown ones say nothing to a page (VR5). */
  features: readonly string[];
  iceServers: readonly IceServer[];
  /** Origins under which other devices reach this host, the best first (LK5). */
  shareOrigins: readonly Readonly<{ label: string; url: string }>[];
}>;

export type ConfigFacts = Readonly<{
  /** The address on which this request came in, and where it came from. */
  localAddress: string;
  remoteAddress: string;
  /** From X-Forwarded-*: set only behind a proxy that we trust. */
  publicOrigin: string | null;
  port: number;
  stunPort: number | null;
  reachable: readonly Reachable[];
  extraIceServers: readonly IceServer[];
}>;

/** Every further STUN server costs each gathering a packet per interface; browsers warn from five on. */
const maxFurtherStun = 2;

/**
 * The responder, first by the address that this browser has just reached us on. A browser on the host itself came by
 * loopback, and would learn a loopback address; one that came by IPv6 sends requests too short to be answered there
 * (stun-message.ts): both are given IPv4 addresses of the LAN as well.
 */
const stunHosts = ({ localAddress, reachable }: ConfigFacts): string[] => {
  const came = plainAddress(localAddress);
  const further =
    isLoopback(came) || came.includes(":")
      ? reachable.filter(({ host }) => /^[\d.]+$/.test(host)).slice(0, maxFurtherStun)
      : [];
  // fe80:: means nothing without its interface, which no URL can name.
  const unnameable = came.includes(":") && isLinkLocal(came);
  return [...(unnameable ? [] : [came]), ...further.map(({ host }) => host)];
};

export const createConfig = (facts: ConfigFacts): Config => {
  const { publicOrigin, port, stunPort, remoteAddress, reachable, extraIceServers } = facts;
  // Behind a proxy the request came in from next door: that address is of no use to the browser.
  const stun = stunPort === null || publicOrigin !== null ? [] : stunHosts(facts);
  // Our private addresses are nobody's business out on the internet.
  const near = isLoopback(remoteAddress) || isPrivate(remoteAddress) || isLinkLocal(remoteAddress);
  const shown = near ? reachable : reachable.filter(({ host }) => !isPrivate(host));
  return {
    version: 1,
    features: [],
    iceServers: [...stun.map((host) => ({ urls: `stun:${urlHost(host)}:${stunPort}` })), ...extraIceServers],
    shareOrigins:
      publicOrigin !== null
        ? [{ label: new URL(publicOrigin).hostname, url: publicOrigin }]
        : shown.map(({ label, host }) => ({ label, url: new URL(`http://${urlHost(host)}:${port}`).origin })),
  };
};

const iceUrl = /^(stun|stuns|turn|turns):[^\s/]+$/;

const isIceServer = (value: unknown): value is IceServer => {
  if (typeof value !== "object" || value === null) return false;
  const { urls, username, credential } = value as Record<string, unknown>;
  const list: unknown[] = Array.isArray(urls) ? urls : [urls];
  const isText = (text: unknown): boolean => text === undefined || typeof text === "string";
  return (
    list.length > 0 &&
    list.every((url) => typeof url === "string" && iceUrl.test(url)) &&
    isText(username) &&
    isText(credential)
  );
};

/** ICE_SERVERS: a JSON array of RTCIceServer. Null when it is anything else. */
export const parseIceServers = (text: string): readonly IceServer[] | null => {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every(isIceServer) ? value : null;
  } catch {
    return null; // no JSON: the caller says so to the person who set it
  }
};
