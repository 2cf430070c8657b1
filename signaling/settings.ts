// What the person who starts the host may choose: arguments first, then the environment, then defaults.

import { parseArgs } from "node:util";
import { parseIceServers, type IceServer } from "./config.ts";

export type Settings = Readonly<{
  port: number;
  host: string | undefined;
  stunPort: number | null;
  iceServers: readonly IceServer[];
  allowedOrigins: readonly string[];
  trustProxy: boolean;
}>;

export type SettingsResult =
  | Readonly<{ ok: true; settings: Settings }>
  /** One line for the person at the terminal. */
  | Readonly<{ ok: false; problem: string }>;

export const usage = `Usage: npm start -- [--port 3000] [--host 0.0.0.0] [--stun-port 3478 | off]
Environment: PORT, HOST, STUN_PORT, ICE_SERVERS (JSON), ALLOWED_ORIGINS (comma-separated), TRUST_PROXY=1`;

const parsePort = (text: string): number | null =>
  /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : null;

/** An empty variable counts as unset. */
const set = (value: string | undefined): string | undefined => (value === "" ? undefined : value);

const problem = (text: string): SettingsResult => ({ ok: false, problem: text });

export const parseSettings = (args: readonly string[], env: NodeJS.ProcessEnv): SettingsResult => {
  let values: { port?: string; host?: string; "stun-port"?: string };
  try {
    const options = {
      port: { type: "string" },
      host: { type: "string" },
      "stun-port": { type: "string" },
    } as const;
    ({ values } = parseArgs({ args: [...args], options, strict: true }));
  } catch (error) {
    return problem(error instanceof Error ? error.message.split("\n", 1).join("") : "Unknown argument");
  }

  const portText = values.port ?? set(env["PORT"]) ?? "3000";
  const port = parsePort(portText);
  if (port === null) return problem(`"${portText}" is not a port: a number from 0 to 65535 is needed.`);

  const stunText = values["stun-port"] ?? set(env["STUN_PORT"]) ?? "3478";
  const stunPort = stunText === "off" ? null : parsePort(stunText);
  if (stunPort === null && stunText !== "off") return problem(`"${stunText}" is not a STUN port, nor "off".`);

  const iceServers = parseIceServers(set(env["ICE_SERVERS"]) ?? "[]");
  if (iceServers === null) {
    return problem('ICE_SERVERS is not a JSON array like [{"urls":"stun:stun.example.org:3478"}].');
  }

  const allowedOrigins = (env["ALLOWED_ORIGINS"] ?? "").split(",").flatMap((text) => text.trim() || []);
  const bad = allowedOrigins.find((text) => !URL.canParse(text) || new URL(text).origin !== text);
  if (bad !== undefined)
    return problem(`ALLOWED_ORIGINS: "${bad}" is not an origin like https://chat.example.org.`);

  const host = set(values.host) ?? set(env["HOST"]);
  const trustProxy = env["TRUST_PROXY"] === "1";
  return { ok: true, settings: { port, host, stunPort, iceServers, allowedOrigins, trustProxy } };
};
