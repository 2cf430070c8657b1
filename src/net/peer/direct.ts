// The direct way to a peer: one RTCPeerConnection at a time, made anew for each attempt. Attempts are counted by the side that
// offers, always the peer with the higher id, so there is no glare and signals of an earlier attempt are known.

import { Timers } from "../../lib/timers.ts";
import { fingerprintOf } from "../link/hello.ts";
import type { Link } from "../link/link.ts";
import type { Path, PathOptions } from "../link/path.ts";
import { toError } from "../../lib/to-error.ts";
import { Rtc, type RtcFault } from "./rtc.ts";
import type { Signal, SignalBody } from "./signal.ts";

/** ICE may recover by itself; then it is helped; then the link is given up (PR3). */
const disconnectedGraceMs = 5000;
const restartGraceMs = 8000;

type DirectSignal = Extract<Signal, { kind: "offer" | "answer" | "candidates" | "restart" }>;

/** `refused` by the browser, with the name of its error; `disconnected` for too long. */
export type DirectFault = RtcFault | "disconnected" | `refused ${string}`;

export type DirectOptions = Readonly<{
  /** This side offers; the other asks it to. */
  offers: boolean;
  /** This browser has it. */
  webRtc: boolean;
  iceServers: () => readonly RTCIceServer[];
  signal: (body: SignalBody) => void;
  path: (options: Pick<PathOptions, "channels" | "frameBytes" | "fingerprints">) => Path;
  /** Kinds of addresses that ICE found on this device in the attempt which has just ended. */
  onCandidates: (types: ReadonlySet<RTCIceCandidateType>) => void;
  /** The attempt, or the proven link that it had led to, has failed. */
  onFailed: (what: "attempt" | "link", cause: DirectFault) => void;
}>;

export class Direct {
  readonly #options: DirectOptions;
  readonly #timers = new Timers<"disconnected">();
  #possible: boolean;
  #attempt = 0;
  #rtc: Rtc | null = null;
  #path: Path | null = null;

  constructor(options: DirectOptions) {
    this.#options = options;
    this.#possible = options.webRtc;
  }

  /** Once it is proven. */
  get link(): Link | null {
    return this.#path?.link ?? null;
  }

  /** Both browsers have WebRTC, as far as is known. */
  get isPossible(): boolean {
    return this.#possible;
  }

  /** The other browser has none. */
  ruleOut(): void {
    this.#possible = false;
    this.drop();
  }

  /** An attempt is under way, or has led to a path. */
  get isTrying(): boolean {
    return this.#rtc !== null;
  }

  /** Begins an attempt, or asks the other side to, unless one is under way. */
  try(): void {
    if (!this.#possible || this.#rtc !== null) return;
    if (this.#options.offers) {
      this.#attempt++;
      this.#connect()?.offer();
    } else this.#options.signal({ kind: "restart" });
  }

  /** The same, where an attempt that hangs in "connecting" is given up for it. */
  retry(): void {
    if (this.#path !== null) return;
    if (this.#options.offers) this.drop();
    this.try();
  }

  /** Looks for another way, after a network change. */
  restart(): void {
    if (this.#rtc === null) this.try();
    else if (this.#options.offers) this.#rtc.offer({ restart: true });
    else this.#options.signal({ kind: "restart" });
  }

  receive(signal: DirectSignal): void {
    if (!this.#possible) return;
    const { offers } = this.#options;
    if (signal.kind === "restart") {
      if (offers) this.restart();
    } else if (signal.kind === "offer") {
      if (offers || signal.attempt < this.#attempt) return;
      if (signal.attempt > this.#attempt) this.drop();
      this.#attempt = signal.attempt;
      this.#connect()?.acceptOffer(signal.description);
    } else if (signal.attempt === this.#attempt) {
      if (signal.kind === "candidates") this.#rtc?.acceptCandidates(signal.candidates);
      else if (offers) this.#rtc?.acceptAnswer(signal.description);
    }
  }

  /** Ends the attempt and the path. Another may follow. */
  drop(): void {
    this.#timers.stop("disconnected");
    this.#path?.close();
    this.#path = null;
    if (this.#rtc === null) return;
    const { candidateTypes } = this.#rtc;
    if (candidateTypes !== null) this.#options.onCandidates(candidateTypes);
    this.#rtc.close();
    this.#rtc = null;
  }

  /** Null where the browser gives no connection: Chromium has 500 for all rooms, those just closed included. */
  #connect(): Rtc | null {
    try {
      return (this.#rtc ??= this.#newRtc());
    } catch (reason) {
      this.#fail(`refused ${toError(reason).name}`);
      return null;
    }
  }

  #newRtc(): Rtc {
    const attempt = this.#attempt;
    const { iceServers, signal } = this.#options;
    const rtc = new Rtc(iceServers(), {
      offer: (description) => signal({ kind: "offer", attempt, description }),
      answer: (description) => signal({ kind: "answer", attempt, description }),
      candidates: (candidates) => signal({ kind: "candidates", attempt, candidates }),
      open: () => this.#open(rtc),
      state: (state) => this.#onState(state),
      failed: (fault) => this.#fail(fault),
    });
    return rtc;
  }

  #open(rtc: Rtc): void {
    if (this.#rtc !== rtc) return;
    const { localSdp, remoteSdp, channels, frameBytes } = rtc;
    const fingerprints = { local: fingerprintOf(localSdp), remote: fingerprintOf(remoteSdp) };
    this.#path = this.#options.path({ channels, frameBytes, fingerprints });
  }

  #onState(state: RTCPeerConnectionState): void {
    if (state !== "disconnected") {
      this.#timers.stop("disconnected");
      return;
    }
    this.#timers.after("disconnected", disconnectedGraceMs, () => {
      this.restart();
      this.#timers.after("disconnected", restartGraceMs, () => this.#fail("disconnected"));
    });
  }

  #fail(cause: DirectFault): void {
    const what = this.link !== null ? "link" : "attempt";
    this.drop();
    this.#options.onFailed(what, cause);
  }
}
