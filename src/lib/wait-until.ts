import type { Stop } from "./listeners.ts";

/** Resolves once `isDone`, asked now and after each change, at the latest after `mostMs`. */
export const waitUntil = (
  isDone: () => boolean,
  { subscribe, mostMs }: Readonly<{ subscribe: (listener: () => void) => Stop; mostMs: number }>,
): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      stop();
      clearTimeout(timer);
      resolve();
    };
    const look = (): void => {
      if (isDone()) done();
    };
    const stop = subscribe(look);
    const timer = setTimeout(done, mostMs);
    look();
  });
