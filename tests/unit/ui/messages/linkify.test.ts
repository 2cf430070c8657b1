import { describe, expect, it } from "vitest";
import { linkify, trimEnd, type Token } from "../../../../src/ui/messages/linkify.ts";

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

  it("is linear: 16 KiB of one line, made to be tried from every position", () => {
    for (const text of [
      "a".repeat(16384) + "@",
      "a.".repeat(8192),
      "https://".repeat(2048),
      "@".repeat(16384),
      `${"(".repeat(8000)}https://a.b${")".repeat(8000)}`,
    ]) {
      const from = performance.now();
      expect(back(text)).toBe(text);
      expect(performance.now() - from).toBeLessThan(1000);
    }
  });
});
