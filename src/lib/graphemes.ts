// Texts in the letters that readers see: a cut between UTF-16 units or code points leaves halves of them.

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** The letters one after another, found as they are asked for. */
export function* graphemes(text: string): Generator<string> {
  for (const { segment } of segmenter.segment(text)) yield segment;
}

/** A letter longer than this is none: marks stacked by the hundred. The longest emoji have 35 units. */
const maxLetterUnits = 64;

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

/** The beginning of a text in whole letters, at most so many UTF-16 units; of a letter that is longer, its whole characters. */
export const beginning = (text: string, mostUnits: number): string => {
  if (text.length <= mostUnits) return text;
  let end = 0;
  // One letter may go over the edge; what comes after it decides nothing.
  for (const letter of graphemes(text.slice(0, mostUnits + maxLetterUnits))) {
    if (end + letter.length > mostUnits) break;
    end += letter.length;
  }
  if (end === 0) end = isHighSurrogate(text.charCodeAt(mostUnits - 1)) ? mostUnits - 1 : mostUnits;
  return text.slice(0, end);
};
