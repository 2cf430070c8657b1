import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Stop, Watchable } from "../lib/listeners.ts";

/** Redraws an element whenever its model changes, also when the element is handed another model. */
export class Watch implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #model: () => Watchable | undefined;
  #watched: Watchable | undefined;
  #stop: Stop | undefined;

  constructor(host: ReactiveControllerHost, model: () => Watchable | undefined) {
    this.#host = host;
    this.#model = model;
    host.addController(this);
  }

  hostConnected(): void {
    this.#follow();
  }

  hostUpdate(): void {
    this.#follow();
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = this.#watched = undefined;
  }

  #follow(): void {
    const model = this.#model();
    if (model === this.#watched) return;
    this.#stop?.();
    this.#watched = model;
    this.#stop = model?.subscribe(() => this.#host.requestUpdate());
  }
}
