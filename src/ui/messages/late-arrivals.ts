import type { RoomModel } from "../../app/model.ts";
import type { RecordId } from "../../room/ids.ts";
import type { Message } from "../../room/message.ts";
import { comparePlaces } from "../../room/places.ts";
import { articleId } from "./message-view.ts";

/** Messages from a time apart, as far as this reader has not come across them yet. */
export class LateArrivals {
  readonly #seen = new Set<RecordId>();

  /** In the room's order. */
  unseen(room: RoomModel): readonly Message[] {
    const unseen: Message[] = [];
    for (const id of room.late) {
      const message = this.#seen.has(id) ? null : room.message(id);
      if (message !== null) unseen.push(message);
    }
    return unseen.sort(comparePlaces);
  }

  see(messages: readonly Message[]): void {
    for (const { id } of messages) this.#seen.add(id);
  }

  /** What is on the screen is seen. True when that was news. */
  look({ late }: RoomModel, log: HTMLElement): boolean {
    const before = this.#seen.size;
    if (late.size === 0) return false;
    const view = log.getBoundingClientRect();
    for (const id of late) {
      if (this.#seen.has(id)) continue;
      const box = document.getElementById(articleId(id))?.getBoundingClientRect();
      if (box !== undefined && box.bottom > view.top && box.top < view.bottom) this.#seen.add(id);
    }
    return this.#seen.size !== before;
  }
}
