// The way to a peer through the host (MS5), for as long as there is no direct one; that is tried again from time to time.

import { Timers } from "../../lib/timers.ts";
import type { Link } from "../link/link.ts";
import type { Path, PathOptions } from "../link/path.ts";
import { Relay, relayFrameBytes } from "./relay.ts";
import type { SignalBody } from "./signal.ts";

/**
 * Networks change: a direct path is tried after this, and twice as long after each failure. A room of 30 without any would
 * else make a connection a second on each device, for ever.
 */
const retryMs = { least: 20_000, most: 40_000 } as const;
const maxRetryFactor = 8;
/** Messages already on their way through the host when the direct path opens. */
const lingersMs = 5000;

export type RelayedOptions = Readonly<{
  signal: (body: SignalBody) => void;
  path: (options: Pick<PathOptions, "channels" | "frameBytes">) => Path;
  /** Time for another attempt at a direct path. */
  onRetry: () => void;
  onClosed: () => void;
}>;

export class Relayed {
  readonly #transport: Relay;
  readonly #path: Path;
  readonly #options: RelayedOptions;
  readonly #timers = new Timers<"retry" | "linger">();
  /** Attempts made since the network last changed. */
  #retries = 0;

  constructor(options: RelayedOptions) {
    this.#options = options;
    this.#transport = new Relay((bytes) => options.signal({ kind: "frame", bytes }));
    this.#path = options.path({ channels: this.#transport.channels, frameBytes: relayFrameBytes });
    this.#retryLater();
  }

  /** Once it is proven. */
  get link(): Link | null {
    return this.#path.link;
  }

  receive(frame: Uint8Array): void {
    this.#transport.receive(frame);
  }

  /** The network has changed: what failed until now says nothing more. */
  forgetFailures(): void {
    this.#retries = 0;
    this.#retryLater();
  }

  /** A direct path has taken over. */
  linger(): void {
    this.#timers.stop("retry");
    this.#timers.after("linger", lingersMs, () => this.close());
  }

  /** Idempotent. */
  close(): void {
    this.#timers.close();
    this.#path.close();
    this.#transport.close();
    this.#options.onClosed();
  }

  #retryLater(): void {
    const { least, most } = retryMs;
    const factor = Math.min(maxRetryFactor, 2 ** this.#retries);
    this.#timers.after("retry", (least + Math.random() * (most - least)) * factor, () => {
      this.#retries++;
      this.#options.onRetry();
      this.#retryLater();
    });
  }
}
