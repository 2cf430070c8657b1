// All that links say about records: live ones come and go (MS1), history is asked for and given (MS2), differences are
// repaired (MS4). It reads nothing of a record but its id.

import type { Stop } from "../../lib/listeners.ts";
import type { RoomContext } from "../context.ts";
import type { Heard, Link, Message } from "../link/link.ts";
import { Answers } from "./answers.ts";
import { AntiEntropy } from "./anti-entropy.ts";
import type { Gossip } from "./gossip.ts";
import { History } from "./history.ts";
import { Intake } from "./intake.ts";
import { Meters } from "./meter.ts";

/** What is larger was not just written: it was loaded or brought back, and is found by comparing digests. */
const maxLiveBytes = 128 * 1024;

type RecordMessage =
  | (Message & { type: "gossip"; what: "update" })
  | Extract<
      Message,
      { type: "ask" | "credit" | "enough" | "records" | "slice" | "done" | "buckets" | "bucket" }
    >;

const types: ReadonlySet<Heard["type"]> = new Set<RecordMessage["type"]>([
  "gossip",
  "ask",
  "credit",
  "enough",
  "records",
  "slice",
  "done",
  "buckets",
  "bucket",
]);

export const isAboutRecords = (message: Heard): message is RecordMessage =>
  types.has(message.type) && (message.type !== "gossip" || message.what === "update");

export type ExchangeOptions = Readonly<{
  context: RoomContext;
  gossip: Gossip;
  /** The bytes alone prove that no correct peer sent them (GT5). */
  onOffence: (link: Link) => void;
  /** History advanced. */
  onChange: () => void;
}>;

export class Exchange {
  readonly #options: ExchangeOptions;
  readonly #intake: Intake;
  readonly #answers: Answers;
  readonly #history: History;
  readonly #antiEntropy: AntiEntropy;
  readonly #meters = new Meters();
  /** Links whose first digest told whether history must be asked for. */
  readonly #compared = new WeakSet<Link>();
  readonly #stops: readonly Stop[];

  constructor(options: ExchangeOptions) {
    this.#options = options;
    const { context, gossip, onOffence, onChange } = options;
    this.#history = new History(context, onChange);
    this.#answers = new Answers(context);
    this.#intake = new Intake({ context, gossip, history: this.#history, onOffence });
    this.#antiEntropy = new AntiEntropy(context, () => this.#history.active);
    const onUpdate = (update: Uint8Array, origin: unknown): void => this.#onUpdate(update, origin);
    context.doc.on("update", onUpdate);
    this.#stops = [
      () => context.doc.off("update", onUpdate),
      context.records.onErased((id) => this.#intake.retry([id])),
    ];
  }

  /** 0…1 while a history worth showing is arriving. */
  get progress(): number | null {
    return this.#history.progress;
  }

  get isReceiving(): boolean {
    return this.#history.active;
  }

  /** For a heartbeat. */
  digest(): Uint8Array {
    return this.#antiEntropy.digest();
  }

  /** Acts on what a link says, now or when its pace allows. What was asked for is charged to the question (GT0). */
  read(link: Link, message: Heard, act: () => void): void {
    const isAnswer =
      message.type === "slice"
        ? this.#history.arrive(link, message)
        : message.type === "done" && this.#history.accepts(link, message.request);
    if (isAnswer) act();
    else this.#meters.take(link, message, act);
  }

  onMessage(link: Link, message: RecordMessage): void {
    switch (message.type) {
      case "gossip":
        this.#intake.onGossip(link, message);
        break;
      case "ask":
        if (!this.#answers.give(link, message)) this.#options.onOffence(link);
        break;
      case "credit":
        this.#answers.credit(link, message);
        break;
      case "enough":
        this.#answers.stop(link);
        break;
      case "records":
        this.#intake.onRecords(link, message);
        break;
      case "slice":
        this.#intake.onSlice(link, message);
        break;
      case "done":
        this.#intake.onDone(link, message);
        break;
      case "buckets":
        this.#antiEntropy.onBuckets(link, message);
        break;
      case "bucket":
        this.#antiEntropy.onBucket(link, message);
        break;
    }
  }

  /**
   * A peer's digest, of a heartbeat. True when both hold the same records, false when they differ, null when one cannot tell
   * yet. `isFirst`: of the two it is we who begin a repair.
   */
  onDigest(link: Link, digest: Uint8Array, isFirst: boolean): boolean | null {
    const same = this.#antiEntropy.compare(digest);
    if (same !== true && !this.#compared.has(link)) this.#history.want(link);
    this.#compared.add(link);
    this.#antiEntropy.onHeartbeat(link, digest, isFirst);
    return same;
  }

  /** To be called now and then: asks one of these links for what something has waited for too long. */
  fillGap(links: readonly Link[]): void {
    this.#intake.fillGap(links);
  }

  /** The link is gone. */
  drop(link: Link): void {
    this.#meters.drop(link);
    this.#history.drop(link);
    this.#intake.drop(link);
  }

  /** Idempotent. */
  close(): void {
    for (const stop of this.#stops) stop();
    this.#history.close();
    this.#answers.close();
    this.#intake.close();
  }

  /** Something new in the document: own records and those of other tabs go out; what came over the wire gossip forwards. */
  #onUpdate(update: Uint8Array, origin: unknown): void {
    const { context, gossip } = this.#options;
    if (origin === this.#intake || origin === context.erasure) return;
    if (update.length <= maxLiveBytes) gossip.publish("update", update);
  }
}
