// Names that look alike (ID2): skeletons as in Unicode UTS 39, section 4, folded like all names (LK6).
// Its table is 12 KB: this comes after the first message is possible.

import table from "virtual:lookalikes";
import { foldName } from "./fold.ts";

/** A line of the table: what letters look like, a tab, the letters. */
const looks: ReadonlyMap<string, string> = new Map(
  table.split("\n").flatMap((line) => {
    const [look = "", letters = ""] = line.split("\t");
    return Array.from(letters, (letter) => [letter, look] as const);
  }),
);

const ignorable = /\p{Default_Ignorable_Code_Point}/gu;

/** The letters are looked at as they are shown: of i and I only one looks like an l, and what folding makes of Ϲ is no C. */
const skeleton = (name: string): string =>
  Array.from(name.normalize("NFD").replace(ignorable, ""), (letter) => looks.get(letter) ?? letter).join("");

/** Two names that look alike have the same; it is none to show. */
export const lookOf = (name: string): string => foldName(skeleton(name));
