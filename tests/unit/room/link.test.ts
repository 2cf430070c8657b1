import { expect, test } from "vitest";
import { isName, tidy } from "../../../src/room/fold.ts";
import { parseFragment, parseSecret, toFragment, type RoomLink } from "../../../src/room/link.ts";
import type { RoomSecret } from "../../../src/room/ids.ts";
import { toBase64url } from "../../../src/lib/bytes.ts";
import { Chance } from "../../support/chance.ts";

const secret = toBase64url(Uint8Array.from({ length: 16 }, (_, i) => i * 13)) as RoomSecret;

const faultOf = (hash: string): string => {
  const parsed = parseFragment(hash);
  return parsed.at === "fault" ? parsed.fault : parsed.at;
};

test("[LK1] every link comes back as it was made", () => {
  const names = ["", "Friends", "কথাবার্তা", "a/b", "100 %", "#1?x=y&z", "👨‍👩‍👧‍👦", "שלום", "র‍্যাব", "..", "a+b"];
  const links = names.flatMap((name): RoomLink[] => [
    { kind: "private", secret, name },
    ...(name === "" ? [] : [{ kind: "public", name } as const]),
  ]);
  for (const link of links) {
    expect(parseFragment(toFragment(link))).toEqual({ at: "room", link });
    // A browser may hand the fragment back encoded once more as a URL.
    expect(parseFragment(new URL(toFragment(link), "http://localhost:8080/").hash)).toEqual({
      at: "room",
      link,
    });
  }
});

test("[LK1] no link holds or ends in what a linkifier drops, cuts at or takes for markup", () => {
  const chance = new Chance(11);
  const odd = "!'()*~._-,;:?\"<>[]{}|\\^`/#&=+@$% ।॥…、。）”’";
  const parts = [...Array.from(odd), "a", "7", "ক", "ড্ড", "😀", "é"];
  const names = [
    "Party!",
    "wait...",
    "my_room_",
    "rock'n'",
    "a*b*",
    "~home~",
    "(x)",
    "cricket-club-",
    "a--b",
  ];
  for (let i = 0; i < 2000; i++)
    names.push(Array.from({ length: chance.between(1, 8) }, () => chance.pick(parts)).join(""));
  for (const name of names.map(tidy).filter(isName))
    for (const link of [
      { kind: "public", name },
      { kind: "private", secret, name },
    ] as const) {
      const fragment = toFragment(link);
      const [, , , encoded = ""] = fragment.split("/");
      expect(link.kind === "public" ? fragment.slice(4) : encoded, name).toMatch(
        /^(?:[\da-z]|-(?=[\da-z])|%[\dA-F]{2})+$/i,
      );
      expect(parseFragment(fragment), fragment).toEqual({ at: "room", link });
      expect(new URL(fragment, "https://kotha.example/").hash).toBe(fragment);
      // Encoded once more on its way, and its query with it.
      expect(parseFragment(`#${encodeURIComponent(fragment.slice(1))}`)).toEqual({ at: "room", link });
      expect(parseFragment(`${fragment}?fbclid=IwAR0_x.y-z`), fragment).toEqual({ at: "room", link });
      expect(parseFragment(`${fragment}&utm_source=x&y=z`)).toEqual({ at: "room", link });
    }
});

test("[LK1] a whole secret opens its room, whatever a messenger hung on to it", () => {
  const link = { kind: "private", secret, name: "" };
  const appended = [
    ".",
    ",",
    ")",
    "!",
    "?",
    "*",
    "_",
    "-",
    "__",
    "~~~",
    "।",
    "…",
    '"',
    ">",
    "%20",
    "%2F",
    "%0A",
    "%E0%A5%A4",
    "%",
  ];
  appended.push(
    "?fbclid=IwAR",
    "&x=y",
    "?x",
    "#",
    "#x",
    ":~:text=a",
    "এ",
    "%2F?x=y",
    "/.",
    "/?a=b",
    " ",
    "/%2E".repeat(9999),
  );
  for (const end of appended) expect(parseFragment(`#/r/${secret}${end}`), end).toEqual({ at: "room", link });
  for (const end of ["", ".", "?fbclid=x", "),", "?a=b."])
    expect(parseFragment(`#/r/${secret}/Adda${end}`)).toEqual({
      at: "room",
      link: { ...link, name: "Adda" },
    });
  expect(parseFragment(`#/r/${secret}%2FAdda%2E`)).toEqual({ at: "room", link: { ...link, name: "Adda." } });
  const marked = "_-AAAAAAAAAAAAAAAAAAAA";
  expect(
    parseFragment(`#/r/${encodeURIComponent(marked).replace("_", "%5F").replace("-", "%2d")}/x`),
  ).toEqual({
    at: "room",
    link: { kind: "private", secret: marked, name: "x" },
  });
  for (const end of ["A", "_a", "-7", "--Z"]) expect(faultOf(`#/r/${secret}${end}`), end).toBe("bad-link");
});

