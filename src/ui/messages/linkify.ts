// Finds web and mail addresses in a text. Only http, https and mailto ever become links.

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

// Bidirectional controls end an address: they could make it read as another one. The look-behind keeps the search
// linear: without it, 16 KiB of letters without an @ would be tried from every position.
const address =
  /(?<![\p{L}\p{N}])https?:\/\/[^\s<>"`\u200e\u200f\u202a-\u202e\u2066-\u2069]+|(?<![\w.+-])(?:mailto:)?[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,6}/giu;

const closers = new Map([
  [")", "("],
  ["]", "["],
  ["}", "{"],
]);
const count = (text: string, letter: string): number => text.split(letter).length - 1;

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
    if (extra === undefined ? !/[.,;:!?'"»”’…।॥*_~]/u.test(last) : extra <= 0) break;
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
  const isRoom = url.pathname === "/" && url.search === "" && roomFragment.test(url.hash);
  return {
    kind: "link",
    text,
    href: url.href,
    host: plain ? null : url.host,
    room: isRoom ? url.hash : null,
  };
};

export const linkify = (text: string): readonly Token[] => {
  if (!/:\/\/|@/u.test(text)) return [{ kind: "text", text }];
  const tokens: Token[] = [];
  let at = 0;
  for (const match of text.matchAll(address)) {
    const found = trimEnd(match[0]);
    const link = toLink(found);
    if (link === null) continue;
    if (match.index > at) tokens.push({ kind: "text", text: text.slice(at, match.index) });
    tokens.push(link);
    at = match.index + found.length;
  }
  if (at < text.length) tokens.push({ kind: "text", text: text.slice(at) });
  return tokens;
};
