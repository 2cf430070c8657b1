import { describe, expect, it } from "vitest";
import { isName, tidy } from "../../../../src/room/fold.ts";
import type { RoomSecret } from "../../../../src/room/ids.ts";
import { parseFragment, toFragment } from "../../../../src/room/link.ts";
import { linkify, trimEnd, type Token } from "../../../../src/ui/messages/linkify.ts";
import { Chance } from "../../../support/chance.ts";

const links = (text: string): readonly Token[] => linkify(text).filter((token) => token.kind !== "text");
const back = (text: string): string =>
  linkify(text)
    .map((token) => token.text)
    .join("");

describe("[UX8] linkify", () => {
  it("links http and https, and nothing else", () => {
    expect(links("see https://example.org/a?b=c#d and http://192.168.1.20:8080/#/p/x")).toEqual([
      {
        kind: "link",
        text: "https://example.org/a?b=c#d",
        href: "https://example.org/a?b=c#d",
        host: null,
        room: null,
      },
      {
        kind: "link",
        text: "http://192.168.1.20:8080/#/p/x",
        href: "http://192.168.1.20:8080/#/p/x",
        host: null,
        room: "#/p/x",
      },
    ]);
    for (const text of [
      "javascript://example.org/%0aalert(1)",
      "javascript:alert(1)",
      "data:text/html,<script>alert(1)</script>",
      "xhttps://example.org",
      "file:///etc/passwd",
      "vbscript://x",
      "<script>alert(1)</script>",
      "https://",
    ])
      expect(links(text), text).toEqual([]);
  });

  it("links mail addresses, with and without mailto, and lets nothing ride along", () => {
    expect(links("write to mina@example.org.")).toEqual([
      { kind: "mail", text: "mina@example.org", href: "mailto:mina@example.org" },
    ]);
    expect(links("mailto:mina@example.org?bcc=all@example.org")[0]).toEqual({
      kind: "mail",
      text: "mailto:mina@example.org",
      href: "mailto:mina@example.org",
    });
  });

  it("names the real host where the text reads like another", () => {
    const host = (text: string): string | null | undefined => {
      const [token] = links(text);
      return token?.kind === "link" ? token.host : undefined;
    };
    expect(host("https://example.org@evil.example/login")).toBe("evil.example");
    expect(host("https://example.org:secret@evil.example/")).toBe("evil.example");
    expect(host("https://аpple.example/")).toBe("xn--pple-43d.example");
    expect(host("https://EXAMPLE.org/")).toBeNull();
    expect(host("https://example.org:443/")).toBeNull();
  });

  it("[LK5] knows a link to a room on any origin by its fragment", () => {
    const room = (text: string): string | null | undefined => {
      const [token] = links(text);
      return token?.kind === "link" ? token.room : undefined;
    };
    const secret = "A_-AAAAAAAAAAAAAAAAAAA";
    expect(room(`see https://kotha.example/#/r/${secret}/Adda.`)).toBe(`#/r/${secret}/Adda`);
    expect(room(`http://party.local:8080/#/r/${secret}`)).toBe(`#/r/${secret}`);
    expect(room(`http://party.local:8080/#/r/${secret}?fbclid=x`)).toBe(`#/r/${secret}?fbclid=x`);
    // One whose # was encoded is not sent to the host.
    expect(room(`http://party.local/%23/r/${secret}/Adda?fbclid=x`)).toBe(`#/r/${secret}/Adda`);
    expect(room("http://party.local/#/p/আড্ডা")).toBe(`#/p/${encodeURIComponent("আড্ডা")}`);
    for (const other of [
      "https://example.org/#/about",
      "https://example.org/app/#/p/x",
      "https://example.org/?a=b#/p/x",
      "https://example.org/#/p/",
      "https://example.org/#/r/short/x",
      `https://example.org/#/r/${secret}x`,
    ])
      expect(room(other), other).toBeNull();
  });

  it("ends before the punctuation of the sentence, keeps brackets that were opened inside", () => {
    expect(trimEnd("https://example.org/a).")).toBe("https://example.org/a");
    expect(trimEnd("https://en.wikipedia.org/wiki/Alpona_(art)")).toBe(
      "https://en.wikipedia.org/wiki/Alpona_(art)",
    );
    expect(links("দেখো https://example.org/আড্ডা।")[0]?.text).toBe("https://example.org/আড্ডা");
  });

  it("ends at a control that would turn the reading direction", () => {
    expect(links("https://example.org/\u202egro.elpmaxe")[0]?.text).toBe("https://example.org/");
  });

  it("loses no letter", () => {
    for (const text of [
      "",
      "a https://b.example c@d.example e",
      "https://[::1]/x https://",
      "@ @@ a@ @b ://",
    ])
      expect(back(text)).toBe(text);
  });

  // Sixteen times the longest text there is: one pass over it is milliseconds, a pass from each of its letters a minute.
  it("is linear: lines made to be tried from every position end", { timeout: 20_000 }, () => {
    const length = 16 * 16384;
    for (const text of [
      `${"a".repeat(length)}@`,
      "a.".repeat(length / 2),
      "https://".repeat(length / 8),
      "@".repeat(length),
      `https://${"a".repeat(length)}`,
      `https://${"-".repeat(length)}a`,
      `https://a${"এ-".repeat(length / 2)}`,
      `https://a.b/${"()".repeat(length / 2)}`,
      `${"(".repeat(length / 2)}https://a.b${")".repeat(length / 2)}`,
    ])
      expect(back(text) === text, text.slice(0, 16)).toBe(true);
  });
});

