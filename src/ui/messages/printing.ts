import {
  html,
  nothing,
  type ReactiveController,
  type ReactiveControllerHost,
  type TemplateResult,
} from "lit";
import type { Locale } from "../../i18n/locale.ts";
import type { ListWindow } from "./list-window.ts";

/** Some hundred pages. Drawing so many takes about a second. */
export const mostPrinted = 2000;

/** What of the list goes onto paper: all of it, else what the reader is at, and the newest when that is there. */
export const printedOf = ({ from }: ListWindow, length: number): ListWindow => {
  const start = Math.max(0, Math.min(from - mostPrinted / 2, length - mostPrinted));
  return { from: start, to: Math.min(length, start + mostPrinted) };
};

type Drawing = Readonly<{
  /** The screen's last look before the page is printed. */
  before: () => void;
  /** Draws at once: paper does not wait. */
  draw: () => void;
}>;

/** While the page is printed more of the list stands in it than a screen needs. */
export class Printing implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #drawing: Drawing;
  #on = false;

  constructor(host: ReactiveControllerHost, drawing: Drawing) {
    this.#host = host;
    this.#drawing = drawing;
    host.addController(this);
  }

  get on(): boolean {
    return this.#on;
  }

  /** What is drawn now; `window` on a screen. */
  windowOf(window: ListWindow, length: number): ListWindow {
    return this.#on ? printedOf(window, length) : window;
  }

  /** Says on paper how much of the room it is, when it is not all. */
  part(locale: Locale, { from, to }: ListWindow, length: number): TemplateResult | typeof nothing {
    if (!this.#on || to - from === length) return nothing;
    return html`<p class="printed-part">
      ${locale.t.room.printedPart(locale.number(to - from), locale.number(length))}
    </p>`;
  }

  hostConnected(): void {
    addEventListener("beforeprint", this.#begin);
    addEventListener("afterprint", this.#end);
  }

  hostDisconnected(): void {
    removeEventListener("beforeprint", this.#begin);
    removeEventListener("afterprint", this.#end);
  }

  readonly #begin = (): void => {
    if (this.#on) return;
    this.#drawing.before();
    this.#on = true;
    this.#host.requestUpdate();
    this.#drawing.draw();
  };

  readonly #end = (): void => {
    if (!this.#on) return;
    this.#on = false;
    this.#host.requestUpdate();
  };
}
