// What a client may say on /signaling: the published y-webrtc protocol, and `list` (SG8).

import type { Limits } from "./limits.ts";

export type ClientMessage =
  | Readonly<{ type: "subscribe" | "unsubscribe"; topics: readonly string[] }>
  /** `json` is `data` again as text; `from` and `to` are read in `data` where it is an object (no password in use). */
  | Readonly<{ type: "publish"; topic: string; json: string | null; from: string | null; to: string | null }>
  | Readonly<{ type: "ping" }>
  | Readonly<{ type: "list"; name: string }>
  | Readonly<{ type: "unknown" }>;

type ParseLimits = Pick<Limits, "maxTopicLength" | "maxPeerIdLength" | "maxDepth">;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Own properties only: a frame that says "__proto__" or "constructor" is a frame like any other. */
const own = (record: Record<string, unknown>, key: string): unknown =>
  Object.hasOwn(record, key) ? record[key] : undefined;

/** V8 parses 30 000 nested arrays, but writing them again overflows the stack, and so might a receiver. */
const isDeeperThan = (value: unknown, depth: number): boolean => {
  if (typeof value !== "object" || value === null) return false;
  if (depth === 0) return true;
  return Object.values(value).some((inner) => isDeeperThan(inner, depth - 1));
};

/** A peer id, null when absent, undefined when it cannot be one. */
const parsePeerId = (value: unknown, maxLength: number): string | null | undefined => {
  if (value === undefined || value === null) return null;
  return typeof value === "string" && value !== "" && value.length <= maxLength ? value : undefined;
};

const parsePublish = (message: Record<string, unknown>, limits: ParseLimits): ClientMessage | null => {
  const topic = own(message, "topic");
  const data = own(message, "data");
  if (typeof topic !== "string" || topic === "" || topic.length > limits.maxTopicLength) return null;
  if (isDeeperThan(data, limits.maxDepth)) return null;
  const json = data === undefined ? null : JSON.stringify(data);
  if (!isRecord(data)) return { type: "publish", topic, json, from: null, to: null };
  const from = parsePeerId(own(data, "from"), limits.maxPeerIdLength);
  const to = parsePeerId(own(data, "to"), limits.maxPeerIdLength);
  if (from === undefined || to === undefined) return null;
  return { type: "publish", topic, json, from, to };
};

/** Stock servers skip entries that are no strings and take a missing list as empty; so do we. */
const parseTopics = (value: unknown, limits: ParseLimits): string[] | null => {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return null;
  return (value as unknown[]).filter(
    (topic): topic is string =>
      typeof topic === "string" && topic !== "" && topic.length <= limits.maxTopicLength,
  );
};

/** The message, or null when it is malformed. `value` is what JSON.parse gave. */
export const parseClientMessage = (value: unknown, limits: ParseLimits): ClientMessage | null => {
  if (!isRecord(value)) return null;
  const type = own(value, "type");
  switch (type) {
    case "subscribe":
    case "unsubscribe": {
      const topics = parseTopics(own(value, "topics"), limits);
      return topics && { type, topics };
    }
    case "publish":
      return parsePublish(value, limits);
    case "ping":
      return { type };
    case "list": {
      const name = own(value, "name");
      return typeof name === "string" ? { type, name } : null;
    }
    default:
      return typeof type === "string" ? { type: "unknown" } : null;
  }
};

/** JSON.parse that gives undefined, which no JSON text means, instead of throwing. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // an outsider's bytes, not our error
  }
};
