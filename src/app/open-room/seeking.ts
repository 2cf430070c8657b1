// Whether those who are here may not be met yet. Until then nobody can be said to be alone.

import type { Stop } from "../../lib/listeners.ts";
import type { NetState } from "../session/net-state.ts";

/** From the host's answer to a link: an introduction takes some 100 ms, a path through a slow network up to seconds. */
const seekMs = 3000;

export type SeekingOptions = Readonly<{
  net: () => Pick<NetState, "signaling">;
  /** Made here: nobody else can be in it. */
  isNew: boolean;
  onChange: () => void;
}>;

export class Seeking {
  readonly #options: SeekingOptions;
  #state: "waiting" | "asking" | "done" = "waiting";
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SeekingOptions) {
    this.#options = options;
  }

  /** False while the host is away: then nobody is sought, and nothing is known. */
  get on(): boolean {
    const { net, isNew } = this.#options;
    return !isNew && net().signaling !== "away" && this.#state !== "done";
  }

  /** The network has changed. */
  look(): void {
    const { net, onChange } = this.#options;
    const connected = net().signaling === "connected";
    if (connected && this.#state === "waiting") {
      this.#state = "asking";
      this.#timer = setTimeout(() => {
        this.#state = "done";
        onChange();
      }, seekMs);
    } else if (!connected && this.#state !== "waiting") {
      clearTimeout(this.#timer);
      this.#state = "waiting";
    }
  }

  readonly stop: Stop = () => clearTimeout(this.#timer);
}
