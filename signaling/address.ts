// IP addresses as text and as bytes. Node writes IPv4 peers of a dual-stack socket as "::ffff:192.0.2.1".

import { isIP, isIPv4 } from "node:net";

const mappedPrefix = /^::ffff:(?=\d+\.)/i;

/** Without IPv4 mapping and without the zone of a link-local address ("%eth0"). */
export const plainAddress = (address: string): string =>
  address.replace(mappedPrefix, "").replace(/%.*$/, "");

/** For a URL: IPv6 in brackets. */
export const urlHost = (address: string): string => (address.includes(":") ? `[${address}]` : address);

const ipv6Groups = (text: string): number[] =>
  text === "" ? [] : text.split(":").map((group) => parseInt(group, 16));

/** 4 or 16 bytes; null for what is no IP address. */
export const addressBytes = (text: string): Uint8Array | null => {
  const address = plainAddress(text);
  if (isIPv4(address)) return Uint8Array.from(address.split("."), Number);
  if (isIP(address) === 0) return null;
  // A dotted quad at the end stands for two groups.
  const hex = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...quad: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = quad.map(Number);
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
  const [head = "", tail = ""] = hex.split("::");
  const before = ipv6Groups(head);
  const after = ipv6Groups(tail);
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0);
  return Uint8Array.from([...before, ...zeros, ...after].flatMap((group) => [group >> 8, group & 0xff]));
};

/** Whose limits an address falls under: an IPv6 customer has a whole /64, so it counts as one. */
export const limitKey = (text: string): string => {
  const bytes = addressBytes(text);
  if (bytes === null || bytes.length === 4) return plainAddress(text);
  return Buffer.from(bytes.subarray(0, 8)).toString("hex");
};

export const isLoopback = (text: string): boolean => {
  const address = plainAddress(text);
  return address.startsWith("127.") || address === "::1";
};

/** RFC 1918 and RFC 4193: an address of somebody's own network. */
export const isPrivate = (text: string): boolean => {
  const bytes = addressBytes(text);
  if (bytes === null) return false;
  const [a = 0, b = 0] = bytes;
  if (bytes.length === 16) return (a & 0xfe) === 0xfc;
  return a === 10 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168);
};

/** RFC 3927 and RFC 4291: valid on one cable only, useless in a link. */
export const isLinkLocal = (text: string): boolean => {
  const bytes = addressBytes(text);
  if (bytes === null) return false;
  const [a = 0, b = 0] = bytes;
  return bytes.length === 16 ? a === 0xfe && (b & 0xc0) === 0x80 : a === 169 && b === 254;
};
