// The public rooms that the host lists, asked for again and again while somebody looks at the list.

import type { Stop } from "../lib/listeners.ts";
import { toFragment } from "../room/link.ts";
import type { Host } from "./host.ts";
import type { PublicRoom } from "./model.ts";

const everyMs = 5000;

export type PublicRoomsOptions = Readonly<{
  host: Pick<Host, "rooms">;
  /** Somebody looks at the list. */
  isShown: () => boolean;
  onChange: () => void;
}>;

export class PublicRooms {
  readonly #options: PublicRoomsOptions;
  #list: readonly PublicRoom[] | null = null;

  constructor(options: PublicRoomsOptions) {
    this.#options = options;
  }

  /** null while the host has not answered or is away. */
  get list(): readonly PublicRoom[] | null {
    return this.#list;
  }

  start(): Stop {
    const timer = setInterval(() => void this.#read(), everyMs);
    void this.#read();
    return () => clearInterval(timer);
  }

  async #read(): Promise<void> {
    const { host, isShown, onChange } = this.#options;
    if (!isShown()) return;
    const rooms = await host.rooms();
    const next =
      rooms?.map(({ name, people }) => ({ href: toFragment({ kind: "public", name }), name, people })) ??
      null;
    if (JSON.stringify(next) === JSON.stringify(this.#list)) return;
    this.#list = next;
    onChange();
  }
}
