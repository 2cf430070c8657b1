// What of a text paints nothing at all.

/** Cf that has a shape of its own: number signs and the like stand around the digits after them. */
const shapedFormats = "\\u0600-\\u0605\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u{110bd}\\u{110cd}";
/** Letters, marks and symbols that are there to be empty: Braille blank, null notehead, hieroglyphic blanks, Khitan filler. */
const emptyShapes = "\\u2800\\u{1d159}\\u{13441}\\u{13442}\\u{16fe4}";

/** A combining mark paints, even alone. Default-ignorables are joiners, fillers of Hangul, variation selectors, tags. */
const painted = new RegExp(
  `[${shapedFormats}]|[^\\s\\p{Cc}\\p{Cf}\\p{Default_Ignorable_Code_Point}${emptyShapes}]`,
  "u",
);

/** True for a text that shows nothing: empty, white space, controls, what only steers how others are drawn. */
export const isBlank = (text: string): boolean => !painted.test(text);
