/** The page draws, and others have their turn. */
export const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
