// Between the host's socket and y-webrtc: nothing from the host throws (it crashes y-webrtc on a stray answer or a missing
// field), and what is said while the socket is away is kept for a moment instead of thrown (lib0 throws while CONNECTING).

import type { SignalingConn } from "y-webrtc";
import type { Stop } from "../../lib/listeners.ts";

/** Signals older than this answer nobody. */
const keptMs = 15_000;
const maxKept = 256;
const maxMessageLength = 128 * 1024;
const maxIdLength = 64;

type Fields = Record<string, unknown>;

const fieldsOf = (value: unknown): Fields | null =>
  typeof value === "object" && value !== null ? (value as Fields) : null;

/** Only what our peers send: announces, and sealed signals addressed to somebody. Answers of the host itself pass. */
export const isSane = (text: unknown): boolean => {
  if (typeof text !== "string" || text.length > maxMessageLength) return false;
  let message: Fields | null;
  try {
    message = fieldsOf(JSON.parse(text));
  } catch {
    return false; // not JSON
  }
  if (message === null || message["type"] !== "publish") return message?.["type"] === "pong";
  const data = fieldsOf(message["data"]);
  if (data === null || typeof message["topic"] !== "string") return false;
  const { from, to, type } = data;
  if (typeof from !== "string" || from.length > maxIdLength) return false;
  if (type === "announce") return to === undefined;
  const signal = fieldsOf(data["signal"]);
  return (
    type === "signal" && typeof to === "string" && signal?.["type"] === "k" && typeof signal["d"] === "string"
  );
};

const isAnnounce = (message: unknown): boolean =>
  fieldsOf(fieldsOf(message)?.["data"])?.["type"] === "announce";

/**
 * Guards a connection of y-webrtc's, for as long as it lives. `mayAnnounce`: y-webrtc announces whenever any link closes, so
 * that one leaving a room of 30 costs 29 × 28 deliveries; when to announce is the mesh's to say.
 */
export const guardSignaling = (connection: SignalingConn, mayAnnounce: () => boolean): Stop => {
  const guarded = new WeakSet<WebSocket>();
  const guard = (): void => {
    const socket = connection.ws;
    if (socket === null || guarded.has(socket)) return;
    guarded.add(socket);
    const inner = socket.onmessage;
    socket.onmessage = (event) => {
      if (isSane(event.data)) inner?.call(socket, event);
    };
  };
  let kept: { at: number; message: unknown }[] = [];
  const send = connection.send.bind(connection);
  connection.send = (message: unknown) => {
    if (isAnnounce(message) && !mayAnnounce()) return;
    if (connection.connected) send(message);
    else if (fieldsOf(message)?.["type"] === "publish" && kept.length < maxKept)
      kept.push({ at: performance.now(), message });
  };
  const onConnect = (): void => {
    guard();
    const waiting = kept;
    kept = [];
    for (const { at, message } of waiting) if (performance.now() - at < keptMs) connection.send(message);
  };
  connection.on("connect", onConnect);
  guard();
  return () => {
    connection.off("connect", onConnect);
    kept = [];
  };
};
