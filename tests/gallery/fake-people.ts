// Who is in the made-up room.

import type { PersonPath, ShownPerson } from "../../src/app/model.ts";
import type { Language } from "../../src/lib/choices.ts";
import type { AuthorId } from "../../src/room/ids.ts";
import { author } from "./fake-talk.ts";
import { names } from "./sample.ts";

const hues = [152, 24, 262, 330, 200, 85];
const paths: readonly PersonPath[] = ["you", "direct", "direct", "relayed", "connecting", "away"];

type Crowd = Readonly<{ sharedName: boolean; empty: boolean; alone: boolean; faulty: boolean }>;

/** You first. `alone`: the others are away; `empty`: nobody else was ever here. */
export const people = (
  language: Language,
  { sharedName, empty, alone, faulty }: Crowd,
): readonly ShownPerson[] =>
  names[language].slice(0, empty ? 1 : undefined).map((name, i) => {
    const away = alone && i > 0;
    return {
      author: author(i),
      name,
      tag: i === 4 ? "m2xd" : i === 0 && sharedName ? "k7qz" : null,
      hue: hues[i] ?? 0,
      path: away ? "away" : (paths[i] ?? "away"),
      rttMs: away ? null : i === 1 ? 12 : i === 2 ? 48.4 : i === 3 ? 210 : null,
      typing: !away && (i === 1 || i === 3),
      blocked: false,
      fingerprint: "4c1f 9a02 77be 0d31 c5e8 2f60 b19d 8843",
      faulty: i === 5 && faulty,
    };
  });

/** Somebody whose name has not come. */
export const stranger = (id: AuthorId): ShownPerson => ({
  author: id,
  name: "?",
  tag: null,
  hue: 0,
  path: "away",
  rttMs: null,
  typing: false,
  blocked: false,
  fingerprint: "",
  faulty: false,
});
