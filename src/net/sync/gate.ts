// What comes from the wire before the document sees it (GT1, GT2, GT3). It filters; it does not judge signatures.
// Structs are applied only in the order of their clocks; what is not contiguous waits here, bounded, and its records show
// already. The wire's delete set is never applied; an emptied slot passes only where an honest document can have one.

import * as Y from "yjs";
import { recordsMap } from "../../lib/records-map.ts";
import type { RecordId } from "../../room/ids.ts";
import type { Block, RoomContext } from "../context.ts";
import { encodeUpdate, parseUpdate, type Struct, type UpdateFault } from "./update.ts";

/** More waiting than this is forgotten and asked for again. */
const maxHeldBytes = 8 * 1024 * 1024;
/** A struct in a map of its own client's. */
const heldOverhead = 400;
/**
 * Peers that adopt one record write it some times over. Yjs walks all copies of a key for each new one: 12 000 copies, 30 KB
 * on the wire, held the page for a minute, and again at each opening. So more are refused.
 */
const maxCopies = 64;
/** Each stays in every state vector for ever (6 bytes); MS6 keeps a year of 20 people under some hundred. */
const maxClients = 20_000;
/** Of those remembered as refused. */
const maxRefused = 20_000;

/** What the gate needs to know of the room. */
export type GateContext = Pick<RoomContext, "doc" | "recordId"> &
  Readonly<{ records: Pick<RoomContext["records"], "has" | "bytesOf" | "isErased" | "receive"> }>;

export type GateFault = UpdateFault | "id";

export type Passed = Readonly<{
  /** Ids of records not known before, applied or waiting. */
  fresh: readonly RecordId[];
  /** Structs applied. */
  applied: number;
}>;

export class Gate {
  readonly #context: GateContext;
  readonly #origin: unknown;
  readonly #held = new Map<number, Map<number, Struct>>();
  /** Keys of emptied slots that wait. */
  readonly #emptied = new Set<RecordId>();
  /** Copies of a key among what is about to be applied. */
  readonly #coming = new Map<RecordId, number>();
  /** Yjs clients with a slot that is not taken: what they say later counts as records alone, and nothing waits for it. */
  readonly #refused = new Set<number>();
  #heldBytes = 0;
  #heldSince: number | null = null;

  /** `origin` is given to the document's transactions. */
  constructor(context: GateContext, origin: unknown) {
    this.#context = context;
    this.#origin = origin;
  }

  /** performance.now() since when something has been waiting for an earlier struct, or null. */
  get heldSince(): number | null {
    return this.#heldSince;
  }

