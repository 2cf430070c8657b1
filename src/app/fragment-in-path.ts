// A link whose # was encoded on its way asks the host for a path (LK1): its secret was sent to the host then, but goes no further.

/** The fragment of `/%23/r/…`, or null for any other path. */
export const fragmentInPath = (pathname: string): string | null =>
  /^\/%23(?:\/|%2f|$)/iu.test(pathname) ? `#${pathname.slice("/%23".length)}` : null;
