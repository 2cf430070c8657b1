// Finds web and mail addresses in a text. Only http, https and mailto ever become links.

import { fragmentInPath } from "../../app/fragment-in-path.ts";

export type Token =
  | Readonly<{ kind: "text"; text: string }>
  | Readonly<{
      kind: "link";
      text: string;
      href: string;
      /** The true host, when the text as written does not begin with it (user part, look-alike letters). */
      host: string | null;
      /** The fragment of a link to a room, which leads there on any origin (LK5): it opens here. */
      room: string | null;
    }>
  | Readonly<{ kind: "mail"; text: string; href: string }>;

// What no address holds: space, quotes, controls of the reading direction (they could make it read as another one), and the
// punctuation of other scripts, which ends the sentence: । 。 、 ） ؟ … . The hyphens, dots and apostrophes within words stay.
const ascii = "!#-;=?-_a-~";
const symbols = "\\uff04\\uff0b\\uff1c-\\uff1e\\uff3e\\uff40\\uff5c\\uff5e";
const withinWords = "\\u200c\\u200d\\u00b7\\u05be\\u05f3\\u05f4\\u0e2f\\u0f0b\\u2010-\\u2013\\u30fb";
const letter = `[${ascii}${withinWords}]|[^\\p{ASCII}\\s\\p{P}\\p{Cf}${symbols}]|\\u2019(?=\\p{Script=Latin})`;
// The look-behinds keep the search linear: without them, 16 KiB of letters without an @ would be tried from every position.
const domain = "[a-z\\d](?:[a-z\\d-]{0,61}[a-z\\d])?";
const address = new RegExp(
  `(?<![\\p{L}\\p{N}])https?://(?:${letter})+|(?<![\\w.+-])(?:mailto:)?[\\w.+-]{1,64}@${domain}(?:\\.${domain}){1,6}`,
  "giu",
);

/** Scheme, user part, host, port: what is left over in the host's place is none of it. */
const authority =
  /^https?:\/\/(?:[^/?#\\]*@)?(?:\[[\da-f:.]*\]|[\u200c\u200d\p{L}\p{M}\p{N}.%_-]*)(?::\d{0,5})?/iu;
const otherScript = /[^\p{ASCII}\p{Script=Latin}\p{Script=Inherited}]/u;

/** The address without what is written directly after its host. */
const withinHost = (text: string): string => {
  const [known = ""] = authority.exec(text) ?? [];
  const labelAt = Math.max(...[".", "/", "@"].map((before) => known.lastIndexOf(before))) + 1;
  const label = known.slice(labelAt);
  // No domain's last label begins in Latin and goes on in another script, as endings in Bangla and Japanese do.
  const otherAt = /^[a-z\d]/iu.test(label) ? label.search(otherScript) : -1;
  let end = otherAt < 0 ? known.length : labelAt + otherAt;
  while (known.charAt(end - 1) === "-") end--;
  return end === known.length && /^(?:[/?#\\]|$)/u.test(text.slice(end)) ? text : text.slice(0, end);
};

const closers = new Map([
  [")", "("],
  ["]", "["],
  ["}", "{"],
]);
const count = (text: string, letter: string): number => text.split(letter).length - 1;

/** The address without what follows the bracket around it, where that goes on in another script: `(https://…/x)এর`. */
const withinBrackets = (text: string): string => {
  const open = new Map<string, number>();
  for (let at = 0; at < text.length; at++) {
    const letter = text.charAt(at);
    const opener = closers.get(letter);
    if (opener === undefined) open.set(letter, (open.get(letter) ?? 0) + 1);
    else {
      const left = (open.get(opener) ?? 0) - 1;
      if (left < 0 && /^[^\p{ASCII}]/u.test(text.slice(at + 1, at + 3))) return text.slice(0, at);
      open.set(opener, Math.max(left, 0));
    }
  }
  return text;
};

/** An address without the punctuation that ends the sentence around it; a bracket stays when it was opened inside. */
export const trimEnd = (text: string): string => {
  // How many of each closing bracket were never opened. Counted once: an address may be 16 KiB of brackets.
  const unopened = new Map(
    [...closers].map(([closer, opener]) => [closer, count(text, closer) - count(text, opener)]),
  );
  let end = text.length;
  for (; end > 0; end--) {
    const last = text.charAt(end - 1);
    const extra = unopened.get(last);
    if (extra === undefined ? !/[.,;:!?'*_~\u2010-\u2013·・]/u.test(last) : extra <= 0) break;
    if (extra !== undefined) unopened.set(last, extra - 1);
  }
  return text.slice(0, end);
};

/** As parseFragment takes it, whatever follows a whole secret. */
const roomFragment = /^#\/(?:r\/[\w-]{22}(?![-_]*[a-z\d])|p\/[^/])/iu;

const toLink = (text: string): Token | null => {
  if (!/^https?:/iu.test(text))
    return { kind: "mail", text, href: `mailto:${text.replace(/^mailto:/iu, "")}` };
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") return null;
  const written = text.replace(/^https?:\/\//iu, "").toLowerCase();
  const after = written.slice(url.host.length);
  const plain =
    written.startsWith(url.host) &&
    /^(?:$|[/?#:])/u.test(after) &&
    !written.split(/[/?#]/u)[0]?.includes("@");
  const fragment = url.pathname === "/" && url.search === "" ? url.hash : fragmentInPath(url.pathname);
  return {
    kind: "link",
    text,
    href: url.href,
    host: plain ? null : url.host,
    room: fragment !== null && roomFragment.test(fragment) ? fragment : null,
  };
};

export const linkify = (text: string): readonly Token[] => {
  if (!/:\/\/|@/u.test(text)) return [{ kind: "text", text }];
  const tokens: Token[] = [];
  let at = 0;
  for (const match of text.matchAll(address)) {
    const [whole] = match;
    const found = /^https?:/iu.test(whole) ? trimEnd(withinBrackets(withinHost(whole))) : trimEnd(whole);
    const link = toLink(found);
    if (link === null) continue;
    if (match.index > at) tokens.push({ kind: "text", text: text.slice(at, match.index) });
    tokens.push(link);
    at = match.index + found.length;
  }
  if (at < text.length) tokens.push({ kind: "text", text: text.slice(at) });
  return tokens;
};
