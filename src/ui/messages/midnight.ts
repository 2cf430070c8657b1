import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Redraws an element at midnight: "Today" becomes "Yesterday" without anybody writing. */
export class Midnight implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    const now = Date.now();
    const midnight = new Date(now).setHours(24, 0, 1, 0);
    this.#timer = setTimeout(() => {
      this.#host.requestUpdate();
      this.hostConnected();
    }, midnight - now);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
  }
}
