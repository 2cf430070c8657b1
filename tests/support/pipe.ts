// One lane of one direction of a fake link: frames leave at a rate, take their time, and meet with accidents.

import type { LaneSender } from "../../src/net/link/link.ts";
import { Reassembler, toFrames, type FrameFault } from "../../src/net/link/frames.ts";
import type { Chance } from "./chance.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** Probabilities per frame. On a reliable channel the honest network does none of this; a broken one may. */
export type Faults = Readonly<{ drop?: number; duplicate?: number; reorder?: number; truncate?: number }>;

export type PipeOptions = Readonly<{
  time: VirtualTime;
  chance: Chance;
  delayMs: readonly [least: number, most: number];
  bytesPerMs: number;
  frameBytes: number;
  faults: () => Faults;
  /** Messages that do not even leave. */
  swallows: (message: Uint8Array) => boolean;
  isOpen: () => boolean;
  deliver: (message: Uint8Array) => void;
  fault: (fault: FrameFault) => void;
}>;

const readyBelow = 256 * 1024;
const reorderedByMs = 200;
/** What is queued longer than this when the sender closes does not leave any more. */
const lastWordsMs = 20;

export class Pipe implements LaneSender {
  queued = 0;
  readonly #options: PipeOptions;
  readonly #reassembler = new Reassembler();
  #busyUntil = 0;
  #lastAt = 0;
  #waiting: (() => void)[] = [];
  #closedAt = Infinity;

  constructor(options: PipeOptions) {
    this.#options = options;
  }

  send(message: Uint8Array): void {
    if (this.#options.swallows(message)) return;
    for (const frame of toFrames({ bytes: message, deflated: false }, this.#options.frameBytes))
      this.#sendFrame(frame);
  }

  async ready(): Promise<void> {
    if (this.#closedAt !== Infinity || this.queued <= readyBelow) return;
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  close(): void {
    this.#closedAt = Math.min(this.#closedAt, this.#options.time.now);
    this.#wake();
  }

  #sendFrame(frame: Uint8Array<ArrayBuffer>): void {
    const { time, chance, bytesPerMs, delayMs, faults } = this.#options;
    const { drop = 0, duplicate = 0, reorder = 0, truncate = 0 } = faults();
    if (bytesPerMs !== Infinity) {
      this.#busyUntil = Math.max(this.#busyUntil, time.now) + frame.length / bytesPerMs;
      this.queued += frame.length;
      time.after(this.#busyUntil - time.now, () => {
        this.queued -= frame.length;
        if (this.queued <= readyBelow) this.#wake();
      });
    }
    if (drop > 0 && chance.happens(drop)) return;
    const leavesIn = Math.max(0, this.#busyUntil - time.now);
    const late = reorder > 0 && chance.happens(reorder) ? chance.below(reorderedByMs) : 0;
    this.#lastAt = Math.max(this.#lastAt, time.now + leavesIn + chance.between(...delayMs));
    const cut =
      truncate > 0 && chance.happens(truncate) ? frame.subarray(0, chance.below(frame.length)) : frame;
    const leavesAt = time.now + leavesIn;
    const arrive = (bytes: Uint8Array): void => {
      if (leavesAt <= this.#closedAt + lastWordsMs) this.#arrive(bytes);
    };
    time.after(this.#lastAt + late - time.now, () => arrive(cut));
    if (duplicate > 0 && chance.happens(duplicate)) time.after(this.#lastAt - time.now, () => arrive(frame));
  }

  #arrive(frame: Uint8Array): void {
    const { isOpen, deliver, fault } = this.#options;
    if (!isOpen()) return;
    const step = this.#reassembler.add(frame);
    if (step.at === "fault") fault(step.fault);
    else if (step.at === "message") deliver(step.message.bytes);
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
