// The public rooms that the host lists, asked for again and again while somebody looks at the list.

import type { Stop } from "../lib/listeners.ts";
import { toFragment } from "../room/link.ts";
import type { Host } from "./host.ts";
import type { PublicRoomList } from "./model.ts";

const everyMs = 5000;

export type PublicRoomsOptions = Readonly<{
  host: Pick<Host, "rooms">;
  /** Somebody looks at the list. */
  isShown: () => boolean;
  onChange: () => void;
}>;

export class PublicRooms {
  readonly #options: PublicRoomsOptions;
  #list: PublicRoomList = "asking";
  #wasShown = false;

  constructor(options: PublicRoomsOptions) {
    this.#options = options;
  }

  get list(): PublicRoomList {
    return this.#list;
  }

  start(): Stop {
    const timer = setInterval(() => void this.#read(), everyMs);
    this.look();
    return () => clearInterval(timer);
  }

  /** Somebody may have begun to look, or have gone: what the host said before that says nothing of now. */
  look(): void {
    const isShown = this.#options.isShown();
    if (isShown && !this.#wasShown) {
      this.#set("asking");
      void this.#read();
    }
    this.#wasShown = isShown;
  }

  async #read(): Promise<void> {
    const { host, isShown } = this.#options;
    if (!isShown()) {
      this.#wasShown = false;
      return;
    }
    const rooms = await host.rooms();
    this.#set(
      rooms?.map(({ name, people }) => ({ href: toFragment({ kind: "public", name }), name, people })) ??
        "away",
    );
  }

  #set(list: PublicRoomList): void {
    if (JSON.stringify(list) === JSON.stringify(this.#list)) return;
    this.#list = list;
    this.#options.onChange();
  }
}
