// What a user chooses among. It stands at the bottom, for the screens offer it, the words know it and storage keeps it.

export const languages = ["en", "bn"] as const;
export type Language = (typeof languages)[number];

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** What sends a message from a keyboard. "ctrl-enter" (⌘ on a Mac): Enter alone is a new line. */
export const sendKeys = ["enter", "ctrl-enter"] as const;
export type SendKey = (typeof sendKeys)[number];
