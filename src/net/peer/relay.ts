// The channels of a link through the host's socket, for a link without a direct path (MS5). Frames travel as sealed signals; a socket
// that reconnects loses some, so each channel numbers, acknowledges and resends its own. The live one never waits for bulk.
// data: 0 ‖ channel(1) ‖ seq(varuint) ‖ frame      ack: 1 ‖ channel(1) ‖ next expected seq(varuint)      channel: link/channels.ts

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { channelIds, channelNames, forChannels, type ChannelName } from "../link/channels.ts";
import type { Channel } from "../link/lane.ts";

/** What one signal may carry (MS5); sealed and as base64url it is 16 KiB. */
export const relayFrameBytes = 12 * 1024;
const codes = { data: 0, ack: 1 } as const;
/** Frames under way. */
const windows = { live: 16, others: 4 } as const;
/** The host carries everybody: history goes at 400 KB a second at most. */
const othersEveryMs = 30;
const resendAfterMs = { first: 2000, most: 10_000 } as const;
const checkMs = 500;
const maxEarly = 64;

type Sent = { frame: Uint8Array<ArrayBuffer>; sentAt: number; tries: number };

class RelayChannel implements Channel {
  readonly readyState = "open";
  bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  onopen: Channel["onopen"] = null;
  onbufferedamountlow: Channel["onbufferedamountlow"] = null;
  onmessage: Channel["onmessage"] = null;
  readonly #code: number;
  readonly #window: number;
  readonly #everyMs: number;
  readonly #transmit: (bytes: Uint8Array) => void;
  readonly #queue: Uint8Array<ArrayBuffer>[] = [];
  readonly #sent = new Map<number, Sent>();
  readonly #early = new Map<number, Uint8Array>();
  #next = 0;
  #expected = 0;
  #sentAt = 0;
  #pacing: ReturnType<typeof setTimeout> | null = null;
  #acking = false;
  #closed = false;

  constructor(code: number, window: number, everyMs: number, transmit: (bytes: Uint8Array) => void) {
    this.#code = code;
    this.#window = window;
    this.#everyMs = everyMs;
    this.#transmit = transmit;
  }

  send(frame: Uint8Array<ArrayBuffer>): void {
    if (this.#closed) return;
    this.#queue.push(frame);
    this.bufferedAmount += frame.length;
    this.#flush();
  }

  receiveData(seq: number, frame: Uint8Array): void {
    if (seq >= this.#expected && this.#early.size < maxEarly) this.#early.set(seq, frame);
    for (;;) {
      const next = this.#early.get(this.#expected);
      if (next === undefined) break;
      this.#early.delete(this.#expected++);
      this.onmessage?.(new MessageEvent("message", { data: next.slice().buffer }));
    }
    this.#ackSoon();
  }

  receiveAck(expected: number): void {
    for (const [seq, { frame }] of this.#sent) {
      if (seq >= expected) break;
      this.#sent.delete(seq);
      this.bufferedAmount -= frame.length;
    }
    this.#flush();
    if (this.bufferedAmount <= this.bufferedAmountLowThreshold)
      this.onbufferedamountlow?.(new Event("bufferedamountlow"));
  }

  /** Sends again what was not acknowledged in time. */
  check(now: number): void {
    for (const [seq, sent] of this.#sent) {
      const patience = Math.min(resendAfterMs.most, resendAfterMs.first * 2 ** (sent.tries - 1));
      if (now - sent.sentAt < patience) continue;
      sent.tries++;
      sent.sentAt = now;
      this.#transmitData(seq, sent.frame);
    }
  }

  close(): void {
    this.#closed = true;
    if (this.#pacing !== null) clearTimeout(this.#pacing);
    this.#queue.length = 0;
    this.#sent.clear();
    this.#early.clear();
  }

  #flush(): void {
    while (!this.#closed && this.#pacing === null && this.#sent.size < this.#window) {
      const wait = this.#sentAt + this.#everyMs - performance.now();
      if (wait > 0 && this.#queue.length > 0) {
        this.#pacing = setTimeout(() => {
          this.#pacing = null;
          this.#flush();
        }, wait);
        return;
      }
      const frame = this.#queue.shift();
      if (frame === undefined) return;
      this.#sentAt = performance.now();
      this.#sent.set(this.#next, { frame, sentAt: this.#sentAt, tries: 1 });
      this.#transmitData(this.#next++, frame);
    }
  }

  #transmitData(seq: number, frame: Uint8Array): void {
    const encoder = encoding.createEncoder();
    encoding.writeUint8(encoder, codes.data);
    encoding.writeUint8(encoder, this.#code);
    encoding.writeVarUint(encoder, seq);
    encoding.writeUint8Array(encoder, frame);
    this.#transmit(encoding.toUint8Array(encoder));
  }

  /** One acknowledgement for all that came in this turn. */
  #ackSoon(): void {
    if (this.#acking) return;
    this.#acking = true;
    setTimeout(() => {
      this.#acking = false;
      if (this.#closed) return;
      const encoder = encoding.createEncoder();
      encoding.writeUint8(encoder, codes.ack);
      encoding.writeUint8(encoder, this.#code);
      encoding.writeVarUint(encoder, this.#expected);
      this.#transmit(encoding.toUint8Array(encoder));
    }, 0);
  }
}

export class Relay {
  readonly channels: Readonly<Record<ChannelName, RelayChannel>>;
  readonly #timer: ReturnType<typeof setInterval>;

  /** `transmit` takes at most relayFrameBytes and a few bytes of header, and may lose them. */
  constructor(transmit: (bytes: Uint8Array) => void) {
    this.channels = forChannels((name) =>
      name === "live"
        ? new RelayChannel(channelIds[name], windows.live, 0, transmit)
        : new RelayChannel(channelIds[name], windows.others, othersEveryMs, transmit),
    );
    this.#timer = setInterval(() => {
      const now = performance.now();
      for (const channel of this.#all) channel.check(now);
    }, checkMs);
  }

  /** What the other side transmitted. Malformed bytes are ignored: they were sealed by a member, and resent if honest. */
  receive(bytes: Uint8Array): void {
    try {
      const decoder = decoding.createDecoder(bytes);
      const code = decoding.readUint8(decoder);
      const channel = this.#channelOf(decoding.readUint8(decoder));
      const seq = decoding.readVarUint(decoder);
      if (code === codes.data) channel?.receiveData(seq, decoding.readTailAsUint8Array(decoder));
      else if (code === codes.ack) channel?.receiveAck(seq);
    } catch {
      return; // truncated
    }
  }

  close(): void {
    clearInterval(this.#timer);
    for (const channel of this.#all) channel.close();
  }

  get #all(): readonly RelayChannel[] {
    return Object.values(this.channels);
  }

  #channelOf(code: number): RelayChannel | null {
    const name = channelNames.find((one) => channelIds[one] === code);
    return name === undefined ? null : this.channels[name];
  }
}
