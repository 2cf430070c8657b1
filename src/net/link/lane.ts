// One data channel of a link: sends with backpressure, receives whole messages, keeps the order although deflating is
// asynchronous (FR1). Published y-webrtc lost 233 of 400 sends of a burst when the channel's buffer was full.

import { toError } from "../../lib/to-error.ts";
import { pack, unpack } from "./packing.ts";
import { maxFrameBytes, Reassembler, toFrames, type FrameFault } from "./frames.ts";

/** What a lane needs of a channel: an RTCDataChannel, or a fake of the same shape in tests. */
export interface Channel {
  readonly readyState: RTCDataChannelState;
  readonly bufferedAmount: number;
  bufferedAmountLowThreshold: number;
  onopen: ((event: Event) => unknown) | null;
  onbufferedamountlow: ((event: Event) => unknown) | null;
  onmessage: ((event: MessageEvent) => unknown) | null;
  send(data: Uint8Array<ArrayBuffer>): void;
}

const highWaterBytes = 1024 * 1024;
const lowWaterBytes = 256 * 1024;
/** More than this waiting means that the other does not read: it is cut off, and syncs again when it comes back. */
const maxQueuedBytes = 32 * 1024 * 1024;

/** A member may announce that it takes messages of one byte; no browser takes less than this. */
const leastFrameBytes = 1024;

export type LaneFault = FrameFault | "not-bytes" | "inflate" | "backlog" | "send";

export type LaneOptions = Readonly<{
  channel: Channel;
  /** min(64 KiB, sctp.maxMessageSize) */
  frameBytes?: number;
  onMessage: (message: Uint8Array) => void;
  /** `cause`: the name of the error behind it. */
  onFault: (fault: LaneFault, cause?: string) => void;
}>;

export class Lane {
  readonly #channel: Channel;
  readonly #options: LaneOptions;
  readonly #reassembler = new Reassembler();
  readonly #queue: Uint8Array<ArrayBuffer>[] = [];
  #queued = 0;
  #sending: Promise<void> | null = null;
  #receiving: Promise<void> | null = null;
  #drained: (() => void)[] = [];
  #closed = false;

  constructor(options: LaneOptions) {
    this.#options = options;
    const { channel } = options;
    this.#channel = channel;
    channel.bufferedAmountLowThreshold = lowWaterBytes;
    channel.onopen = () => this.#flush();
    channel.onbufferedamountlow = () => this.#flush();
    channel.onmessage = ({ data }) => this.#receive(data);
  }

  /** Bytes not yet handed to the network stack. */
  get queued(): number {
    return this.#queued + this.#channel.bufferedAmount;
  }

  /** Queues a message; messages arrive in the order of these calls. */
  send(message: Uint8Array): void {
    if (this.#closed) return;
    const packed = this.#sending === null ? pack(message) : this.#sending.then(() => pack(message));
    if (!(packed instanceof Promise)) {
      this.#enqueue(packed);
      return;
    }
    const sending = packed.then((ready) => {
      if (this.#sending === sending) this.#sending = null;
      this.#enqueue(ready);
    });
    this.#sending = sending;
    sending.catch((reason: unknown) => this.#options.onFault("send", toError(reason).name));
  }

  /** Resolves when more may be sent without piling up. */
  async ready(): Promise<void> {
    while (this.#sending !== null) await this.#sending;
    if (this.#closed || this.queued <= lowWaterBytes) return;
    await new Promise<void>((resolve) => this.#drained.push(resolve));
  }

  close(): void {
    this.#closed = true;
    this.#queue.length = 0;
    this.#queued = 0;
    this.#channel.onopen = null;
    this.#channel.onbufferedamountlow = null;
    this.#channel.onmessage = null;
    this.#wake();
  }

  #enqueue(packed: Parameters<typeof toFrames>[0]): void {
    if (this.#closed) return;
    const frameBytes = Math.max(leastFrameBytes, this.#options.frameBytes ?? maxFrameBytes);
    for (const frame of toFrames(packed, frameBytes)) {
      this.#queue.push(frame);
      this.#queued += frame.length;
    }
    if (this.#queued > maxQueuedBytes) this.#options.onFault("backlog");
    else this.#flush();
  }

  #flush(): void {
    if (this.#closed || this.#channel.readyState !== "open") return;
    let sent = 0;
    try {
      for (const frame of this.#queue) {
        if (this.#channel.bufferedAmount > highWaterBytes) break;
        this.#channel.send(frame);
        this.#queued -= frame.length;
        sent++;
      }
    } catch (reason) {
      this.#options.onFault("send", toError(reason).name);
      return;
    }
    this.#queue.splice(0, sent);
    // The event comes once, at the mark or below: 256 KiB are four whole frames, so it does come at the mark.
    if (this.queued <= lowWaterBytes) this.#wake();
  }

  #wake(): void {
    const waiting = this.#drained;
    this.#drained = [];
    for (const resolve of waiting) resolve();
  }

  #receive(data: unknown): void {
    if (this.#closed) return;
    if (!(data instanceof ArrayBuffer)) {
      this.#options.onFault("not-bytes");
      return;
    }
    const step = this.#reassembler.add(new Uint8Array(data));
    if (step.at === "part") return;
    if (step.at === "fault") {
      this.#options.onFault(step.fault);
      return;
    }
    const { message } = step;
    const unpacked = this.#receiving === null ? unpack(message) : this.#receiving.then(() => unpack(message));
    if (!(unpacked instanceof Promise)) {
      this.#deliver(unpacked);
      return;
    }
    const receiving = unpacked.then((bytes) => {
      if (this.#receiving === receiving) this.#receiving = null;
      this.#deliver(bytes);
    });
    this.#receiving = receiving;
  }

  #deliver(message: Uint8Array | null): void {
    if (this.#closed) return;
    if (message === null) this.#options.onFault("inflate");
    else this.#options.onMessage(message);
  }
}
