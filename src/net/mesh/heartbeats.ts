// What members tell each other again and again, so that nothing has to be asked for: their time (RC3), a digest of what they
// hold (MS4), and what of it is stored (custody).

import { Listeners } from "../../lib/listeners.ts";
import type { AuthorId, RecordId } from "../../room/ids.ts";
import type { RoomContext } from "../context.ts";
import type { Link, Message } from "../link/link.ts";
import type { Exchange } from "../sync/exchange.ts";

export type HeartbeatsOptions = Readonly<{ context: RoomContext; peerId: string; exchange: Exchange }>;

export class Heartbeats {
  readonly #options: HeartbeatsOptions;
  /** A member's wall time minus ours, ms, at a heartbeat (RC3). */
  readonly onWall = new Listeners<[author: AuthorId, offsetMs: number]>();
  /** A member stores these records of ours; null: all that there are. */
  readonly onHeld = new Listeners<[author: AuthorId, ids: readonly RecordId[] | null]>();

  constructor(options: HeartbeatsOptions) {
    this.#options = options;
  }

  send(link: Link): void {
    const { context, exchange } = this.#options;
    link.send({
      type: "heartbeat",
      wall: Math.max(0, Math.round(context.now())),
      digest: exchange.digest(),
      stored: context.isStored?.() ?? true,
    });
  }

  hear(link: Link, { wall, digest, stored }: Message & { type: "heartbeat" }): void {
    const { context, peerId, exchange } = this.#options;
    this.onWall.emit(link.author, wall - context.now());
    const same = exchange.onDigest(link, digest, peerId < link.peerId);
    if (stored && same === true) this.onHeld.emit(link.author, null);
  }

  /** Tells an author that its records are stored here. */
  sayHeld(links: readonly Link[], author: AuthorId, ids: readonly RecordId[]): void {
    const message = { type: "held", ids: this.#options.context.packIds(ids) } as const;
    for (const link of links) if (link.author === author) link.send(message);
  }

  hearHeld(link: Link, { ids }: Message & { type: "held" }): void {
    this.onHeld.emit(link.author, this.#options.context.unpackIds(ids));
  }

  close(): void {
    this.onWall.clear();
    this.onHeld.clear();
  }
}
