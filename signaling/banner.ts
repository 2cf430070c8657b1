// What the terminal shows once the host is up.

import { renderUnicodeCompact } from "uqr";
import { isLoopback, urlHost } from "./address.ts";
import type { Reachable } from "./reachable.ts";

export type BannerFacts = Readonly<{
  port: number;
  /** What --host or HOST said. */
  host: string | undefined;
  reachable: readonly Reachable[];
  /** Colours are understood (a terminal, not a file). */
  colour: boolean;
}>;

const isEverywhere = (host: string | undefined): boolean =>
  host === undefined || host === "0.0.0.0" || host === "::" || host === "localhost" || isLoopback(host);

export const localUrl = (port: number, host?: string): string =>
  `http://${host === undefined || isEverywhere(host) ? "localhost" : urlHost(host)}:${port}`;

/** Black on white in any theme: many phones do not read the negative. */
const qrCode = (url: string, colour: boolean): string => {
  const lines = renderUnicodeCompact(url, { border: 2 }).split("\n");
  return lines.map((line) => (colour ? `\u001b[97;40m${line}\u001b[0m` : line)).join("\n");
};

export const banner = ({ port, host, reachable, colour }: BannerFacts): string => {
  const ready = `Kothabarta is ready: ${localUrl(port, host)}`;
  if (reachable.length === 0) return `${ready}\n\nNo network found: other devices cannot reach this one yet.`;
  const urls = reachable.map(({ label, host: at }) => ({ label, url: `http://${urlHost(at)}:${port}` }));
  const lines = urls.map(({ label, url }) => `  ${url}${url.includes(label) ? "" : `  (${label})`}`);
  // Not every phone resolves the host's name; every phone reaches an address.
  const best = urls.find((_, index) => reachable[index]?.label !== reachable[index]?.host) ?? urls[0];
  return [
    ready,
    "",
    "Others on this network open:",
    ...lines,
    "",
    ...(best === undefined ? [] : [qrCode(best.url, colour), best.url]),
  ].join("\n");
};
