import { expect, test } from "vitest";
import { mostPrinted, printedOf } from "../../../../src/ui/messages/printing.ts";

test("[UX20] all of a room is printed, of a large one what the reader is at", () => {
  expect(printedOf({ from: 40, to: 100 }, 100)).toEqual({ from: 0, to: 100 });
  expect(printedOf({ from: 4940, to: 5000 }, 5000)).toEqual({ from: 3000, to: 5000 });
  expect(printedOf({ from: 0, to: 60 }, 5000)).toEqual({ from: 0, to: mostPrinted });
  expect(printedOf({ from: 2500, to: 2600 }, 5000)).toEqual({ from: 1500, to: 3500 });
  expect(printedOf({ from: 0, to: 0 }, 0)).toEqual({ from: 0, to: 0 });
});
