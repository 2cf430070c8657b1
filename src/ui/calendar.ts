import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Locale } from "../i18n/locale.ts";

const everyMs = 60_000;
const dayStarts = (now: number): number => new Date(now).setHours(24, 0, 0, 0);

/**
 * Keeps dates and times true while the page is open: at midnight "Today" becomes "Yesterday", who travels reads the time
 * of where they are. No event tells of either, so it looks every minute, and when the page comes into view.
 */
export class Calendar implements ReactiveController {
  readonly #locale: Locale;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, locale: Locale) {
    this.#locale = locale;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener("visibilitychange", this.#look);
    addEventListener("languagechange", this.#look);
    this.#look();
  }

  hostDisconnected(): void {
    document.removeEventListener("visibilitychange", this.#look);
    removeEventListener("languagechange", this.#look);
    clearTimeout(this.#timer);
  }

  readonly #look = (): void => {
    clearTimeout(this.#timer);
    const now = Date.now();
    this.#timer = setTimeout(this.#look, Math.min(everyMs, dayStarts(now) - now));
    this.#locale.look({ now, preferred: navigator.languages });
  };
}
