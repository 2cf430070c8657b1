// What comes with a message and is fetched for itself (FL1): a picture, a film, a sound, a file. Here only what is said of it.
// name(text) ‖ size(varuint) ‖ type(text) ‖ root(32) ‖ media code(1) ‖ media; bytes after that are a later version's.
// picture: width(varuint) ‖ height(varuint) ‖ ThumbHash(bytes); film: the same ‖ ms(varuint); sound: ms(varuint) ‖ peaks(64)

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { fromUtf8, utf8 } from "../lib/bytes.ts";

export type Media =
  | Readonly<{ kind: "file" }>
  /** In pixels, with a ThumbHash. */
  | Readonly<{ kind: "picture"; width: number; height: number; thumb: Uint8Array }>
  | Readonly<{ kind: "film"; width: number; height: number; thumb: Uint8Array; ms: number }>
  /** How long, and how loud in each 64th of that. */
  | Readonly<{ kind: "sound"; ms: number; peaks: Uint8Array }>;

export type Attachment = Readonly<{
  /** A base name: no path, no control or direction characters. */
  name: string;
  /** Bytes. */
  size: number;
  /** A hint (RFC 6838); never what decides how it is opened. */
  type: string;
  /** What its content hashes to. */
  root: Uint8Array;
  media: Media;
}>;

const rootBytes = 32;
const peaksBytes = 64;
const maxNameBytes = 255;
const maxTypeBytes = 127;
const maxThumbBytes = 64;
const maxSize = 8 * 1024 ** 3;
/** What a canvas or a film may be at the most; more is a file. */
const maxEdge = 65_535;
const maxMs = 24 * 60 * 60 * 1000;

/** Media on the wire; another is a later version's, and shown as a file. */
const codes = { file: 0, picture: 1, film: 2, sound: 3 } as const;

/** Path separators, what Windows forbids, control characters, and what turns the direction of the text around it. */
// oxlint-disable-next-line no-control-regex
const notInName = /[\u0000-\u001f\u007f-\u009f/\\:*?"<>|\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u;

export const isAttachmentName = (name: string): boolean =>
  name !== "" && utf8(name).length <= maxNameBytes && !notInName.test(name) && !/^\.+$/.test(name);

const writeText = (encoder: encoding.Encoder, text: string): void =>
  encoding.writeVarUint8Array(encoder, utf8(text));

export const encodeAttachment = ({ name, size, type, root, media }: Attachment): Uint8Array => {
  const encoder = encoding.createEncoder();
  writeText(encoder, name);
  encoding.writeVarUint(encoder, size);
  writeText(encoder, type);
  encoding.writeUint8Array(encoder, root);
  encoding.writeUint8(encoder, codes[media.kind]);
  if (media.kind === "picture" || media.kind === "film") {
    encoding.writeVarUint(encoder, media.width);
    encoding.writeVarUint(encoder, media.height);
    encoding.writeVarUint8Array(encoder, media.thumb);
  }
  if (media.kind === "film" || media.kind === "sound") encoding.writeVarUint(encoder, media.ms);
  if (media.kind === "sound") encoding.writeUint8Array(encoder, media.peaks);
  return encoding.toUint8Array(encoder);
};

const readText = (decoder: decoding.Decoder, maxBytes: number): string | null => {
  const bytes = decoding.readVarUint8Array(decoder);
  return bytes.length > maxBytes ? null : fromUtf8(bytes);
};

const readMedia = (decoder: decoding.Decoder): Media | null => {
  const code = decoding.readUint8(decoder);
  if (code === codes.sound) {
    const ms = decoding.readVarUint(decoder);
    const peaks = decoding.readUint8Array(decoder, peaksBytes).slice();
    return ms <= maxMs ? { kind: "sound", ms, peaks } : null;
  }
  if (code !== codes.picture && code !== codes.film) return { kind: "file" };
  const width = decoding.readVarUint(decoder);
  const height = decoding.readVarUint(decoder);
  const thumb = decoding.readVarUint8Array(decoder).slice();
  if (width === 0 || height === 0 || width > maxEdge || height > maxEdge || thumb.length > maxThumbBytes)
    return null;
  if (code === codes.picture) return { kind: "picture", width, height, thumb };
  const ms = decoding.readVarUint(decoder);
  return ms <= maxMs ? { kind: "film", width, height, thumb, ms } : null;
};

/** The attachment, or null when it is malformed: then it is nothing that could be shown or fetched. Never throws. */
export const parseAttachment = (bytes: Uint8Array): Attachment | null => {
  try {
    const decoder = decoding.createDecoder(bytes);
    const name = readText(decoder, maxNameBytes);
    const size = decoding.readVarUint(decoder);
    const type = readText(decoder, maxTypeBytes);
    const root = decoding.readUint8Array(decoder, rootBytes).slice();
    const media = readMedia(decoder);
    if (decoder.pos > bytes.length) return null; // lib0 reads what lies behind a view
    if (name === null || !isAttachmentName(name) || size > maxSize || type === null || media === null)
      return null;
    return { name, size, type, root, media };
  } catch {
    return null; // lib0 throws at the end of truncated bytes
  }
};
