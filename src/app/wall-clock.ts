// This device's time, corrected by what the host and the people here say (RC3). Phones and LAN boxes without NTP drift.

/** Below this the Date header's whole seconds and the network's delay say nothing. */
const ignoredMs = 3000;
/** Beyond this the user is told. */
const clockOffMs = 2 * 60 * 1000;
/** No clock drifts so far, but some are never set (1970); beyond it own records would have no time that a Date can be. */
const absurdMs = 100 * 365 * 24 * 60 * 60 * 1000;
/** One member alone may be wrong, or lie. */
const enoughMembers = 2;

/** Of two in the middle the nearer to 0: what changes least. */
const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  const high = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return Math.abs(low) < Math.abs(high) ? low : high;
};

export class WallClock {
  #host: number | null = null;
  readonly #members = new Map<string, number>();

  /** ms since 1970, as most people here have it. */
  readonly now = (): number => Date.now() + this.offsetMs;

  /** What is added to the device's clock, ms. The host counts before members: it is one for all. */
  get offsetMs(): number {
    const raw = this.#host ?? this.#byMembers();
    return Math.abs(raw) < ignoredMs ? 0 : raw;
  }

  /** This device has a vote too, or of two members the one who lies would decide. */
  #byMembers(): number {
    return this.#members.size >= enoughMembers ? median([0, ...this.#members.values()]) : 0;
  }

  get isOff(): boolean {
    return Math.abs(this.offsetMs) > clockOffMs;
  }

  /** A `Date` header of the host's, received now. */
  hearHost(date: string | null): void {
    const at = date === null ? Number.NaN : Date.parse(date);
    if (Number.isFinite(at)) this.#host = at - Date.now();
  }

  /** A member's clock is this much ahead of `now()`. */
  hearMember(author: string, aheadMs: number): void {
    const ahead = aheadMs + this.offsetMs;
    if (Number.isSafeInteger(ahead) && Math.abs(ahead) < absurdMs) this.#members.set(author, ahead);
  }
}
