/**
 * A name, or what somebody wrote, inside a sentence: its own direction stays its own (Unicode's first strong isolate), so
 * that a right-to-left name does not turn the sentence round. What would open or close another isolate in it goes.
 */
export const isolate = (text: string): string =>
  text === "" ? "" : `\u2068${text.replaceAll(/[\u2066-\u2069]/gu, "")}\u2069`;
