// Records as they come from links, verified and then through the gate into the document (RC4, GT1): live ones, slices of history
// in their order, whole records of a repair. It asks for what is waited for.

import type { RecordId } from "../../room/ids.ts";
import type { RoomContext } from "../context.ts";
import { AuthorMeters } from "./author-meters.ts";
import { Gate, type GateFault, type Passed, type Read } from "./gate.ts";
import { keyOf, type Gossip } from "./gossip.ts";
import type { History } from "./history.ts";
import type { Link } from "../link/link.ts";
import type { LinkMessage } from "../link/message.ts";
import type { Struct } from "./update.ts";
import { Turns } from "./turns.ts";

type Of<T extends LinkMessage["type"]> = LinkMessage & { type: T };

/** Something waits for an earlier struct this long: the difference is asked for (MS4), ever more rarely if nobody has it. */
const gapMs = { first: 2000, most: 60_000 } as const;

/** Of a slice, where nobody else does it. */
const verifiedTogether = 128;
const nothing: Passed = { fresh: [], applied: 0 };

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
  readonly #turns: Turns<Link>;
  readonly #authors = new AuthorMeters();
  /** What has come of history is taken one slice after the other. Never rejects. */
  #slices: Promise<void> = Promise.resolve();
  #gap = { askedAt: 0, waitMs: gapMs.first as number };
  #closed = false;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#context = options.context;
    this.#gate = new Gate(options.context, this);
    this.#turns = new Turns({
      verify: options.context.verifyRecords,
      isKnown: (id) => this.#isKnown(id),
    });
  }

  onGossip(link: Link, message: Of<"gossip">): void {
    const { gossip } = this.#options;
    const { payload } = message;
    const read = this.#read(link, payload);
    if (read === null) return;
    const { structs, asItCame } = read;
    const key = keyOf(payload);
    const first = structs.find((struct) => this.#isNews(struct))?.bytes ?? null;
    if (first === null) {
      // Known already, but perhaps still about to be forwarded: then its holders count.
      gossip.repeat(link, message, key);
      this.#gate.take(structs, asItCame);
      return;
    }
    const author = this.#context.authorOf(first);
    let verdict: (good: boolean) => void = () => undefined;
    gossip.receive(link, message, key, new Promise((resolve) => (verdict = resolve)));
    let taken = 0;
    const isTaken = this.#turns.add<Struct>(link, {
      author,
      items: structs,
      onGood: (good) => {
        this.#gate.take(good, good.length === structs.length ? asItCame : null);
        taken += good.length;
        if (taken === structs.length) verdict(this.#authors.pay(author, payload.length));
      },
      onForged: () => {
        verdict(false);
        this.#options.onOffence(link);
      },
    });
    if (!isTaken) verdict(false);
  }

  onRecords(link: Link, { records }: Of<"records">): void {
    const items = records.map((bytes) => ({ key: this.#context.recordId(bytes), bytes }));
    const isWhole = (item: {
      key: RecordId | null;
      bytes: Uint8Array;
    }): item is { key: RecordId; bytes: Uint8Array } => item.key !== null;
    if (!items.every(isWhole)) {
      this.#options.onOffence(link);
      return;
    }
    this.#turns.add(link, {
      author: "",
      items,
      onGood: (good) => {
        for (const { key, bytes } of good) this.#context.records.receive(key, bytes.slice());
      },
      onForged: () => this.#options.onOffence(link),
    });
  }

  /** What was asked for is verified in the order in which it comes, elsewhere where it can be, and taken here. */
  onSlice(link: Link, message: Of<"slice">): void {
    const { history } = this.#options;
    const { update } = message;
    const judging = this.#context.judge?.(update) ?? Promise.resolve(null);
    this.#afterSlices(async () => {
      const judged = await judging;
      if (this.#closed) return;
      const passed =
        judged === "forged"
          ? judged
          : judged === null
            ? await this.#takeUnjudged(update)
            : this.#gate.takeJudged(update, judged);
      if (this.#closed) return;
      if (typeof passed !== "string")
        return history.onSlice(link, message, passed.applied + passed.fresh.length > 0);
      this.#options.onOffence(link);
      history.onBadSlice(link, message);
    });
  }

  onDone(link: Link, { request }: Of<"done">): void {
    const { history } = this.#options;
    this.#afterSlices(() => {
      if (history.accepts(link, request)) history.onDone();
    });
  }

  /** These were erased, which may let pass what waited. */
  retry(erased: readonly RecordId[]): void {
    this.#gate.retry(erased);
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
    this.#turns.drop(link);
  }

  close(): void {
    this.#closed = true;
    this.#turns.close();
    this.#gate.clear();
  }

  /** Needs no verdict. */
  #isKnown(id: RecordId): boolean {
    const { records } = this.#context;
    return records.ids.has(id) || records.isErased(id);
  }

  #isNews({ key, bytes }: Struct): boolean {
    return bytes !== null && !this.#isKnown(key);
  }

  /** Here, in parts that leave the page its turns. */
  async #takeUnjudged(update: Uint8Array): Promise<Passed | GateFault | "forged"> {
    const read = this.#gate.read(update);
    if (typeof read === "string") return read;
    const news = read.structs.flatMap((struct) => (this.#isNews(struct) ? (struct.bytes ?? []) : []));
    for (let at = 0; at < news.length; at += verifiedTogether) {
      const verdicts = await this.#context.verifyRecords(news.slice(at, at + verifiedTogether));
      if (this.#closed) return nothing;
      if (!verdicts.every(Boolean)) return "forged";
    }
    return this.#gate.take(read.structs, read.asItCame);
  }

  #afterSlices(act: () => Promise<void> | void): void {
    this.#slices = this.#slices.then(act).catch((reason: unknown) => {
      // A listener's fault, told to the page; the slices after it are taken all the same.
      queueMicrotask(() => {
        throw reason;
      });
    });
  }

  #read(link: Link, update: Uint8Array): Read | null {
    const read = this.#gate.read(update);
    if (typeof read !== "string") return read;
    this.#options.onOffence(link);
    return null;
  }
}
