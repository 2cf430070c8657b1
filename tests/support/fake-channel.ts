// Two ends of a data channel without a browser: what is sent arrives in order, a while later, as an ArrayBuffer; what has not
// left yet counts as buffered, and too much of it is refused, as by Chromium.

import type { Channel } from "../../src/net/link/lane.ts";

/** Chromium's send queue. */
const maxBufferedBytes = 16 * 1024 * 1024;

export class FakeChannel implements Channel {
  readyState: RTCDataChannelState = "connecting";
  bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  onopen: Channel["onopen"] = null;
  onbufferedamountlow: Channel["onbufferedamountlow"] = null;
  onmessage: Channel["onmessage"] = null;
  other: FakeChannel | null = null;
  /** The most that was ever buffered. */
  mostBuffered = 0;
  /** Nothing leaves while this is false: the other does not read. */
  flowing = true;
  readonly #queue: Uint8Array<ArrayBuffer>[] = [];
  readonly #bytesPerTurn: number;
  #sending = false;

  constructor(bytesPerTurn: number) {
    this.#bytesPerTurn = bytesPerTurn;
  }

  send(data: Uint8Array<ArrayBuffer>): void {
    if (this.readyState !== "open") throw new DOMException("not open", "InvalidStateError");
    if (this.bufferedAmount + data.length > maxBufferedBytes)
      throw new DOMException("RTCDataChannel send queue is full", "OperationError");
    this.#queue.push(data.slice());
    this.bufferedAmount += data.length;
    this.mostBuffered = Math.max(this.mostBuffered, this.bufferedAmount);
    this.#later();
  }

  open(): void {
    this.readyState = "open";
    this.onopen?.(new Event("open"));
  }

  /** Hands whatever this is to the lane, as a message that came. */
  receive(data: unknown): void {
    this.onmessage?.(new MessageEvent("message", { data }));
  }

  flow(): void {
    this.flowing = true;
    this.#later();
  }

  close(): void {
    this.readyState = "closed";
    this.#queue.length = 0;
  }

  #later(): void {
    if (this.#sending || !this.flowing || this.#queue.length === 0) return;
    this.#sending = true;
    setImmediate(() => {
      this.#sending = false;
      this.#sendSome();
      this.#later();
    });
  }

  #sendSome(): void {
    const before = this.bufferedAmount;
    for (let budget = this.#bytesPerTurn; budget > 0 && this.flowing;) {
      const data = this.#queue.shift();
      if (data === undefined) break;
      budget -= data.length;
      this.bufferedAmount -= data.length;
      this.other?.receive(data.buffer);
    }
    const low = this.bufferedAmountLowThreshold;
    if (before > low && this.bufferedAmount <= low)
      this.onbufferedamountlow?.(new Event("bufferedamountlow"));
  }
}

export const fakeChannels = (bytesPerTurn = 256 * 1024): readonly [FakeChannel, FakeChannel] => {
  const a = new FakeChannel(bytesPerTurn);
  const b = new FakeChannel(bytesPerTurn);
  a.other = b;
  b.other = a;
  return [a, b];
};
