// What comes after the first screen: when, and how often it is asked for.

/** Calls `act` when something has been drawn; at once on a page that nobody sees, which draws nothing. */
export const afterPaint = (act: () => void): void => {
  if (document.visibilityState === "hidden") setTimeout(act);
  else requestAnimationFrame(() => setTimeout(act));
};

/** Does it at the first call and gives the same to all; after a failure it is done again when somebody asks. */
export const once = <T>(start: () => Promise<T>): (() => Promise<T>) => {
  let started: Promise<T> | null = null;
  return () => {
    started ??= start().catch((reason: unknown) => {
      started = null;
      throw reason;
    });
    return started;
  };
};
