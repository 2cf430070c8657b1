// Stands in for lib0/logging under yjs and y-webrtc (vite.config.ts): theirs writes topics and signals to the console once
// somebody sets `localStorage.log`, and its printer with all that it imports is 5 KB of the first load. Warnings stay.

const nothing = (): void => undefined;

export const createModuleLogger = (): typeof nothing => nothing;
export const print = nothing;
// oxlint-disable-next-line no-console -- a developer's mistake, for the developer
export const warn = (...words: readonly unknown[]): void => console.warn(...words);

/** Marks for a printer that is not here. */
export const [BOLD, UNBOLD, GREY, RED, ORANGE, UNCOLOR] = ["", "", "", "", "", ""] as const;
