// What the host tells over http: how peers may reach each other, where this page is reached from outside, which public rooms live.

import { isName, tidy } from "../room/fold.ts";
import type { WallClock } from "./wall-clock.ts";

export type ShareOrigin = Readonly<{ label: string; url: string }>;
export type HostConfig = Readonly<{
  iceServers: readonly RTCIceServer[];
  shareOrigins: readonly ShareOrigin[];
}>;
export type ListedRoom = Readonly<{ name: string; people: number }>;

const timeoutMs = 4000;
const nothing: HostConfig = { iceServers: [], shareOrigins: [] };

type Fields = Record<string, unknown>;
const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null ? (value as Fields) : {};
const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.slice(0, 256).map(fieldsOf) : []);

/** Each address is asked for by every connection made: a browser warns at five servers, and with 256 no peer is reached. */
const maxIce = { servers: 8, urls: 4 } as const;

const parseIceServer = ({ urls, username, credential }: Fields): RTCIceServer | null => {
  const list: readonly unknown[] = (Array.isArray(urls) ? urls : [urls]).slice(0, maxIce.urls);
  if (!list.every((url): url is string => typeof url === "string" && /^(stun|turn|turns):./.test(url)))
    return null;
  // RTCPeerConnection throws on a server without address, and on a TURN server without credentials.
  const isRelay = list.some((url) => !url.startsWith("stun:"));
  if (list.length === 0 || (isRelay && (typeof username !== "string" || typeof credential !== "string")))
    return null;
  return {
    urls: [...list],
    ...(typeof username === "string" ? { username } : {}),
    ...(typeof credential === "string" ? { credential } : {}),
  };
};

const parseOrigin = ({ label, url }: Fields): ShareOrigin | null =>
  typeof label === "string" && typeof url === "string" && /^https?:\/\/[^/]+\/?$/.test(url)
    ? { label, url: url.replace(/\/$/, "") }
    : null;

export const parseConfig = (value: unknown): HostConfig => {
  const { iceServers, shareOrigins } = fieldsOf(value);
  return {
    iceServers: listOf(iceServers)
      .map(parseIceServer)
      .filter((server) => server !== null)
      .slice(0, maxIce.servers),
    shareOrigins: listOf(shareOrigins)
      .map(parseOrigin)
      .filter((origin) => origin !== null),
  };
};

export const parseRooms = (value: unknown): readonly ListedRoom[] =>
  listOf(fieldsOf(value)["rooms"]).flatMap(({ name, people }) =>
    typeof name === "string" && tidy(name) === name && isName(name) && Number.isSafeInteger(people)
      ? [{ name, people: people as number }]
      : [],
  );

export class Host {
  readonly #clock: WallClock;
  #config: HostConfig | null = null;
  #fetching: Promise<HostConfig> | null = null;

  constructor(clock: WallClock) {
    this.#clock = clock;
  }

  /** The last known configuration; empty while the host is away. */
  get config(): HostConfig {
    return this.#config ?? nothing;
  }

  /** Asks once, and again after a failure or when the host has been away: it may have another address. */
  load({ anew = false } = {}): Promise<HostConfig> {
    if (this.#config !== null && !anew) return Promise.resolve(this.#config);
    this.#fetching ??= this.#get("/config.json").then((value) => {
      this.#fetching = null;
      if (value !== null) this.#config = parseConfig(value);
      return this.config;
    });
    return this.#fetching;
  }

  /** null while the host is away. */
  async rooms(): Promise<readonly ListedRoom[] | null> {
    const value = await this.#get("/rooms");
    return value === null ? null : parseRooms(value);
  }

  async #get(path: string): Promise<unknown> {
    try {
      const response = await fetch(path, { cache: "no-store", signal: AbortSignal.timeout(timeoutMs) });
      if (!response.ok) return null;
      this.#clock.hearHost(response.headers.get("date"));
      return (await response.json()) as unknown;
    } catch {
      return null; // away, or not our host: fetch rejects, json throws
    }
  }
}
