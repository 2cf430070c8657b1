// Messages to frames and back (FR1). A data channel takes at most the other's max-message-size (Chromium 256 KiB) and is
// fastest at 64 KiB. Layout of a frame: flags(1) ‖ total(4, big endian, first frames only) ‖ part of the message.

export const maxFrameBytes = 64 * 1024;
/** A header and something to carry. */
const smallestFrameBytes = 16;
/** The longest message, also after inflation. */
export const maxMessageBytes = 2 * 1024 * 1024;

const first = 1;
const last = 2;
const deflated = 4;

export type Packed = Readonly<{ bytes: Uint8Array; deflated: boolean }>;

/** Cuts one message into frames of at most `frameBytes`, header included. */
export function* toFrames(message: Packed, frameBytes = maxFrameBytes): Generator<Uint8Array<ArrayBuffer>> {
  const { bytes } = message;
  if (bytes.length > maxMessageBytes)
    throw new RangeError(`a message of ${bytes.length} bytes is over ${maxMessageBytes}`);
  if (!(frameBytes >= smallestFrameBytes))
    throw new RangeError(`a frame of ${frameBytes} bytes carries nothing, it takes ${smallestFrameBytes}`);
  let at = 0;
  do {
    const isFirst = at === 0;
    const header = isFirst ? 5 : 1;
    const end = Math.min(bytes.length, at + frameBytes - header);
    const frame = new Uint8Array(header + end - at);
    frame[0] = (isFirst ? first : 0) | (end === bytes.length ? last : 0) | (message.deflated ? deflated : 0);
    if (isFirst) new DataView(frame.buffer).setUint32(1, bytes.length);
    frame.set(bytes.subarray(at, end), header);
    yield frame;
    at = end;
  } while (at < bytes.length);
}

export type FrameFault = "empty" | "flags" | "order" | "too-long" | "length";
type Step =
  | Readonly<{ at: "part" }>
  | Readonly<{ at: "message"; message: Packed }>
  | Readonly<{ at: "fault"; fault: FrameFault }>;

const part: Step = { at: "part" };
const fault = (reason: FrameFault): Step => ({ at: "fault", fault: reason });

/** Puts the frames of one lane together again. After a fault the lane is of no more use. */
export class Reassembler {
  /** What has come of the message; it grows with it, up to `#total`: a claim alone takes no memory. */
  #message: Uint8Array | null = null;
  #filled = 0;
  #total = 0;

  /** Bytes held for an unfinished message. */
  get held(): number {
    return this.#message?.length ?? 0;
  }

  add(frame: Uint8Array): Step {
    const flags = frame[0];
    if (flags === undefined) return fault("empty");
    if ((flags & ~(first | last | deflated)) !== 0) return fault("flags");
    let body = frame.subarray(1);
    if ((flags & first) !== 0) {
      if (this.#message !== null) return fault("order");
      if (body.length < 4) return fault("length");
      this.#total = new DataView(frame.buffer, frame.byteOffset).getUint32(1);
      if (this.#total > maxMessageBytes) return fault("too-long");
      body = body.subarray(4);
      this.#message = new Uint8Array(Math.min(this.#total, body.length));
      this.#filled = 0;
    }
    if (this.#message === null) return fault("order");
    const filled = this.#filled + body.length;
    if (filled > this.#total) return fault("length");
    const message = this.#withRoomFor(this.#message, filled);
    message.set(body, this.#filled);
    this.#filled = filled;
    this.#message = message;
    if ((flags & last) === 0) return part;
    this.#message = null;
    if (filled !== this.#total) return fault("length");
    return { at: "message", message: { bytes: message, deflated: (flags & deflated) !== 0 } };
  }

  #withRoomFor(message: Uint8Array, length: number): Uint8Array {
    if (length <= message.length) return message;
    const larger = new Uint8Array(Math.min(this.#total, Math.max(length, message.length * 2)));
    larger.set(message.subarray(0, this.#filled));
    return larger;
  }
}
