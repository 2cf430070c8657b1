// What two peers say to each other through the host while they have no link. It is sealed before it leaves (seal.ts).
//
// code(1) ‖ from(8) ‖ to(8) ‖ seq(varuint) ‖ body. `from` and `to` are random connection ids, one per negotiation, so that what
// is of an earlier one is recognised (PR2); `to` is zeros while it is unknown. Bodies, of varuints and varstrings:
//   0 hi          bits(1), 1: no WebRTC here; an earlier version has none
//   1 offer       attempt ‖ sdp ‖ candidates as JSON
//   2 answer      attempt ‖ sdp ‖ candidates as JSON
//   3 candidates  attempt ‖ candidates as JSON
//   4 restart
//   5 bye
//   6 frame       length(varuint) ‖ bytes (relay.ts, sealed once more by relay-seal.ts)
//   7 relay       key(32) ‖ bits(1), 1: no WebRTC here, 2: yours has come

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { byCode } from "../../lib/by-code.ts";
import { fromBase64url, toBase64url } from "../../lib/bytes.ts";

/** base64url of 8 random bytes; "" in `to` while the other's id is unknown. */
export type ConnectionId = string;

export type Description = Readonly<{ sdp: string; candidates: readonly RTCIceCandidateInit[] }>;

export type SignalBody =
  /** Here I am. Citing the other's connection id proves that its own "hi" was fresh, not replayed. */
  | Readonly<{
      kind: "hi";
      /** This side has WebRTC: else the two need not try it. */
      webRtc: boolean;
    }>
  /** `attempt` counts the offerer's RTCPeerConnections: what belongs to an earlier one is ignored. */
  | Readonly<{ kind: "offer" | "answer"; attempt: number; description: Description }>
  | Readonly<{ kind: "candidates"; attempt: number; candidates: readonly RTCIceCandidateInit[] }>
  /** The answerer asks the offerer for an ICE restart: only one side ever offers, so there is no glare. */
  | Readonly<{ kind: "restart" }>
  | Readonly<{ kind: "bye" }>
  /** This side's key for a relayed link (relay-seal.ts). `heard`: the other's has come. */
  | Readonly<{ kind: "relay"; key: Uint8Array; heard: boolean; webRtc: boolean }>
  /** A link frame that travels through the host because no direct path exists (MS5). */
  | Readonly<{ kind: "frame"; bytes: Uint8Array }>;

export type Signal = SignalBody & Readonly<{ from: ConnectionId; to: ConnectionId; seq: number }>;

/** Of the bits of a "hi", and of a "relay". */
const noWebRtc = 1;
const heardYours = 2;
/** The first byte of each. A number is never given to another. */
export const signalCodes = {
  hi: 0,
  offer: 1,
  answer: 2,
  candidates: 3,
  restart: 4,
  bye: 5,
  frame: 6,
  relay: 7,
} as const satisfies Record<Signal["kind"], number>;

const kinds = byCode(signalCodes);

const idBytes = 8;
/** X25519 (RFC 7748). */
export const relayKeyBytes = 32;
const noId = new Uint8Array(idBytes);
/** More than any browser gathers; a longer list has us knock at doors all over the network for somebody. */
export const maxCandidates = 32;
const maxSdpLength = 16 * 1024;

export const createConnectionId = (): ConnectionId =>
  toBase64url(crypto.getRandomValues(new Uint8Array(idBytes)));

export const encodeSignal = (signal: Signal): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeUint8(encoder, signalCodes[signal.kind]);
  encoding.writeUint8Array(encoder, fromBase64url(signal.from) ?? noId);
  encoding.writeUint8Array(encoder, signal.to === "" ? noId : (fromBase64url(signal.to) ?? noId));
  encoding.writeVarUint(encoder, signal.seq);
  switch (signal.kind) {
    case "offer":
    case "answer":
      encoding.writeVarUint(encoder, signal.attempt);
      encoding.writeVarString(encoder, signal.description.sdp);
      encoding.writeVarString(encoder, JSON.stringify(signal.description.candidates));
      break;
    case "candidates":
      encoding.writeVarUint(encoder, signal.attempt);
      encoding.writeVarString(encoder, JSON.stringify(signal.candidates));
      break;
    case "frame":
      encoding.writeVarUint8Array(encoder, signal.bytes);
      break;
    case "hi":
      encoding.writeUint8(encoder, signal.webRtc ? 0 : noWebRtc);
      break;
    case "relay":
      encoding.writeUint8Array(encoder, signal.key);
      encoding.writeUint8(encoder, (signal.webRtc ? 0 : noWebRtc) | (signal.heard ? heardYours : 0));
      break;
    case "restart":
    case "bye":
      break;
  }
  return encoding.toUint8Array(encoder);
};

