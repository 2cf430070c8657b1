// STUN binding, the part of RFC 8489 that tells a browser its own address. Pure: bytes in, bytes out.
//
//  0                   16                  31
//  | 00 | type (14)    | length of the rest |
//  |           magic cookie 2112A442        |
//  |         transaction id (12 bytes)      |
//  | attribute type    | attribute length   |  value, padded to 4 …

import { crc32 } from "node:zlib";
import { addressBytes } from "./address.ts";

const headerBytes = 20;
const cookie = 0x2112a442;
const bindingRequest = 0x0001;
const bindingSuccess = 0x0101;
const bindingError = 0x0111;
const xorMappedAddress = 0x0020;
const errorCode = 0x0009;
const unknownAttributes = 0x000a;
const fingerprint = 0x8028;
const fingerprintXor = 0x5354554e;
/** Attributes below this must be understood or refused (RFC 8489 section 14). */
const firstOptional = 0x8000;

/** A browser's request is 20–100 bytes; more fits no unfragmented packet anyway. */
const maxRequestBytes = 548;
/** An answer is at most this many times its request, so that a forged sender address gains an attacker nothing (SG6). */
const maxGrowth = 1.6;

type Request = Readonly<{ unknown: readonly number[] }>;

/** The request, or null for what is not exactly one binding request. */
const parseRequest = (bytes: Buffer): Request | null => {
  if (bytes.length < headerBytes || bytes.length > maxRequestBytes || bytes.length % 4 !== 0) return null;
  if (bytes.readUInt16BE(0) !== bindingRequest) return null;
  if (bytes.readUInt16BE(2) !== bytes.length - headerBytes) return null;
  if (bytes.readUInt32BE(4) !== cookie) return null;
  const unknown: number[] = [];
  for (let at = headerBytes; at < bytes.length;) {
    const type = bytes.readUInt16BE(at);
    const length = bytes.readUInt16BE(at + 2);
    const next = at + 4 + Math.ceil(length / 4) * 4;
    if (next > bytes.length) return null;
    if (type === fingerprint) {
      // It is the last attribute and covers everything before itself (section 14.7).
      if (length !== 4 || next !== bytes.length) return null;
      const expected = (crc32(bytes.subarray(0, at)) ^ fingerprintXor) >>> 0;
      if (bytes.readUInt32BE(at + 4) !== expected) return null;
    } else if (type < firstOptional) {
      unknown.push(type);
    }
    at = next;
  }
  return { unknown };
};

const answer = (type: number, request: Buffer, attributes: Buffer): Buffer => {
  const head = Buffer.from(request.subarray(0, headerBytes));
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(attributes.length, 2);
  return Buffer.concat([head, attributes]);
};

/** Section 14.2: the sender's address, hidden from routers that rewrite what looks like one. */
const mappedAddress = (request: Buffer, address: Uint8Array, port: number): Buffer => {
  const attribute = Buffer.alloc(8 + address.length);
  attribute.writeUInt16BE(xorMappedAddress, 0);
  attribute.writeUInt16BE(4 + address.length, 2);
  attribute.writeUInt8(address.length === 4 ? 1 : 2, 5);
  attribute.writeUInt16BE(port ^ (cookie >>> 16), 6);
  address.forEach((byte, index) => attribute.writeUInt8(byte ^ request.readUInt8(4 + index), 8 + index));
  return attribute;
};

/** Section 6.3.1: 420, naming the attributes that we do not know; two are enough to be told. */
const refusal = (unknown: readonly number[]): Buffer => {
  const named = unknown.slice(0, 2);
  const attributes = Buffer.alloc(16);
  attributes.writeUInt16BE(errorCode, 0);
  attributes.writeUInt16BE(4, 2);
  attributes.writeUInt8(4, 6);
  attributes.writeUInt8(20, 7);
  attributes.writeUInt16BE(unknownAttributes, 8);
  attributes.writeUInt16BE(named.length * 2, 10);
  named.forEach((type, index) => attributes.writeUInt16BE(type, 12 + index * 2));
  return attributes;
};

/**
 * The answer to a datagram from `address`:`port`, or null where silence is right: not a binding request, or the
 * answer would exceed `maxGrowth` (an IPv6 address needs 44 bytes, so its request must have 28).
 */
export const answerBinding = (datagram: Uint8Array, address: string, port: number): Buffer | null => {
  const bytes = Buffer.from(datagram.buffer, datagram.byteOffset, datagram.byteLength);
  const request = parseRequest(bytes);
  const sender = addressBytes(address);
  if (request === null || sender === null) return null;
  const reply =
    request.unknown.length > 0
      ? answer(bindingError, bytes, refusal(request.unknown))
      : answer(bindingSuccess, bytes, mappedAddress(bytes, sender, port));
  return reply.length <= bytes.length * maxGrowth ? reply : null;
};
