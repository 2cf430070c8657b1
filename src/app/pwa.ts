// Installable and offline-first: the service worker, its updates, and the browser's offer to install.

import { Listeners } from "../lib/listeners.ts";

type InstallPrompt = Event & { prompt(): Promise<unknown> };

export class Pwa {
  readonly changes = new Listeners();
  #reload: (() => Promise<void>) | null = null;
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

  async update(): Promise<void> {
    await this.#reload?.();
  }

  async #register(): Promise<void> {
    const { registerSW } = await import("virtual:pwa-register");
    const update = registerSW({
      onNeedRefresh: () => {
        this.#ready = true;
        this.changes.emit();
      },
    });
    this.#reload = () => update(true);
  }
}
