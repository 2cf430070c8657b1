// Links (LK1): everything stands in the fragment, so no server ever sees it.
// Private: #/r/<secret>/<name>   Public: #/p/<name>   After either a last segment /k=v of a later version may stand (VR5).

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
/** Longer than any name, encoded: what a stranger hung on to a link is not worth more time. */
const maxRestLength = 2048;

/** 22 base64url characters as a room's secret, or null. */
export const parseSecret = (text: string): RoomSecret | null =>
  text.length === secretLength && fromBase64url(text)?.length === 16 ? (text as RoomSecret) : null;

/**
 * Of what encodeURIComponent leaves as it is, all that linkifiers drop at the end of a link or cut at, and that messengers
 * take for bold, italic or struck out. A hyphen between letters is safe.
 */
const unsafe = /[!'()*~._]|-(?![a-z\d])/giu;

const encodeName = (name: string): string =>
  encodeURIComponent(name).replace(unsafe, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);

/** The part of a link after the origin's slash: `#/r/…` or `#/p/…`. */
export const toFragment = (link: RoomLink): string =>
  link.kind === "private" ? `#/r/${link.secret}/${encodeName(link.name)}` : `#/p/${encodeName(link.name)}`;

const decodeName = (text: string): string | null => {
  try {
    return decodeURIComponent(text);
  } catch {
    return null; // a percent sign cut from its digits: the only error decodeURIComponent has
  }
};

/** A query that was hung on by whoever passed the link on, raw as no link of ours has it: `?fbclid=…`. */
const query = /[?&][\w.-]+=.*$/su;
/** What a later version says beside the room, raw as no name of ours has it: unknown here, and no part of the name. */
const parameters = /\/[a-z]\w*=[^/]*$/iu;
/** The end of a sentence around the link, as no link of ours has it. */
const sentenceEnd = /[-!"'()*,.:;>?\]_|}~]+$/u;
/** A secret, where some encode what is no letter or digit, and what follows it; one that goes on in letters is none. */
const secretAndRest = /^((?:[\w-]|%5f|%2d){22})(?![-_]*[a-z\d])(.*)$/isu;

const parsePrivate = (text: string): ParsedFragment => {
  const [, first = "", rest = ""] = secretAndRest.exec(text) ?? [];
  const secret = parseSecret(decodeURIComponent(first));
  if (secret === null) {
    const isCut = !text.includes("/") && text.length < secretLength;
    return { at: "fault", fault: isCut ? "truncated-link" : "bad-link" };
  }
  // The name is only a hint: a broken one does not keep anybody out.
  const [, hint = ""] =
    /^(?:\/|%2f)(.*)$/isu.exec(
      rest.slice(0, maxRestLength).replace(query, "").replace(sentenceEnd, "").replace(parameters, ""),
    ) ?? [];
  const name = tidy(decodeName(hint) ?? "");
  return { at: "room", link: { kind: "private", secret, name: isName(name) ? name : "" } };
};

/** What a location's hash asks for. A link that was cut short by a messenger is told apart from one that was never ours. */
export const parseFragment = (hash: string): ParsedFragment => {
  const fault = (reason: LinkFault): ParsedFragment => ({ at: "fault", fault: reason });
  // One that somebody encoded once more, slashes and all, is decoded once more.
  const text = hash.replace(/^#/, "").replace(/^%2f.*$/isu, (whole) => decodeName(whole) ?? whole);
  if (text === "" || text === "/") return { at: "home" };
  const [, kind, rest = ""] = /^\/([rp])(?:\/(.*))?$/su.exec(text) ?? [];
  if (kind === undefined) return fault("bad-link");
  if (kind === "r") return parsePrivate(rest);
  const name = decodeName(rest.replace(query, "").replace(parameters, ""));
  if (name === null || isBlank(name)) return fault("truncated-link");
  return isNameWithinLimits(tidy(name))
    ? { at: "room", link: { kind: "public", name: tidy(name) } }
    : fault("bad-link");
};
