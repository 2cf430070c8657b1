// Goes where the address bar says. One room at a time: the one before is stored and let go first.

import { parseFragment, type RoomLink } from "../room/link.ts";
import type { BadPage, RoomModel, Route } from "./model.ts";

/** What is opened: room.ts. */
export interface OpenRoom {
  readonly model: RoomModel;
  close(): Promise<void>;
}

export type RouterOptions<R extends OpenRoom> = Readonly<{
  /** `chosen`: by a click in the app. */
  openRoom: (link: RoomLink, options: Readonly<{ chosen: boolean }>) => Promise<R>;
  onChange: () => void;
}>;

type Place<R> =
  Readonly<{ at: "home" }> | Readonly<{ at: "bad"; reason: BadPage }> | Readonly<{ at: "room"; open: R }>;

const home = { at: "home" } as const;

export class Router<R extends OpenRoom> {
  readonly #options: RouterOptions<R>;
  #place: Place<R> = home;
  /** Opening takes time: only the newest wish counts. */
  #turn = 0;
  #chosen: string | null = null;
  #leaving: Promise<void> = Promise.resolve();

  constructor(options: RouterOptions<R>) {
    this.#options = options;
  }

  get route(): Route {
    return this.#place.at === "room" ? { at: "room", room: this.#place.open.model } : this.#place;
  }

  get open(): R | null {
    return this.#place.at === "room" ? this.#place.open : null;
  }

  /** Somebody clicked in the app to get there: where the address bar goes next, if it goes there (LK7). */
  choose(fragment: string): void {
    this.#chosen = fragment;
  }

  /** True on arrival; false when there was another wish meanwhile. */
  async follow(fragment: string): Promise<boolean> {
    const { openRoom, onChange } = this.#options;
    const turn = ++this.#turn;
    const chosen = fragment === this.#chosen;
    this.#chosen = null;
    const parsed = parseFragment(fragment);
    if (this.open !== null) {
      this.#leaving = this.open.close();
      this.#place = home;
      if (parsed.at === "home") onChange();
    }
    await this.#leaving;
    if (turn !== this.#turn) return false;
    if (parsed.at === "home") this.#place = home;
    else if (parsed.at === "fault") this.#place = { at: "bad", reason: parsed.fault };
    else {
      const open = await openRoom(parsed.link, { chosen });
      if (turn !== this.#turn) {
        this.#leaving = open.close();
        return false;
      }
      this.#place = { at: "room", open };
    }
    onChange();
    return true;
  }
}
