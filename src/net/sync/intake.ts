// Records as they come from links, on their way through the gate into the document (GT1): live ones, slices of history in
// their order, whole records of a repair. It asks for what is waited for, and reads no link faster than it should (GT4).

import type { RoomContext } from "../context.ts";
import { Gate, type GateFault, type Passed } from "./gate.ts";
import { keyOf, type Gossip } from "./gossip.ts";
import type { History } from "./history.ts";
import type { Link } from "../link/link.ts";
import type { LinkMessage } from "../link/message.ts";
import { Pace } from "./meter.ts";

type Of<T extends LinkMessage["type"]> = LinkMessage & { type: T };

/** Something waits for an earlier struct this long: the difference is asked for (MS4), ever more rarely if nobody has it. */
const gapMs = { first: 2000, most: 60_000 } as const;

export type IntakeOptions = Readonly<{
  context: RoomContext;
  gossip: Gossip;
  history: History;
  /** The bytes alone prove that no correct peer sent them (GT5). */
  onOffence: (link: Link) => void;
}>;

/** Itself the origin of the document's transactions. */
export class Intake {
  readonly #context: RoomContext;
  readonly #options: IntakeOptions;
  readonly #gate: Gate;
  readonly #paces = new Map<Link, Pace>();
  /** What has come of history is taken one slice after the other. Never rejects. */
  #slices: Promise<void> = Promise.resolve();
  #gap = { askedAt: 0, waitMs: gapMs.first as number };
  #closed = false;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#context = options.context;
    this.#gate = new Gate(options.context, this);
  }

  onGossip(link: Link, message: Of<"gossip">): void {
    this.#paceOf(link).take(message.payload.length, () => this.#takeGossip(link, message));
  }

  onRecords(link: Link, { records }: Of<"records">): void {
    const bytes = records.reduce((sum, record) => sum + record.length, 0);
    this.#paceOf(link).take(bytes, () => this.#takeRecords(link, records));
  }

  /** What was asked for comes as fast as it can. */
  onSlice(link: Link, message: Of<"slice">): void {
    if (this.#options.history.accepts(link, message.request)) this.#takeSlice(link, message);
    else this.#paceOf(link).take(message.update.length, () => this.#takeSlice(link, message));
  }

  onDone(link: Link, { request }: Of<"done">): void {
    const { history } = this.#options;
    this.#afterSlices(() => {
      if (history.accepts(link, request)) history.onDone();
    });
  }

  /** What was erased may let pass what waited. */
  retry(): void {
    this.#gate.retry();
  }

  /** To be called now and then: asks one of these links for what something has waited for too long. */
  fillGap(links: readonly Link[]): void {
    const { history } = this.#options;
    const { heldSince } = this.#gate;
    if (heldSince === null) {
      this.#gap = { askedAt: 0, waitMs: gapMs.first };
      return;
    }
    const now = performance.now();
    const { askedAt, waitMs } = this.#gap;
    if (now - Math.max(heldSince, askedAt) <= waitMs || history.active) return;
    if (this.#gate.retry() > 0) return; // what it waited for was written here
    const link = links[Math.floor(Math.random() * links.length)];
    if (link === undefined) return;
    this.#gap = { askedAt: now, waitMs: Math.min(gapMs.most, waitMs * 2) };
    history.want(link);
  }

  drop(link: Link): void {
    this.#paces.get(link)?.close();
    this.#paces.delete(link);
  }

  close(): void {
    this.#closed = true;
    for (const pace of this.#paces.values()) pace.close();
    this.#paces.clear();
    this.#gate.clear();
  }

  #paceOf(link: Link): Pace {
    const known = this.#paces.get(link);
    if (known !== undefined) return known;
    const pace = new Pace();
    this.#paces.set(link, pace);
    return pace;
  }

  #takeGossip(link: Link, message: Of<"gossip">): void {
    const { gossip } = this.#options;
    const fresh = this.#passed(link, this.#gate.receive(message.payload))?.fresh ?? null;
    if (fresh === null) return;
    const key = keyOf(message.payload);
    // Known already, but perhaps still about to be forwarded: then its holders count.
    if (fresh.length === 0) gossip.repeat(link, message, key);
    else gossip.receive(link, message, key, () => fresh.every((id) => this.#context.records.ids.has(id)));
  }

  #takeRecords(link: Link, records: readonly Uint8Array[]): void {
    for (const bytes of records) {
      const id = this.#context.recordId(bytes);
      if (id === null) {
        this.#options.onOffence(link);
        return;
      }
      this.#context.records.receive(id, bytes.slice());
    }
  }

  /** Judged elsewhere, taken here. */
  #takeSlice(link: Link, message: Of<"slice">): void {
    const { update, request } = message;
    const { history } = this.#options;
    const judging = this.#context.judge?.(update);
    this.#afterSlices(async () => {
      const blocks = await judging;
      if (this.#closed) return;
      const passed = this.#passed(
        link,
        blocks == null ? this.#gate.receive(update) : this.#gate.receiveJudged(update, blocks),
      );
      if (passed !== null && history.accepts(link, request))
        history.onSlice(message, passed.applied + passed.fresh.length > 0);
    });
  }

  #afterSlices(act: () => Promise<void> | void): void {
    this.#slices = this.#slices.then(act).catch((reason: unknown) => {
      // A listener's fault, told to the page; the slices after it are taken all the same.
      queueMicrotask(() => {
        throw reason;
      });
    });
  }

  /** What of it passed, or null after an offence. */
  #passed(link: Link, passed: Passed | GateFault): Passed | null {
    if (typeof passed !== "string") return passed;
    this.#options.onOffence(link);
    return null;
  }
}
