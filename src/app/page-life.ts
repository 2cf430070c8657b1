// What happens to the page: other addresses, sleep and waking, the network, the end (PR4, PR5).

import type { Stop } from "../lib/listeners.ts";

/** Out of sight; `frozen`: kept as it stands, perhaps for good; `leaving`: going for good. It may get no other turn. */
export type Hiding = Readonly<{ frozen: boolean; leaving: boolean }>;

export type PageLife = Readonly<{
  /** The address bar says something else. */
  move: () => void;
  /** In view again, or back to life: what was true before may not be. */
  wake: (options: Readonly<{ networkChanged: boolean }>) => void;
  offline: () => void;
  hide: (options: Hiding) => void;
}>;

export const watchPage = ({ move, wake, offline, hide }: PageLife): Stop => {
  const giveUp = new AbortController();
  const { signal } = giveUp;
  const woken = (): void => wake({ networkChanged: false });
  addEventListener("hashchange", move, { signal });
  addEventListener("online", () => wake({ networkChanged: true }), { signal });
  addEventListener("offline", offline, { signal });
  addEventListener("pagehide", ({ persisted }) => hide({ frozen: persisted, leaving: !persisted }), {
    signal,
  });
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
      else hide({ frozen: false, leaving: false });
    },
    { signal },
  );
  return () => giveUp.abort();
};