describe("what is written directly after an address", () => {
  const found = (text: string): string[] => links(text).map((token) => token.text);

  it.each([
    ["https://example.com-এ যাও", "https://example.com"],
    ["https://example.comএ", "https://example.com"],
    ["http://localhost:8080-এ", "http://localhost:8080"],
    ["http://party-এর", "http://party"],
    ["https://example.com।পরের", "https://example.com"],
    ["https://example.com/foo।পরের", "https://example.com/foo"],
    ["https://example.com/foo॥", "https://example.com/foo"],
    ["（https://example.com/x）です", "https://example.com/x"],
    ["(https://example.com/x)です", "https://example.com/x"],
    ["https://example.com/qux、続き", "https://example.com/qux"],
    ["https://example.comを見て", "https://example.com"],
    ["「https://example.com/a」", "https://example.com/a"],
    ["https://example.com/a。次", "https://example.com/a"],
    ["https://example.com/a！", "https://example.com/a"],
    ["https://example.com/a～", "https://example.com/a"],
    ["https://example.com/a؟ نعم", "https://example.com/a"],
    ["https://example.com/a، ب", "https://example.com/a"],
    ["“https://example.com/a”এর", "https://example.com/a"],
    ["«https://example.com/a»", "https://example.com/a"],
    ["‘https://example.com/a’এর", "https://example.com/a"],
    ["'https://example.com/a'", "https://example.com/a"],
    ["https://example.com/a…", "https://example.com/a"],
    ["https://example.com/a—and", "https://example.com/a"],
    ["[https://example.com/a]", "https://example.com/a"],
    ["[a](https://example.com/a)", "https://example.com/a"],
    ["https://example.com/a\u200fb", "https://example.com/a"],
    ["https://example.com/a\u200b", "https://example.com/a"],
    ["https://example.com:এই", "https://example.com"],
    ["https://example.com-", "https://example.com"],
    ["https://example.com,", "https://example.com"],
    ["mina@example.org-কে", "mina@example.org"],
    ["mina@example.orgকে", "mina@example.org"],
  ])("is none of it: %s", (text, address) => {
    expect(found(text)).toEqual([address]);
    expect(back(text)).toBe(text);
  });

  it.each([
    "https://bn.wikipedia.org/wiki/বাংলা_ভাষা",
    "https://bn.wikipedia.org/wiki/র‍্যাব",
    "https://en.wikipedia.org/wiki/Alpona_(art)",
    "https://en.wikipedia.org/wiki/Alpona_(art)#a(b)c",
    "https://fr.wikipedia.org/wiki/L’Avare",
    "https://en.wikipedia.org/wiki/Foo–Bar",
    "https://ja.wikipedia.org/wiki/ジョン・レノン",
    "https://ca.wikipedia.org/wiki/Col·legi",
    "https://বাংলা.example/পথ",
    "https://ডোমেইন.বাংলা/পথ?ক=খ#গ",
    "https://bücher.example/",
    "https://日本語.jp",
    "https://example.org:8443/a?b=c,d;e&f=%E0%A6%95#g",
    "https://[::1]:3000/x",
    "https://user:pass@example.org/x",
    "http://party:8080/#/p/x",
  ])("what belongs to it stays: %s", (address) => {
    for (const text of [address, `(${address})`, `দেখো ${address}।`, `${address}, and`, `“${address}”`])
      expect(found(text), text).toEqual([address]);
  });

  it("[LK1] a shared link is found whole and opens its room, in any sentence", () => {
    const chance = new Chance(17);
    const parts = [..."!'()*~._-,;:?\"<>[]{}|\\^`/#&=+@$% ।…、。".split(""), "a", "7", "ক", "ড্ড", "😀"];
    const ends = [
      "",
      ".",
      ")",
      "!",
      "?",
      ",",
      " x",
      "।",
      "।পরের",
      "'",
      "”",
      "…",
      "*",
      "_",
      "~~",
      "...",
      "\n",
    ];
    const secret = "_-AAAAAAAAAAAAAAAAAAAA" as RoomSecret;
    for (let i = 0; i < 60; i++) {
      const name = tidy(Array.from({ length: chance.between(1, 8) }, () => chance.pick(parts)).join(""));
      if (!isName(name)) continue;
      for (const link of [
        { kind: "public", name },
        { kind: "private", secret, name },
        { kind: "private", secret, name: "" },
      ] as const)
        for (const end of ends) {
          const shared = `https://kotha.example/${toFragment(link)}`;
          const [token] = links(`see ${shared}${end}`);
          expect(token?.text, end).toBe(shared);
          expect(token?.kind === "link" && parseFragment(token.room ?? "")).toEqual({ at: "room", link });
        }
    }
  });
});
