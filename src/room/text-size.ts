// How long a message may be (RC7). Read by its author's composer and by whoever takes a record in.

import { utf8 } from "../lib/bytes.ts";

/** In UTF-8 bytes: 5461 Bangla letters. */
export const maxTextBytes = 16 * 1024;

export const textBytes = (text: string): number => utf8(text).length;

/** A short text is not encoded: a UTF-16 unit takes at most three bytes. */
export const isTextTooLong = (text: string): boolean =>
  text.length * 3 > maxTextBytes && textBytes(text) > maxTextBytes;
