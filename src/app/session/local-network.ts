// Whether the browser lets this page reach devices in the local network, where it has such a permission: "local-network-access"
// from Chrome 142 on, later also as "local-network" (https://wicg.github.io/local-network-access/). Others know neither name.

const names = ["local-network", "local-network-access"];

export class LocalNetwork {
  #status: PermissionStatus | null = null;
  #closed = false;

  constructor(onChange: () => void) {
    void this.#ask(onChange);
  }

  /** null where the browser does not say. */
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