/**
 * A description of data channels and nothing else (VR3), or null: a call will have a connection of its own. Candidates count
 * only beside it.
 */
const parseSdp = (sdp: string): string | null => {
  const sections = sdp.match(/^m=.*$/gm) ?? [];
  if (sdp.length > maxSdpLength || sections.length > 1) return null;
  if (!sections.every((section) => section.startsWith("m=application "))) return null;
  return withoutCandidates(sdp);
};

/** They are listed once, beside the description. */
export const withoutCandidates = (sdp: string): string =>
  sdp.replace(/^a=(candidate:.*|end-of-candidates)\r?\n/gm, "");

const parseCandidates = (text: string): RTCIceCandidateInit[] | null => {
  const list: unknown = JSON.parse(text);
  if (!Array.isArray(list) || list.length > maxCandidates) return null;
  const candidates: RTCIceCandidateInit[] = [];
  for (const entry of list as unknown[]) {
    if (typeof entry !== "object" || entry === null) return null;
    const { candidate, sdpMid, sdpMLineIndex } = entry as Record<string, unknown>;
    if (typeof candidate !== "string") return null;
    candidates.push({
      candidate,
      sdpMid: typeof sdpMid === "string" ? sdpMid : null,
      sdpMLineIndex: typeof sdpMLineIndex === "number" ? sdpMLineIndex : null,
    });
  }
  return candidates;
};

/** 0 where an earlier version says nothing. */
const readLastByte = (decoder: decoding.Decoder): number =>
  decoding.hasContent(decoder) ? decoding.readUint8(decoder) : 0;

/** The signal, or null for anything malformed. */
export const parseSignal = (bytes: Uint8Array): Signal | null => {
  try {
    const decoder = decoding.createDecoder(bytes);
    const kind = kinds.get(decoding.readUint8(decoder));
    const from = toBase64url(decoding.readUint8Array(decoder, idBytes));
    const toBytes = decoding.readUint8Array(decoder, idBytes);
    const head = {
      from,
      to: toBytes.every((byte) => byte === 0) ? "" : toBase64url(toBytes),
      seq: decoding.readVarUint(decoder),
    };
    if (kind === undefined) return null;
    switch (kind) {
      case "hi":
        return { kind, ...head, webRtc: (readLastByte(decoder) & noWebRtc) === 0 };
      case "restart":
      case "bye":
        return { kind, ...head };
      case "frame":
        return { kind, ...head, bytes: decoding.readVarUint8Array(decoder) };
      case "relay": {
        const key = decoding.readUint8Array(decoder, relayKeyBytes).slice();
        const bits = decoding.readUint8(decoder);
        return { kind, ...head, key, heard: (bits & heardYours) !== 0, webRtc: (bits & noWebRtc) === 0 };
      }
      case "candidates": {
        const attempt = decoding.readVarUint(decoder);
        const candidates = parseCandidates(decoding.readVarString(decoder));
        return candidates && { kind, ...head, attempt, candidates };
      }
      case "offer":
      case "answer": {
        const attempt = decoding.readVarUint(decoder);
        const sdp = parseSdp(decoding.readVarString(decoder));
        const candidates = parseCandidates(decoding.readVarString(decoder));
        if (candidates === null || sdp === null) return null;
        return { kind, ...head, attempt, description: { sdp, candidates } };
      }
    }
  } catch {
    return null; // lib0 and JSON.parse throw on truncated or malformed input: that is an outsider's byte, not our error
  }
};
