const encoder = new TextEncoder();

/** The limit of a message's text in UTF-8 bytes (RC7). */
export const maxTextBytes = 16 * 1024;

/** UTF-8 bytes of a text. A short one is not encoded: a UTF-16 unit takes at most three bytes. */
export const textBytes = (text: string): number => encoder.encode(text).length;

export const isTextTooLong = (text: string): boolean =>
  text.length * 3 > maxTextBytes && textBytes(text) > maxTextBytes;
