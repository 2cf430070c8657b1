// Headers on every answer (SG9). No HSTS and no upgrade-insecure-requests: on a LAN the page lives on plain http.

/** A Host header we dare to repeat in a policy. IPv6 literals are no CSP host-source: 'self' must do for them. */
const saneHost = /^[a-z0-9]([a-z0-9.-]{0,252}[a-z0-9])?(:\d{1,5})?$/i;

const contentSecurityPolicy = (host: string | undefined, dev: boolean): string => {
  // Browsers differ on whether 'self' includes ws: of the same host, so it is named.
  const sockets = host !== undefined && saneHost.test(host) ? ` ws://${host} wss://${host}` : "";
  return [
    "default-src 'none'",
    "script-src 'self'",
    // Vite's live reload puts styles into the page; the built app has them in a file.
    `style-src 'self'${dev ? " 'unsafe-inline'" : ""}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${sockets}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "media-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
};

/** Origins that browsers trust: on others (plain http on a LAN) they ignore COOP and complain in the console. */
const isTrustworthy = (host: string | undefined, proto: string | undefined): boolean =>
  proto === "https" || /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/i.test(host ?? "");

/** `proto`: X-Forwarded-Proto. Who forges it changes the answer to nobody but themselves. */
export const securityHeaders = (
  host: string | undefined,
  { dev = false, proto }: { dev?: boolean; proto?: string | undefined } = {},
): Record<string, string> => ({
  "Content-Security-Policy": contentSecurityPolicy(host, dev),
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
  ...(isTrustworthy(host, proto) ? { "Cross-Origin-Opener-Policy": "same-origin" } : {}),
  "Cross-Origin-Resource-Policy": "same-origin",
});
