// One history (MS2): the bulk is asked of one peer at a time, another when that one leaves, stalls or never ends.

import * as Y from "yjs";
import type { RoomContext } from "../context.ts";
import type { Link } from "../link/link.ts";
import { standing, type LinkMessage } from "../link/message.ts";

/** A peer that sends nothing new for this long is passed over for another. */
const stalledMs = 5000;
/** One that sends less than this in this time is slow: while others wait to be asked it is passed over too. */
const slow = { bytes: 64 * 1024, ms: 10_000 } as const;
/** And so is one that has had this long, however much it sends: it may have no end. */
const turnMs = 60_000;
/** No history that repair has to wait for takes longer. */
const longestMs = 10 * 60_000;
/** One that was passed over so often is not asked again: what it alone has comes by comparing digests (MS4). */
const maxTurns = 3;
/** Who answers sends this much ahead of what is verified here, and a slice that was begun (MS2). */
export const creditBytes = 1024 * 1024;
const sliceSlack = 256 * 1024;
/** What was verified is told when it is worth a message. */
const creditEvery = 128 * 1024;

type Asking = {
  link: Link;
  request: number;
  beganAt: number;
  heardAt: number;
  /** Of what was new since `paceAt`. */
  newBytes: number;
  paceAt: number;
  slow: boolean;
  done: number;
  /** As it was said at first. */
  total: number;
  /** Bytes of slices: come, verified, and told to be. */
  came: number;
  verified: number;
  credited: number;
  timer: ReturnType<typeof setInterval>;
};

type Slice = LinkMessage & { type: "slice" };

/** Asks one peer after the other for what this device lacks. */
export class History {
  readonly #context: RoomContext;
  readonly #onChange: () => void;
  /** Peers still to be asked. */
  readonly #waiting = new Set<Link>();
  /** How often a peer was passed over. */
  readonly #passedOver = new WeakMap<Link, number>();
  #asking: Asking | null = null;
  #requests = 0;

  constructor(context: RoomContext, onChange: () => void) {
    this.#context = context;
    this.#onChange = onChange;
  }

  /** A history is arriving at a pace that repair and digests should wait for. */
  get active(): boolean {
    const asking = this.#asking;
    return asking !== null && !asking.slow && performance.now() - asking.beganAt < longestMs;
  }

  /** 0…1 while a history of more than one slice is arriving, else null. */
  get progress(): number | null {
    const asking = this.#asking;
    return asking === null || asking.done >= asking.total ? null : asking.done / asking.total;
  }

  /** Ask this peer, now or after those before it. */
  want(link: Link): void {
    if (link.closed || this.#asking?.link === link) return;
    this.#waiting.add(link);
    this.#next();
  }

  /** The link is gone: what is missing is asked of another. */
  drop(link: Link): void {
    this.#waiting.delete(link);
    if (this.#asking?.link === link) this.#end();
  }

  /** True when the message is an answer to what is being asked. */
  accepts(link: Link, request: number): boolean {
    return this.#asking?.link === link && this.#asking.request === request;
  }

  /** A slice has come, and is to be verified. False when it was not asked for, or comes faster than it may. */
  arrive(link: Link, { request, update }: Slice): boolean {
    const asking = this.#asking;
    if (asking === null || !this.accepts(link, request)) return false;
    if (asking.came - asking.credited + update.length > creditBytes + sliceSlack) return false;
    asking.came += update.length;
    return true;
  }

  /** What arrived is verified and taken. `isNew`: something in it was not here yet. */
  onSlice(link: Link, { request, update, done, total }: Slice, isNew: boolean): void {
    const asking = this.#asking;
    if (asking === null || !this.accepts(link, request)) return;
    asking.verified += update.length;
    if (isNew) {
      asking.heardAt = performance.now();
      asking.newBytes += update.length;
    }
    if (asking.total === 0) asking.total = total;
    asking.done = done;
    if (done > asking.total) return this.#passOver(asking); // it said that there would be less
    if (asking.verified - asking.credited >= creditEvery) {
      asking.credited = asking.verified;
      link.send({ type: "credit", request, bytes: asking.verified });
    }
    this.#onChange();
  }

  /** What arrived is not what it should be. */
  onBadSlice(link: Link, { request }: Slice): void {
    const asking = this.#asking;
    if (asking !== null && this.accepts(link, request)) this.#passOver(asking);
  }

  onDone(): void {
    this.#end();
  }

  close(): void {
    this.#waiting.clear();
    if (this.#asking !== null) clearInterval(this.#asking.timer);
    this.#asking = null;
  }

  #next(): void {
    if (this.#asking !== null) return;
    const [link] = this.#waiting;
    if (link === undefined) return;
    this.#waiting.delete(link);
    const request = ++this.#requests;
    const now = performance.now();
    const timer = setInterval(() => this.#check(), 1000);
    this.#asking = {
      link,
      request,
      beganAt: now,
      heardAt: now,
      newBytes: 0,
      paceAt: now,
      slow: false,
      done: 0,
      total: 0,
      came: 0,
      verified: 0,
      credited: 0,
      timer,
    };
    link.send({ type: "ask", request, epoch: standing, stateVector: Y.encodeStateVector(this.#context.doc) });
    this.#onChange();
  }

  /** Is the one that is asked worth waiting for? */
  #check(): void {
    const asking = this.#asking;
    if (asking === null) return;
    const now = performance.now();
    // What has come and waits to be verified is not the other's delay.
    if (asking.came > asking.verified) asking.heardAt = asking.paceAt = now;
    if (now - asking.heardAt >= stalledMs) return this.#passOver(asking);
    if (now - asking.paceAt >= slow.ms) {
      asking.slow = asking.newBytes < slow.bytes;
      asking.newBytes = 0;
      asking.paceAt = now;
    }
    if (this.#waiting.size > 0 && (asking.slow || now - asking.beganAt >= turnMs)) this.#passOver(asking);
  }

  /** It may only be slow: it is asked again when nobody else is left. */
  #passOver({ link, request }: Asking): void {
    const times = (this.#passedOver.get(link) ?? 0) + 1;
    this.#passedOver.set(link, times);
    link.send({ type: "enough", request });
    const othersWait = this.#waiting.size > 0;
    this.#end();
    if (times < maxTurns || !othersWait) setTimeout(() => this.want(link), stalledMs);
  }

  #end(): void {
    const asking = this.#asking;
    if (asking === null) return;
    clearInterval(asking.timer);
    this.#asking = null;
    this.#next();
    this.#onChange();
  }
}
