// The service worker: opens the page without a host, and brings new versions of it. A new one waits until it is asked for.

import type { Stop } from "../lib/listeners.ts";

/** A page may stay open for weeks, and the browser looks for a new version only when one is opened. */
const everyMs = 60 * 60 * 1000;

/** A host that does not answer is not waited for. */
const lookMs = 5000;

type Worker = Pick<ServiceWorker, "state" | "postMessage" | "addEventListener">;
export type Registration = Readonly<{
  active: Worker | null;
  waiting: Worker | null;
  installing: Worker | null;
  addEventListener(type: "updatefound", listener: () => void): void;
  update(): Promise<unknown>;
}>;

export type UpdatesOptions = Readonly<{
  registration: Registration;
  /** A new version waits. It is told once for each. */
  onReady: () => void;
  reload: () => void;
}>;

const isInstalled = (worker: Worker | null): Promise<void> =>
  new Promise((resolve) => {
    if (worker === null || worker.state !== "installing") return resolve();
    worker.addEventListener("statechange", () => resolve());
  });

export class Updates {
  readonly #options: UpdatesOptions;
  #lookedAt = Date.now(); // the browser has looked when it registered
  #looking = false;

  static async register(options: Omit<UpdatesOptions, "registration">): Promise<Updates> {
    if (document.readyState !== "complete")
      await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
    const updates = new Updates({
      ...options,
      registration: await navigator.serviceWorker.register("/sw.js"),
    });
    updates.watchPage(); // for as long as the page lives
    return updates;
  }

  constructor(options: UpdatesOptions) {
    this.#options = options;
    const { registration } = options;
    this.#tell();
    registration.addEventListener("updatefound", () => {
      registration.installing?.addEventListener("statechange", () => this.#tell());
    });
  }

  /** Looks when the page comes into view or the network is back, at most hourly; a try that failed does not count. */
  watchPage(): Stop {
    const look = (): void => void this.look();
    document.addEventListener("visibilitychange", look);
    addEventListener("online", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      removeEventListener("online", look);
    };
  }

  async look(): Promise<void> {
    const now = Date.now();
    // Looked in the future: before this device's clock was set back.
    const isRecent = Math.abs(now - this.#lookedAt) < everyMs;
    if (document.visibilityState !== "visible" || this.#looking || isRecent) return;
    this.#looking = true;
    try {
      await this.#options.registration.update();
      this.#lookedAt = now;
    } catch {
      // The host is away.
    } finally {
      this.#looking = false;
    }
  }

  /** Takes the new version. This page only: another may be in the middle of something, and shows the same bar. */
  take(): void {
    const { registration, reload } = this.#options;
    const { waiting } = registration;
    if (waiting === null) return reload(); // another page has taken it
    waiting.addEventListener("statechange", () => {
      if (waiting.state === "activated" || waiting.state === "redundant") reload();
    });
    waiting.postMessage({ type: "SKIP_WAITING" });
  }

  /** Somebody else has a newer version, and none waits here yet: it is looked for first. */
  async lookAndTake(): Promise<void> {
    const { registration } = this.#options;
    const patience = new Promise((resolve) => setTimeout(resolve, lookMs));
    const look = async (): Promise<void> => {
      await registration.update();
      await isInstalled(registration.installing);
    };
    await Promise.race([patience, look().catch(() => undefined)]); // the host is away
    this.take();
  }

  /** The first version of all waits for nobody. */
  #tell(): void {
    const { registration, onReady } = this.#options;
    if (registration.waiting !== null && registration.active !== null) onReady();
  }
}
