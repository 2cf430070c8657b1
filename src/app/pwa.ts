// Installable and offline-first: the service worker, a version that waits, and the browser's offer to install.

import { Listeners } from "../lib/listeners.ts";
import type { Updates } from "./updates.ts";

type InstallPrompt = Event & { prompt(): Promise<unknown> };

export class Pwa {
  readonly changes = new Listeners();
  #updates: Updates | null = null;
  #ready = false;
  #prompt: InstallPrompt | null = null;

  start(): void {
    addEventListener("beforeinstallprompt", (event) => {
      event.preventDefault(); // kept for our own button, shown where it belongs
      this.#prompt = event as InstallPrompt;
      this.changes.emit();
    });
    addEventListener("appinstalled", () => {
      this.#prompt = null;
      this.changes.emit();
    });
    if ("serviceWorker" in navigator && import.meta.env.PROD) void this.#register();
  }

  get updateReady(): boolean {
    return this.#ready;
  }

  get installable(): boolean {
    return this.#prompt !== null;
  }

  async install(): Promise<void> {
    const prompt = this.#prompt;
    this.#prompt = null;
    this.changes.emit();
    await prompt?.prompt();
  }

  /** Takes the version that waits, or looks for one: the page is loaded anew. */
  update(): void {
    if (this.#updates === null) location.reload();
    else if (this.#ready) this.#updates.take();
    else void this.#updates.lookAndTake();
  }

  async #register(): Promise<void> {
    try {
      const { Updates } = await import("./updates.ts");
      this.#updates = await Updates.register({
        onReady: () => {
          this.#ready = true;
          this.changes.emit();
        },
        reload: () => location.reload(),
      });
    } catch {
      // Refused, or not to be fetched: the page works for as long as the host serves it.
    }
  }
}
