// Links (LK1): everything stands in the fragment, so no server ever sees it.
// Private: #/r/<secret>/<name>   Public: #/p/<name>

import { isBlank } from "../lib/blank.ts";
import { fromBase64url } from "../lib/bytes.ts";
import { tidy, isName, isNameWithinLimits } from "./fold.ts";
import type { RoomSecret } from "./ids.ts";

export type RoomLink =
  | Readonly<{
      kind: "private";
      secret: RoomSecret;
      /** A hint of the maker's, "" when there is none. */ name: string;
    }>
  | Readonly<{
      kind: "public";
      /** As typed; rooms are the same when their folded names are. */ name: string;
    }>;

export type LinkFault = "bad-link" | "truncated-link";
export type ParsedFragment =
  | Readonly<{ at: "home" }>
  | Readonly<{ at: "room"; link: RoomLink }>
  | Readonly<{ at: "fault"; fault: LinkFault }>;

const secretLength = 22;

/** 22 base64url characters as a room's secret, or null. */
export const parseSecret = (text: string): RoomSecret | null =>
  text.length === secretLength && fromBase64url(text)?.length === 16 ? (text as RoomSecret) : null;

/** The part of a link after the origin's slash: `#/r/…` or `#/p/…`. */
export const toFragment = (link: RoomLink): string =>
  link.kind === "private"
    ? `#/r/${link.secret}/${encodeURIComponent(link.name)}`
    : `#/p/${encodeURIComponent(link.name)}`;

const decodeName = (text: string): string | null => {
  try {
    return decodeURIComponent(text);
  } catch {
    return null; // a percent sign cut from its digits: the only error decodeURIComponent has
  }
};

/** What a location's hash asks for. A link that was cut short by a messenger is told apart from one that was never ours. */
export const parseFragment = (hash: string): ParsedFragment => {
  const fault = (reason: LinkFault): ParsedFragment => ({ at: "fault", fault: reason });
  const text = hash.replace(/^#/, "");
  if (text === "" || text === "/") return { at: "home" };
  const [empty, kind, first = "", ...rest] = text.split("/");
  if (empty !== "" || (kind !== "r" && kind !== "p")) return fault("bad-link");
  if (kind === "p") {
    const name = decodeName([first, ...rest].join("/"));
    if (name === null) return fault("truncated-link");
    if (isBlank(name)) return fault("truncated-link");
    return isNameWithinLimits(tidy(name))
      ? { at: "room", link: { kind: "public", name: tidy(name) } }
      : fault("bad-link");
  }
  const secret = parseSecret(first);
  if (secret === null)
    return fault(first.length < secretLength && rest.length === 0 ? "truncated-link" : "bad-link");
  // The name is only a hint: a broken one does not keep anybody out.
  const name = tidy(decodeName(rest.join("/")) ?? "");
  return { at: "room", link: { kind: "private", secret, name: isName(name) ? name : "" } };
};
