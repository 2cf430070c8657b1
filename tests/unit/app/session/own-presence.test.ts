import { expect, test } from "vitest";
import { silent, together } from "../../../../src/app/session/own-presence.ts";

test("[ST4] a person is inside, types and asks for a name where any of their tabs does", () => {
  expect(together([])).toEqual(silent);
  expect(together([silent, silent])).toEqual(silent);
  expect(
    together([
      { ...silent, inside: true },
      { ...silent, typing: true },
      { ...silent, asking: "Asha" },
      silent,
    ]),
  ).toEqual({ asking: "Asha", typing: true, inside: true });
  expect(
    together([
      { ...silent, asking: "Asha" },
      { ...silent, asking: "Asha 2" },
    ]).asking,
  ).toBe("Asha");
});
