// Repairs whatever was missed (MS4): peers whose digests differ on two heartbeats compare buckets, then send each other the
// records the other lacks. The set of records is the truth, whatever happened to Yjs clocks.

import type { RoomContext } from "../context.ts";
import type { Link } from "../link/link.ts";
import { bucketDigestBytes, standing, type LinkMessage } from "../link/message.ts";
import type { RecordId } from "../../room/ids.ts";
import { pause } from "../../lib/pause.ts";
import { sameBytes } from "../../lib/bytes.ts";

const bucketCount = 256;
/** Buckets and records of one exchange: the rest follows with the next heartbeat. */
const maxBuckets = 64;
const maxRecordBytes = 512 * 1024;
const maxRecords = 1024;
/** Read in one go: 5 ms. */
const idsPerSlice = 4096;
const idBytes = 16;
const notReady = new Uint8Array(32);
/** An honest peer compares once a heartbeat. A question asked too soon is left unanswered: it comes again (GT4). */
const answersPer = { ms: 5000, buckets: 1, bucket: 2 * maxBuckets } as const;

export class AntiEntropy {
  readonly #context: RoomContext;
  readonly #isReceiving: () => boolean;
  readonly #mismatches = new WeakMap<Link, number>();
  readonly #answered = new WeakMap<Link, { since: number; buckets: number; bucket: number }>();

  /** `isReceiving`: history is arriving, so what is missing is only not here yet (MS2). */
  constructor(context: RoomContext, isReceiving: () => boolean) {
    this.#context = context;
    this.#isReceiving = isReceiving;
  }

  /** The digest for a heartbeat; zeros while records still arrive or wait for verification. */
  digest(): Uint8Array {
    const { records } = this.#context;
    return records.settled && !this.#isReceiving() ? records.ids.digest : notReady;
  }

  /** True when both hold the same records, false when they differ, null when one of them cannot tell yet. */
  compare(digest: Uint8Array): boolean | null {
    const own = this.digest();
    if (sameBytes(own, notReady) || sameBytes(digest, notReady)) return null;
    return sameBytes(own, digest);
  }

  /** One heartbeat of a peer. Live records may be under way: only a difference that lasts is looked into. */
  onHeartbeat(link: Link, digest: Uint8Array, isFirst: boolean): void {
    const same = this.compare(digest);
    const count = same === false ? (this.#mismatches.get(link) ?? 0) + 1 : 0;
    this.#mismatches.set(link, count);
    if (count >= 2 && isFirst)
      link.send({ type: "buckets", epoch: standing, digests: this.#bucketDigests() });
  }

  onBuckets(link: Link, { digests }: LinkMessage & { type: "buckets" }): void {
    if (!this.#mayAnswer(link, "buckets")) return;
    const own = this.#bucketDigests();
    const differing = own.flatMap((digest, index) =>
      sameBytes(digest, digests[index] ?? notReady) ? [] : [index],
    );
    for (const index of differing.slice(0, maxBuckets)) this.#sendBucket(link, index, false);
  }

  onBucket(link: Link, { index, ids, reply }: LinkMessage & { type: "bucket" }): void {
    if (!this.#mayAnswer(link, "bucket")) return;
    void this.#answerBucket(link, index, ids, reply);
  }

  async #answerBucket(link: Link, index: number, ids: Uint8Array, reply: boolean): Promise<void> {
    const { records } = this.#context;
    const theirs = new Set(await this.#unpack(ids));
    const missing: Uint8Array[] = [];
    let size = 0;
    for (const id of Array.from(records.ids.idsOf(index))) {
      if (missing.length >= maxRecords || size > maxRecordBytes) break;
      const bytes = theirs.has(id) ? null : records.soundBytesOf(id);
      if (bytes === null) continue;
      missing.push(bytes);
      size += bytes.length;
    }
    if (link.closed) return;
    if (missing.length > 0) link.send({ type: "records", request: 0, records: missing });
    if (!reply) this.#sendBucket(link, index, true);
  }

  /** A slice at a time: ids can be ground into one bucket. */
  async #unpack(ids: Uint8Array): Promise<RecordId[]> {
    const all: RecordId[] = [];
    for (let at = 0; at < ids.length; at += idsPerSlice * idBytes) {
      if (at > 0) await pause();
      for (const id of this.#context.unpackIds(ids.subarray(at, at + idsPerSlice * idBytes))) all.push(id);
    }
    return all;
  }

  #mayAnswer(link: Link, what: "buckets" | "bucket"): boolean {
    const now = performance.now();
    const known = this.#answered.get(link);
    const counted =
      known === undefined || now - known.since >= answersPer.ms
        ? { since: now, buckets: 0, bucket: 0 }
        : known;
    this.#answered.set(link, counted);
    return ++counted[what] <= answersPer[what];
  }

  #bucketDigests(): Uint8Array[] {
    const { ids } = this.#context.records;
    return Array.from({ length: bucketCount }, (_, index) =>
      ids.digestOf(index).subarray(0, bucketDigestBytes),
    );
  }

  #sendBucket(link: Link, index: number, reply: boolean): void {
    const { records, packIds } = this.#context;
    link.send({ type: "bucket", epoch: standing, index, reply, ids: packIds([...records.ids.idsOf(index)]) });
  }
}
