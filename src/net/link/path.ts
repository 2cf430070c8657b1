// One way to a peer, from its channels to its link: direct over a data channel, or relayed through the host.

import { Greeting, type GreetingOptions, type LinkFault } from "./greeting.ts";
import { Lane, type Channel, type LaneFault } from "./lane.ts";
import type { Link } from "./link.ts";

export type PathOptions = Omit<GreetingOptions, "live" | "bulk" | "onFault"> &
  Readonly<{
    channels: Readonly<{ live: Channel; bulk: Channel }>;
    frameBytes: number;
    onFault: (fault: LaneFault | LinkFault, cause?: string) => void;
  }>;

export class Path {
  readonly #greeting: Greeting;
  readonly #lanes: readonly Lane[];

  constructor(options: PathOptions) {
    const { channels, frameBytes, onFault, ...others } = options;
    const lane = (channel: Channel): Lane =>
      new Lane({ channel, frameBytes, onMessage: (bytes) => this.#greeting.receive(bytes), onFault });
    const live = lane(channels.live);
    const bulk = lane(channels.bulk);
    this.#lanes = [live, bulk];
    this.#greeting = new Greeting({ ...others, live, bulk, onFault });
  }

  /** Once both ends have proven themselves. */
  get link(): Link | null {
    return this.#greeting.link;
  }

  /** Nothing more is sent or heard. Idempotent. */
  close(): void {
    this.#greeting.close();
    for (const lane of this.#lanes) lane.close();
  }
}
