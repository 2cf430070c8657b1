// One folding for room names, user names and the host (LK6): what looks or is typed alike becomes the same text.

import { isBlank } from "../lib/blank.ts";
import { graphemes } from "../lib/graphemes.ts";

/** Unicode Default_Ignorable_Code_Point: zero-width joiners, variation selectors, bidi marks, Hangul fillers, tags. */
const ignorable = /\p{Default_Ignorable_Code_Point}/gu;
const space = /\s+/gu;

const maxNameCodePoints = 40;
const maxNameBytes = 160;

/**
 * NFKC → upper → lower → NFKC without default-ignorables, white space collapsed. Two room names are one room when these
 * are equal. Idempotent: ignorables go before letters are composed around them (and again: NFKC makes Hangul fillers);
 * ẞ is lowered first, since it has no other upper case; a final sigma is a sigma, or the next letter would decide; i is i with
 * whatever dots, or a Turkish capital would be a third letter.
 */
export const fold = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(ignorable, "")
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replace(/ς/gu, "σ")
    .replace(/i\u0307/gu, "i")
    .normalize("NFKC")
    .replace(space, " ")
    .trim();

/** `fold` without any white space. Two user names clash when these are equal. */
export const foldName = (text: string): string => fold(text).replace(space, "");

/** A name as it is kept and shown: NFC, white space collapsed and trimmed, control characters and halves of surrogate pairs out. Joiners stay: Bangla and emoji need them. */
export const tidy = (text: string): string =>
  text
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .normalize("NFC")
    // oxlint-disable-next-line no-control-regex
    .replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/gu, " ")
    .replace(space, " ")
    .trim();

/** At most 40 code points and 160 UTF-8 bytes (LK6). */
export const isNameWithinLimits = (name: string): boolean =>
  Array.from(name).length <= maxNameCodePoints && new TextEncoder().encode(name).length <= maxNameBytes;

/** Something to see, within the limits: what a tidied name has to be. */
export const isName = (name: string): boolean => !isBlank(name) && isNameWithinLimits(name);

/** A name with an ending, cut between what readers take for letters where it would be too long. */
export const cutName = (name: string, ending = ""): string => {
  let kept = "";
  for (const letter of graphemes(name)) {
    if (!isNameWithinLimits(tidy(kept + letter + ending))) break;
    kept += letter;
  }
  return tidy(kept + ending);
};