  /** About what is kept of structs that wait. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Takes an update; gives what passed, or the offence that its bytes alone prove. Never throws. */
  receive(update: Uint8Array): Passed | GateFault {
    const parsed = parseUpdate(update);
    if (typeof parsed === "string") return parsed;
    const { records, recordId } = this.#context;
    for (const { key, bytes } of parsed.structs) if (bytes !== null && recordId(bytes) !== key) return "id";
    const fresh = parsed.structs.filter(
      ({ key, bytes }) => bytes !== null && !records.has(key) && !records.isErased(key),
    );
    const passing = this.#sort(parsed.structs);
    const whole =
      parsed.plain &&
      passing.length === parsed.structs.length &&
      passing.every((struct, i) => struct === parsed.structs[i]);
    this.#apply(passing, whole ? update : null);
    let applied = passing.length;
    // A record written twice: what waited because its content was not here yet may pass now.
    if (passing.some(({ key }) => this.#emptied.has(key))) applied += this.retry();
    return { fresh: fresh.map(({ key }) => key), applied };
  }

  /**
   * Takes an update of which it is known that it is plain and that each entry stands under its id (`readPlainUpdate`). Where it
   * follows on what is here and all of it is new, it is applied as it came: 100 000 records in 0.4 s instead of 1.3 s.
   */
  receiveJudged(update: Uint8Array, blocks: readonly Block[]): Passed | GateFault {
    const { doc, records } = this.#context;
    const { _map: entries } = doc.getMap(recordsMap);
    const isAllNew = blocks.every(
      ({ client, clock, keys }) =>
        Y.getState(doc.store, client) === clock &&
        !this.#isRefused(client) &&
        keys.every((key) => !entries.has(key) && !records.isErased(key)),
    );
    if (!isAllNew) return this.receive(update);
    Y.applyUpdate(doc, update, this.#origin);
    const applied = blocks.reduce((sum, { keys }) => sum + keys.length, 0);
    return { fresh: [], applied: applied + (this.#held.size > 0 ? this.retry() : 0) };
  }

  /** Something was erased or arrived another way: what waited may pass now. Gives how many did. */
  retry(): number {
    for (let applied = 0; ;) {
      const passing: Struct[] = [];
      const next = new Map<number, number>();
      for (const client of Array.from(this.#held.keys())) this.#drain(client, next, passing);
      if (passing.length === 0) return applied;
      this.#apply(passing, null);
      applied += passing.length;
    }
  }

  clear(): void {
    this.#held.clear();
    this.#emptied.clear();
    this.#heldBytes = 0;
    this.#heldSince = null;
  }

  /** Splits into what may be applied now, in order, and what waits. */
  #sort(structs: readonly Struct[]): Struct[] {
    const { records, doc } = this.#context;
    const passing: Struct[] = [];
    const next = new Map<number, number>();
    for (const struct of structs) {
      const { client, clock, key, bytes } = struct;
      const expected = next.get(client) ?? Y.getState(doc.store, client);
      if (clock < expected || this.#isRefused(client)) {
        // The slot is taken, perhaps by other bytes: a record that is new all the same gets a slot of its own.
        if (bytes !== null) records.receive(key, bytes);
      } else if (clock === expected && this.#isOneTooMany(struct)) {
        if (bytes !== null) records.receive(key, bytes);
        this.#refuse(client);
      } else if (clock === expected && this.#isExcused(struct)) {
        this.#pass(struct, passing);
        next.set(client, clock + 1);
        this.#drain(client, next, passing);
      } else {
        this.#hold(struct);
        if (bytes !== null) records.receive(key, bytes);
      }
    }
    return passing;
  }

  #drain(client: number, next: Map<number, number>, passing: Struct[]): void {
    const held = this.#held.get(client);
    if (held === undefined) return;
    let expected = next.get(client) ?? Y.getState(this.#context.doc.store, client);
    for (const clock of held.keys()) if (clock < expected) this.#release(held, clock);
    for (;;) {
      const struct = held.get(expected);
      if (struct === undefined || !this.#isExcused(struct)) break;
      if (this.#isOneTooMany(struct)) {
        this.#refuse(client);
        break;
      }
      this.#release(held, expected);
      this.#pass(struct, passing);
      next.set(client, ++expected);
    }
    if (held.size === 0) this.#held.delete(client);
    this.#restIfNoneIsHeld();
  }

  /** Their records were received when they were held. */
  #refuse(client: number): void {
    if (this.#refused.size >= maxRefused) this.#refused.clear();
    this.#refused.add(client);
    const held = this.#held.get(client);
    if (held === undefined) return;
    for (const clock of Array.from(held.keys())) this.#release(held, clock);
    this.#held.delete(client);
    this.#restIfNoneIsHeld();
  }

  #isRefused(client: number): boolean {
    if (this.#refused.has(client)) return true;
    const { clients } = this.#context.doc.store;
    return clients.size >= maxClients && !clients.has(client);
  }

  #restIfNoneIsHeld(): void {
    if (this.#held.size > 0) return;
    this.#emptied.clear();
    this.#heldSince = null;
  }

  /**
   * An emptied slot passes where its record is validly erased (GT3). Where the record is known it passes too, but filled: Yjs
   * empties the slot of a lower client where two hold one key (GT2), and which one was the lower is not the same everywhere.
   */
  #isExcused({ key, bytes }: Struct): boolean {
    return (
      bytes !== null || this.#context.records.isErased(key) || this.#context.records.bytesOf(key) !== null
    );
  }

  /** What was erased is emptied; what is emptied and not erased is filled from what is known: its key is the hash of its content. */
  #whole(struct: Struct): Struct {
    const { records } = this.#context;
    if (records.isErased(struct.key)) return { ...struct, bytes: null };
    return struct.bytes === null ? { ...struct, bytes: records.bytesOf(struct.key) } : struct;
  }

  /** Copies in the document and on their way into it, walked no further than the bound. */
  #isOneTooMany({ key }: Struct): boolean {
    let count = this.#coming.get(key) ?? 0;
    let item = this.#context.doc.getMap(recordsMap)._map.get(key) ?? null;
    for (; item !== null && count < maxCopies; item = item.left) count++;
    return count >= maxCopies;
  }

  #pass(struct: Struct, passing: Struct[]): void {
    this.#coming.set(struct.key, (this.#coming.get(struct.key) ?? 0) + 1);
    passing.push(this.#whole(struct));
  }

  #hold(struct: Struct): void {
    if (this.#heldBytes > maxHeldBytes) this.clear();
    let held = this.#held.get(struct.client);
    if (held === undefined) this.#held.set(struct.client, (held = new Map()));
    const known = held.get(struct.clock);
    // A slot with content beats an emptied one: somebody may be withholding.
    if (known !== undefined && (known.bytes !== null || struct.bytes === null)) return;
    if (known !== undefined) this.#release(held, struct.clock);
    held.set(struct.clock, struct);
    if (struct.bytes === null) this.#emptied.add(struct.key);
    this.#heldBytes += heldOverhead + (struct.bytes?.length ?? 0);
    this.#heldSince ??= performance.now();
  }

  #release(held: Map<number, Struct>, clock: number): void {
    const struct = held.get(clock);
    if (struct === undefined) return;
    held.delete(clock);
    this.#heldBytes -= heldOverhead + (struct.bytes?.length ?? 0);
  }

  #apply(structs: readonly Struct[], asItCame: Uint8Array | null): void {
    this.#coming.clear();
    if (structs.length === 0) return;
    Y.applyUpdate(this.#context.doc, asItCame ?? encodeUpdate(structs), this.#origin);
  }
}
