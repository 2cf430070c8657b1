import { expect, test } from "vitest";
import { snippetOf } from "../../../src/ui/snippet.ts";

test("[RC7] a quote is cut between letters, and begins with what there is to read", () => {
  expect(snippetOf("👨‍👩‍👧‍👦".repeat(20))).toBe("👨‍👩‍👧‍👦".repeat(18)); // 11 units each
  expect(snippetOf(`a${"😀".repeat(200)}`)).toBe(`a${"😀".repeat(99)}`);
  expect(snippetOf(`${" ".repeat(300)}code`)).toBe("code");
});
