// The way to a peer through the host (MS5), for as long as there is no direct one; that is tried again from time to time. The
// two tell each other a key first (relay-seal.ts): only then there is a path, and nobody but they can put anything on it.

import { toBase64url } from "../../lib/bytes.ts";
import { Timers } from "../../lib/timers.ts";
import type { Link } from "../link/link.ts";
import type { Path, PathOptions } from "../link/path.ts";
import type { PeerIds } from "../mesh/reach.ts";
import { agree, createKeyPair, type RelaySeal } from "./relay-seal.ts";
import { Relay, relayFrameBytes } from "./relay.ts";
import type { Signal, SignalBody } from "./signal.ts";

/**
 * Networks change: a direct path is tried after this, and twice as long after each failure. A room of 30 without any would
 * else make a connection a second on each device, for ever.
 */
const retryMs = { least: 20_000, most: 40_000 } as const;
const maxRetryFactor = 8;
/** Messages already on their way through the host when the direct path opens. */
const lingersMs = 5000;

/** A signal is lost without a trace while a socket reconnects. */
const keyEveryMs = 2500;

export type RelayKey = Signal & { kind: "relay" };

export type RelayedOptions = Readonly<{
  topic: Uint8Array;
  ids: PeerIds;
  /** This browser has it. */
  webRtc: boolean;
  signal: (body: SignalBody) => void;
  /** `keys`: of both ends, new for this link. */
  path: (
    options: Pick<PathOptions, "channels" | "frameBytes"> &
      Readonly<{ keys: Readonly<{ local: string; remote: string }> }>,
  ) => Path;
  /** Time for another attempt at a direct path. */
  onRetry: () => void;
  onClosed: () => void;
}>;

type Open = Readonly<{ seal: RelaySeal; remote: string; transport: Relay; path: Path }>;

export class Relayed {
  readonly #options: RelayedOptions;
  readonly #timers = new Timers<"key" | "retry" | "linger">();
  readonly #own = createKeyPair();
  /** Once the other's key has come. */
  #open: Open | null = null;
  /** Attempts made since the network last changed. */
  #retries = 0;

  constructor(options: RelayedOptions) {
    this.#options = options;
    this.#retryLater();
  }

  /** Tells our key, again and again until the other's has come. */
  begin(): void {
    if (this.#open !== null) return;
    this.#sayKey({ heard: false });
    this.#timers.after("key", keyEveryMs, () => this.begin());
  }

  /** Once it is proven. */
  get link(): Link | null {
    return this.#open?.path.link ?? null;
  }

  hearKey({ key, heard }: RelayKey): void {
    if (this.link !== null) return; // what is proven stands on the keys that it has
    const { topic, ids } = this.#options;
    const isKnown = this.#open?.remote === toBase64url(key);
    const seal = isKnown ? null : agree(this.#own, key, topic, ids);
    // First our key, then what is sealed with it.
    if (!heard && (isKnown || seal !== null)) this.#sayKey({ heard: true });
    if (seal !== null) this.#start(seal, toBase64url(key));
  }

  receive(frame: Uint8Array): void {
    const bytes = this.#open?.seal.open(frame) ?? null;
    if (bytes !== null) this.#open?.transport.receive(bytes);
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
    this.#stop();
    this.#options.onClosed();
  }

  #sayKey({ heard }: Readonly<{ heard: boolean }>): void {
    const { signal, webRtc } = this.#options;
    signal({ kind: "relay", key: this.#own.key, heard, webRtc });
  }

  #start(seal: RelaySeal, remote: string): void {
    this.#timers.stop("key");
    this.#stop();
    const transport = new Relay((bytes) => this.#options.signal({ kind: "frame", bytes: seal.seal(bytes) }));
    const path = this.#options.path({
      channels: transport.channels,
      frameBytes: relayFrameBytes,
      keys: { local: toBase64url(this.#own.key), remote },
    });
    this.#open = { seal, remote, transport, path };
  }

  #stop(): void {
    this.#open?.path.close();
    this.#open?.transport.close();
    this.#open = null;
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
