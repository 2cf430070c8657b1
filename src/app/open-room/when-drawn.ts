/** Longer than a screen takes to come; then it is loaded all the same. */
const drawnWithinMs = 1000;

/**
 * Resolves when a screen has drawn what it watches once. A large document holds the page for seconds while it loads (3.5 s
 * with 100 000 messages): what is drawn from the last screenful stands before that (ST5). A page that nobody sees draws nothing.
 */
export const whenDrawn = (isWatched: () => boolean | "never"): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      const watched = isWatched();
      // After the frame that a screen draws into.
      if (watched === true) requestAnimationFrame(() => setTimeout(resolve));
      else if (watched === false) requestAnimationFrame(look);
    };
    look();
    setTimeout(resolve, drawnWithinMs);
  });
