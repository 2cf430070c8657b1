import { beginning } from "../lib/graphemes.ts";

/** More than any line of a quote shows. */
const mostUnits = 200;

/** What is quoted of a message, in one line. */
export const snippetOf = (text: string): string => beginning(text.trimStart(), mostUnits);
