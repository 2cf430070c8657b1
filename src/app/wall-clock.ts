// This device's time, which nobody corrects (RC3): who could, could hide what somebody writes. What the host and the people here
// have only tells the user that this device's clock is wrong.

/** The day on which this app was built (`define` in vite.config.ts), ms since 1970: no earlier time is true. */
declare const __builtOn: number | undefined;
const builtOnMs = typeof __builtOn === "number" ? __builtOn : 0;

/** Beyond this the user is told. */
const clockOffMs = 2 * 60 * 1000;
/** What was heard before the device's clock was set, or before it slept, says nothing; being kept right moves it less than this. */
const setMs = 30 * 1000;
/** Who joins under many keys takes no memory without end. */
const mostMembers = 256;

/** `aheadMs`: of the device's clock, while that and the page's own count of time stood `apartMs` apart. */
type Heard = Readonly<{ aheadMs: number; apartMs: number }>;

const apartNow = (): number => Date.now() - performance.now();

export class WallClock {
  readonly #builtOnMs: number;
  #host: Heard | null = null;
  readonly #members = new Map<string, Heard>();

  constructor(builtOn = builtOnMs) {
    this.#builtOnMs = builtOn;
  }

  /** ms since 1970, as this device has it. */
  readonly now = (): number => Math.max(Date.now(), this.#builtOnMs);

  /** More than two minutes before, or after, most of those who were heard: the host is one, and each member. */
  get isOff(): boolean {
    if (Date.now() < this.#builtOnMs) return true;
    const apartMs = apartNow();
    const heard = [this.#host, ...this.#members.values()].flatMap((one) =>
      one !== null && Math.abs(one.apartMs - apartMs) < setMs ? [one.aheadMs] : [],
    );
    const before = heard.filter((ms) => ms > clockOffMs).length;
    const after = heard.filter((ms) => ms < -clockOffMs).length;
    return Math.max(before, after) * 2 > heard.length;
  }

  /** A `Date` header of the host's, received now. */
  hearHost(date: string | null): void {
    const at = date === null ? Number.NaN : Date.parse(date);
    if (Number.isFinite(at)) this.#host = { aheadMs: at - Date.now(), apartMs: apartNow() };
  }

  /** A member's clock is this much ahead of `now()`. */
  hearMember(author: string, aheadMs: number): void {
    if (!Number.isFinite(aheadMs)) return;
    this.#members.delete(author);
    this.#members.set(author, { aheadMs: aheadMs + this.now() - Date.now(), apartMs: apartNow() });
    const [longestSilent] = this.#members.keys();
    if (this.#members.size > mostMembers && longestSilent !== undefined) this.#members.delete(longestSilent);
  }
}
