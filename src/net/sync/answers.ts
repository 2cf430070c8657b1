// What this device sends to those who lack something (MS2): the latest records first, then the rest in self-standing slices, as
// far ahead as the other has credit.

import * as decoding from "lib0/decoding";
import type { RoomContext } from "../context.ts";
import type { Link } from "../link/link.ts";
import { standing, type LinkMessage } from "../link/message.ts";
import { creditBytes } from "./history.ts";
import { missingRanges, slicesOf, structsIn, type Struct } from "./update.ts";

/** Asked for less than this, the latest messages need not go ahead of the rest. */
const latestFirst = 300;
/** Who asks again and again is answered once in a while, the newest question: beginning to answer is what costs (GT4). */
const answerEveryMs = 1000;

/** The clocks by client, or null when it is malformed. It is no longer than a message. */
const parseStateVector = (bytes: Uint8Array): Map<number, number> | null => {
  try {
    const decoder = decoding.createDecoder(bytes);
    const count = decoding.readVarUint(decoder);
    const vector = new Map<number, number>();
    for (let i = 0; i < count; i++) vector.set(decoding.readVarUint(decoder), decoding.readVarUint(decoder));
    return decoding.hasContent(decoder) ? null : vector;
  } catch {
    return null; // truncated
  }
};

type Answering = {
  turn: number;
  answeredAt: number;
  request: number;
  /** Bytes that the other has verified of this answer. */
  credit: number;
  /** Waits for more of it. */
  wake: (() => void) | null;
};

export class Answers {
  readonly #context: RoomContext;
  readonly #answering = new WeakMap<Link, Answering>();
  #closed = false;

  constructor(context: RoomContext) {
    this.#context = context;
  }

  /** Answers an `ask`, instead of the one before on this link. False for a malformed one. */
  give(link: Link, { request, stateVector }: LinkMessage & { type: "ask" }): boolean {
    const vector = parseStateVector(stateVector);
    if (vector === null) return false;
    const answering = this.#answering.get(link) ?? {
      turn: 0,
      answeredAt: -Infinity,
      request,
      credit: 0,
      wake: null,
    };
    this.#answering.set(link, answering);
    const turn = ++answering.turn;
    Object.assign(answering, { request, credit: 0, wake: null });
    const isCurrent = (): boolean => answering.turn === turn && !link.closed && !this.#closed;
    const begin = (): void => {
      if (!isCurrent()) return;
      answering.answeredAt = performance.now();
      void this.#give(link, answering, vector, isCurrent);
    };
    const waitMs = Math.max(0, answering.answeredAt + answerEveryMs - performance.now());
    if (waitMs === 0) begin();
    else setTimeout(begin, waitMs);
    return true;
  }

  /** Another gives the rest. */
  stop(link: Link): void {
    const answering = this.#answering.get(link);
    if (answering !== undefined) answering.turn++;
  }

  /** So much of the answer to this question is verified there. */
  credit(link: Link, { request, bytes }: LinkMessage & { type: "credit" }): void {
    const answering = this.#answering.get(link);
    if (answering === undefined || answering.request !== request || bytes <= answering.credit) return;
    answering.credit = bytes;
    answering.wake?.();
    answering.wake = null;
  }

  close(): void {
    this.#closed = true;
  }

  async #give(
    link: Link,
    answering: Answering,
    vector: ReadonlyMap<number, number>,
    isCurrent: () => boolean,
  ): Promise<void> {
    const { doc, latest } = this.#context;
    const { request } = answering;
    // As it stands now: what is written from here on goes out by itself, and the total holds.
    const ranges = missingRanges(doc, vector);
    const total = ranges.reduce((sum, { from, to }) => sum + to - from, 0);
    if (total > latestFirst) link.send({ type: "records", request, records: latest() });
    let done = 0;
    let sent = 0;
    for (const { update, count } of slicesOf(this.#sound(structsIn(doc, ranges)))) {
      done += count;
      while (sent - answering.credit >= creditBytes) {
        await new Promise<void>((resolve) => {
          answering.wake = resolve;
        });
        if (!isCurrent()) return;
      }
      sent += update.length;
      await link.sendBulk({ type: "slice", request, epoch: standing, done, total, update });
      if (!isCurrent()) return;
    }
    if (isCurrent()) await link.sendBulk({ type: "done", request, epoch: standing });
  }

  /** What was altered here goes as an emptied slot, which another fills. */
  *#sound(structs: Iterable<Struct>): Generator<Struct> {
    const { records, recordId } = this.#context;
    for (const struct of structs) {
      const { key, bytes } = struct;
      const isSound = bytes === null || recordId(bytes) === key;
      yield isSound ? struct : { ...struct, bytes: records.soundBytesOf(key) };
    }
  }
}
