// Whether a request was made under a name of this host. A page out on the internet can have its own name lead to an
// address of this network (DNS rebinding): its browser then takes our answers for that page's own, so Origin equal to
// Host proves nothing. Only a name that nobody out there can point here does.

import { isIP } from "node:net";
import { hostname as osHostname } from "node:os";

export type HostNameOptions = Readonly<{
  /** Origins of which the operator says that they are ours; their names are. */
  allowedOrigins: readonly string[];
  /** Behind a proxy any name is right: which ones come here is the proxy's business. */
  trustProxy: boolean;
  /** Further names, without port. */
  names?: () => readonly string[];
  /** The machine's name. Default: asked of the operating system. */
  hostname?: string;
}>;

/** What a Host header says. */
export type IsOwnName = (host: string) => boolean;

/** RFC 6761 (localhost), 6762 (local), 8375 (home.arpa), ICANN 2024 (internal); no one sells lan and home. */
const neverPublic = /(^|\.)(localhost|local|lan|home|home\.arpa|internal)$/;

export const createIsOwnName = ({
  allowedOrigins,
  trustProxy,
  names = () => [],
  hostname = osHostname(),
}: HostNameOptions): IsOwnName => {
  const allowed = new Set(allowedOrigins.map((origin) => new URL(origin).hostname));
  const machine = hostname.toLowerCase();

  return (host) => {
    if (trustProxy) return true;
    if (!URL.canParse(`http://${host}`)) return false;
    const name = new URL(`http://${host}`).hostname.replace(/\.$/, "");
    if (isIP(name.replace(/^\[(.*)\]$/, "$1")) !== 0) return true;
    // A name without a dot is found on this network or nowhere.
    if (!name.includes(".") || neverPublic.test(name)) return true;
    return name === machine || allowed.has(name) || names().some((known) => known.toLowerCase() === name);
  };
};
