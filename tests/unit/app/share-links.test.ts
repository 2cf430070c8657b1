import { expect, test } from "vitest";
import { shareLinks } from "../../../src/app/share-links.ts";

const fragment = "#/r/AAECAwQFBgcICQoLDA0ODw/Friends";
const at = (url: string): Pick<Location, "origin" | "host" | "hostname"> => new URL(url);
const lan = [
  { label: "ada-laptop.local", url: "http://ada-laptop.local:8080" },
  { label: "Wi-Fi", url: "http://192.168.1.7:8080" },
];

test("[LK5] on a loopback origin the host's other addresses come first, in the host's order", () => {
  for (const here of [
    "http://localhost:8080",
    "http://127.0.0.1:8080",
    "http://[::1]:8080",
    "http://app.localhost:8080",
    "http://0.0.0.0:8080",
    "http://127.1.2.3",
  ])
    expect(shareLinks(fragment, at(here), lan), here).toEqual({
      links: [
        { label: "ada-laptop.local", url: `http://ada-laptop.local:8080/${fragment}` },
        { label: "Wi-Fi", url: `http://192.168.1.7:8080/${fragment}` },
      ],
      onlyHere: false,
    });
});

test("[LK5] where no other address is known, the link is given and called good for here only", () => {
  const here = at("http://localhost:8080");
  const links = [{ label: "localhost:8080", url: `http://localhost:8080/${fragment}` }];
  expect(shareLinks(fragment, here, [])).toEqual({ links, onlyHere: true });
  expect(shareLinks(fragment, here, [{ label: "me", url: "http://localhost:8080" }])).toEqual({
    links,
    onlyHere: true,
  });
});

test("[LK5] on any other origin the page's own address is the link", () => {
  for (const here of [
    "http://192.168.1.7:8080",
    "https://chat.example",
    "http://ada-laptop.local:8080",
    "https://localhost.example",
  ]) {
    const { host } = new URL(here);
    const links = [{ label: host, url: `${here}/${fragment}` }];
    expect(shareLinks(fragment, at(here), lan)).toEqual({ links, onlyHere: false });
  }
});