test("[VR5] what a later version says behind the name, k=v, is no part of the name", () => {
  const secret = "AAAAAAAAAAAAAAAAAAAAAA";
  for (const [hash, name] of [
    [`#/r/${secret}/Adda/m=abc_123`, "Adda"],
    [`#/r/${secret}/Adda/m=abc&g=2`, "Adda"],
    [`#/r/${secret}/m=abc`, ""],
    [`#/r/${secret}//m=abc`, ""],
    [`#/r/${secret}/a%2Fm%3D1`, "a/m=1"],
    ["#/p/tea/m=abc", "tea"],
    ["#/p/tea/or=coffee", "tea"],
    ["#/p/tea%2For%3Dcoffee", "tea/or=coffee"],
  ] as const) {
    const parsed = parseFragment(hash);
    expect([hash, parsed.at === "room" && parsed.link.name]).toEqual([hash, name]);
  }
});

test("[LK1] a public room that was typed or kept as it is keeps its name", () => {
  for (const name of ["Party!", "wait...", "my_room_", "what?", "a&b"])
    expect(parseFragment(`#/p/${name}`)).toEqual({ at: "room", link: { kind: "public", name } });
});

test("[LK1] a private link has 22 letters of secret, and the name is only a hint", () => {
  expect(toFragment({ kind: "private", secret, name: "A b" })).toBe(`#/r/${secret}/A%20b`);
  const link = { kind: "private", secret, name: "" };
  for (const hash of [
    `#/r/${secret}`,
    `#/r/${secret}/`,
    `#/r/${secret}/%E0%A6`, // cut inside a letter
    `#/r/${secret}/%`,
    `#/r/${secret}/%E2%80%8B`, // nothing visible
    `#/r/${secret}/%E2%A0%80%E3%85%A4`,
    `#/r/${secret}/${encodeURIComponent("ক".repeat(41))}`,
  ])
    expect(parseFragment(hash), hash).toEqual({ at: "room", link });
  expect(parseFragment(`#/r/${secret}/%E2%80%AEevil`)).toEqual({
    at: "room",
    link: { ...link, name: "evil" },
  });
});

test("[LK4] a link cut short is told apart from one that was never ours", () => {
  for (let length = 0; length < secret.length; length++)
    expect(faultOf(`#/r/${secret.slice(0, length)}`), String(length)).toBe("truncated-link");
  for (const hash of [
    "#/p",
    "#/p/",
    "#/p/%20",
    "#/p/%E0%A6",
    "#/p/abc%",
    "#/p/%E2%80%8B",
    "#/p/%E2%A0%80",
    "#/r",
    "#/r/",
  ])
    expect(faultOf(hash), hash).toBe("truncated-link");
  for (const hash of [
    `#/r/${secret.slice(0, -1)}/name`,
    `#/r/${secret}A/name`,
    `#/r/${secret.slice(0, -1)}_/name`, // not canonical
    `#/r/${secret.slice(0, -1)}+/name`,
    `#/x/${secret}`,
    "#abc",
    "#//",
    "#/p?x",
    `#/p/${"a".repeat(41)}`,
  ])
    expect(faultOf(hash), hash).toBe("bad-link");
  for (const hash of ["", "#", "#/", "/"]) expect(faultOf(hash), hash).toBe("home");
});

test("[LK4] no text makes the parser throw, and what it takes for a room is canonical", () => {
  const chance = new Chance(3);
  const parts = [
    "#",
    "/",
    "r",
    "p",
    secret,
    "%",
    "%E0",
    "%A6",
    "\ud800",
    "😀",
    " ",
    "\u202e",
    "..",
    "a",
    "\u0000",
  ];
  for (let i = 0; i < 5000; i++) {
    const hash = Array.from({ length: chance.between(1, 9) }, () => chance.pick(parts)).join("");
    const parsed = parseFragment(hash);
    if (parsed.at === "room") expect(parseFragment(toFragment(parsed.link)), hash).toEqual(parsed);
  }
});

test("[LK1] a secret is 16 bytes in canonical base64url", () => {
  expect(parseSecret(secret)).toBe(secret);
  for (const text of [
    "",
    secret.slice(1),
    `${secret}A`,
    "=".repeat(22),
    "ক".repeat(22),
    `${"A".repeat(21)}B`,
  ])
    expect(parseSecret(text), text).toBeNull();
});
