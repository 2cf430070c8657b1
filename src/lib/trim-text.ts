// Before each blank line at the start; a line is taken whole, so this is linear.
const blankLines = /^(?:[^\S\n]*\n)+/u;

/** A text without blank lines around it and space at its end. The first line keeps its indentation: it may be code. */
export const trimText = (text: string): string => text.replace(blankLines, "").trimEnd();
