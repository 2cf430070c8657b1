// What a reverse proxy in front of this host says about a request. Believed only where it was switched on: anybody
// can write such headers.

import type { IncomingMessage } from "node:http";

export type Forwarded = Readonly<{ address: string; origin: string }>;

/** The sender's address and the origin it asked for: the last entries, which our own proxy wrote. Null without them. */
export const forwarded = (request: IncomingMessage): Forwarded | null => {
  const last = (name: string): string =>
    String(request.headers[name] ?? "")
      .split(",")
      .at(-1)
      ?.trim() ?? "";
  const address = last("x-forwarded-for");
  const protocol = last("x-forwarded-proto");
  const host = last("x-forwarded-host") || request.headers.host;
  const origin = `${protocol === "https" ? "https" : "http"}://${host}`;
  return address === "" || !URL.canParse(origin) ? null : { address, origin: new URL(origin).origin };
};
