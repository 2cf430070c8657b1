import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Redraws an element when a media query turns. */
export class MediaWatch implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #query: MediaQueryList;
  readonly #redraw = (): void => this.#host.requestUpdate();

  constructor(host: ReactiveControllerHost, query: string) {
    this.#host = host;
    this.#query = matchMedia(query);
    host.addController(this);
  }

  get matches(): boolean {
    return this.#query.matches;
  }

  hostConnected(): void {
    this.#query.addEventListener("change", this.#redraw);
  }

  hostDisconnected(): void {
    this.#query.removeEventListener("change", this.#redraw);
  }
}
