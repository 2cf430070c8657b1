// What happens to the page: other addresses, sleep and waking, the network, the end (PR4, PR5).

import type { Stop } from "../lib/listeners.ts";

export type PageLife = Readonly<{
  /** The address bar says something else. */
  move: () => void;
  /** In view again, or back to life: what was true before may not be. */
  wake: (options: Readonly<{ networkChanged: boolean }>) => void;
  offline: () => void;
  /** Out of sight, or (`leaving`) going for good. It may get no other turn. */
  hide: (options: Readonly<{ leaving: boolean }>) => void;
}>;

export const watchPage = ({ move, wake, offline, hide }: PageLife): Stop => {
  const giveUp = new AbortController();
  const { signal } = giveUp;
  const woken = (): void => wake({ networkChanged: false });
  addEventListener("hashchange", move, { signal });
  addEventListener("online", () => wake({ networkChanged: true }), { signal });
  addEventListener("offline", offline, { signal });
  addEventListener("pagehide", ({ persisted }) => hide({ leaving: !persisted }), { signal });
  addEventListener(
    "pageshow",
    ({ persisted }) => {
      if (persisted) woken();
    },
    { signal },
  );
  document.addEventListener("resume", woken, { signal });
  document.addEventListener(
    "visibilitychange",
    () => {
      if (document.visibilityState === "visible") woken();
      else hide({ leaving: false });
    },
    { signal },
  );
  return () => giveUp.abort();
};
