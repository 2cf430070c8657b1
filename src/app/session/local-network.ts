// Whether the browser lets this page reach devices in the local network, where it has such a permission: "local-network-access"
// from Chrome 142 on, later also as "local-network" (https://wicg.github.io/local-network-access/). Others know neither name.

const names = ["local-network", "local-network-access"];

/** A page that comes from the local network needs no permission to reach it, whatever is said of one. */
export const isNearby = (hostname: string): boolean => {
  if (/^\[(?:::1|f[cd]|fe[89ab])/iu.test(hostname)) return true; // RFC 4291 section 2.5, RFC 4193
  const address = /^(\d+)\.(\d+)\.\d+\.\d+$/u.exec(hostname);
  if (address === null)
    return /^[^.]+$|\.(?:local|localhost|home\.arpa)$/iu.test(hostname) && !hostname.startsWith("[");
  const [first, second] = address.slice(1).map(Number);
  if (first === 127 || first === 10) return true;
  if (first === 172) return second !== undefined && second >= 16 && second < 32; // RFC 1918
  return (first === 192 && second === 168) || (first === 169 && second === 254);
};

export class LocalNetwork {
  #status: PermissionStatus | null = null;
  #closed = false;

  constructor(onChange: () => void) {
    if (!isNearby(location.hostname)) void this.#ask(onChange);
  }

  /** null where the browser does not say, or what it says does not matter. */
  get state(): PermissionState | null {
    return this.#status?.state ?? null;
  }

  close(): void {
    this.#closed = true;
    if (this.#status !== null) this.#status.onchange = null;
  }

  async #ask(onChange: () => void): Promise<void> {
    for (const name of names) {
      try {
        const status = await navigator.permissions.query({ name: name as PermissionName });
        if (this.#closed) return;
        this.#status = status;
        status.onchange = onChange;
        onChange();
        return;
      } catch {
        continue; // no permissions on plain http, or none of this name
      }
    }
  }
}
