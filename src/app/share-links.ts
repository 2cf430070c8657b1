// A link made on a loopback origin leads nowhere on another device (LK5): then the host's other addresses come first.

import type { ShareOrigin } from "./host.ts";
import type { ShareLinks } from "./model.ts";

const isLoopback = (hostname: string): boolean =>
  hostname === "localhost" ||
  hostname.endsWith(".localhost") ||
  hostname === "[::1]" ||
  hostname === "0.0.0.0" ||
  hostname.startsWith("127.");

export const shareLinks = (
  fragment: string,
  { origin, host, hostname }: Readonly<Pick<Location, "origin" | "host" | "hostname">>,
  others: readonly ShareOrigin[],
): ShareLinks => {
  const here = { label: host, url: `${origin}/${fragment}` };
  if (!isLoopback(hostname)) return { links: [here], onlyHere: false };
  const links = others
    .filter(({ url }) => url !== origin)
    .map(({ label, url }) => ({ label, url: `${url}/${fragment}` }));
  return links.length > 0 ? { links, onlyHere: false } : { links: [here], onlyHere: true };
};
