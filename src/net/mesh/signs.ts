// What tells why a connection does not come about, for the connection doctor and for "Copy details": no addresses, names,
// texts, keys or ids.

import type { Sign } from "./reach.ts";

/** Something that went wrong: an attempt to reach somebody, or a link that stood. */
export type Fault = Readonly<{
  /** ms since 1970. */
  at: number;
  what: "attempt" | "link";
  /** Through the host. */
  relayed: boolean;
  /** A PeerEnd; another version of the app has others. */
  reason: string;
  /** Behind the reason, when it is known: a code, or the name of an error (never its text). */
  cause: string;
}>;

const maxFaults = 32;
/** Attempts whose findings count: an older one may have been in another network. */
const countedAttempts = 4;
/** A tick that comes so late: the page, or the device, was asleep. */
const asleepMs = 30_000;
/** Links that sleep has cost are back by then, or something else is wrong. */
const wakingMs = 20_000;

export class Signs {
  #faults: readonly Fault[] = [];
  #attempts: readonly (readonly RTCIceCandidateType[])[] = [];
  #hasNewer = false;
  #tickedAt: number | null = null;
  #links = 0;
  #woke = { at: -Infinity, links: 0 };

  /** The last ones, oldest first. */
  get faults(): readonly Fault[] {
    return this.#faults;
  }

  /** Kinds of addresses that ICE found on this device, in the last attempts; null before the first. */
  get addresses(): ReadonlySet<RTCIceCandidateType> | null {
    return this.#attempts.length === 0 ? null : new Set(this.#attempts.flat());
  }

  addFault(fault: Fault): void {
    this.#faults = [...this.#faults, fault].slice(-maxFaults);
  }

  addAddresses(types: Iterable<RTCIceCandidateType>): void {
    this.#attempts = [...this.#attempts, [...types]].slice(-countedAttempts);
  }

  /** The network changed: what was found says nothing more. */
  forgetAddresses(): void {
    this.#attempts = [];
  }

  /** `at`: ms since 1970, corrected (RC3). True when it is news. */
  add(sign: Sign, at: number): boolean {
    switch (sign.what) {
      case "candidates":
        this.addAddresses(sign.types);
        return true;
      case "attempt-failed":
        this.addFault({ at, what: "attempt", relayed: false, reason: "ice", cause: sign.cause });
        return true;
      case "newer": {
        const isNews = !this.#hasNewer;
        this.#hasNewer = true;
        return isNews;
      }
    }
  }

  /** Somebody says to speak a newer version. */
  get hasNewer(): boolean {
    return this.#hasNewer;
  }

  /** To be called every second or so, with how many links there are. `now`: ms of a clock that goes on while a device sleeps. */
  tick(now: number, links: number): void {
    if (this.#tickedAt !== null && now - this.#tickedAt > asleepMs)
      this.#woke = { at: now, links: this.#links };
    this.#tickedAt = now;
    this.#links = links;
  }

  /** This page was asleep until just now, and links that it had are not back. (Long before it woke is after a clock was set back.) */
  get isWaking(): boolean {
    const ago = Math.abs((this.#tickedAt ?? 0) - this.#woke.at);
    return ago < wakingMs && this.#links < this.#woke.links;
  }
}
