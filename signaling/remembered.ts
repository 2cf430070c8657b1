// Where this host was reached last time (ST6). A browser keeps rooms and identity per origin: when the address or
// the port changes, they stay behind at the old one, and the person who started the host should hear of it.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

export type Whereabouts = Readonly<{ port: number; addresses: readonly string[] }>;

const parseWhereabouts = (text: string): Whereabouts | null => {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null) return null;
  const { port, addresses } = value as Record<string, unknown>;
  if (typeof port !== "number" || !Array.isArray(addresses)) return null;
  return { port, addresses: (addresses as unknown[]).filter((address) => typeof address === "string") };
};

const advice =
  "Browsers keep rooms and identity by address, so whoever used the old one finds them there only:\n" +
  'open it once more, choose "Save my rooms and identity", and bring the file to the new address.';

/** What to tell about the move from `last` to `now`; null when the old addresses still lead here. */
export const moveWarning = (last: Whereabouts, now: Whereabouts): string | null => {
  if (last.port !== now.port) {
    return `The port changed: it was ${last.port} last time, it is ${now.port} now (--port ${last.port} goes back).\n${advice}`;
  }
  const gone = last.addresses.filter((address) => !now.addresses.includes(address));
  // Without a network nothing has moved yet; with an old address still there, people still get in.
  if (now.addresses.length === 0 || gone.length === 0 || gone.length < last.addresses.length) return null;
  return (
    `The address on this network changed: it was ${gone.join(", ")} last time, it is ${now.addresses.join(", ")} now.\n` +
    `${advice}\nThe router can be told to give this machine the same address every time.`
  );
};

/** Compares with the state file and rewrites it; gives the warning, if there is one. A missing or broken file is a first time. */
export const remember = async (file: string, now: Whereabouts): Promise<string | null> => {
  const last = await readFile(file, "utf8")
    .then(parseWhereabouts)
    .catch(() => null);
  const addresses = now.addresses.length > 0 ? now.addresses : (last?.addresses ?? []);
  await mkdir(dirname(file), { recursive: true })
    .then(() => writeFile(file, `${JSON.stringify({ port: now.port, addresses }, null, 2)}\n`))
    .catch(() => undefined); // a read-only folder: then nothing is remembered, and nothing else is lost
  return last === null ? null : moveWarning(last, now);
};
