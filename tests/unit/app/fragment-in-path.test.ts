import { expect, test } from "vitest";
import { fragmentInPath } from "../../../src/app/fragment-in-path.ts";
import { parseFragment } from "../../../src/room/link.ts";

test("[LK1] of a path that was a fragment comes the fragment, of any other nothing", () => {
  const secret = "A_-AAAAAAAAAAAAAAAAAAA";
  for (const path of [`/%23/r/${secret}/Adda`, `/%23%2Fr%2F${secret}%2FAdda`])
    expect(parseFragment(fragmentInPath(path) ?? "")).toEqual({
      at: "room",
      link: { kind: "private", secret, name: "Adda" },
    });
  expect([fragmentInPath("/%23"), fragmentInPath("/%23/")]).toEqual(["#", "#/"]);
  for (const path of ["/", "/index.html", "/%23x", "/a/%23/r/x", "/%2523/r/x"])
    expect(fragmentInPath(path)).toBeNull();
});
