// The language now in use: its words, digits and dates, in the zone where the reader is. Bangla is loaded when first
// asked for; English is always at hand.

import type { Language } from "../lib/choices.ts";
import { Listeners, type Stop, type Watchable } from "../lib/listeners.ts";
import { en } from "./en.ts";
import { isolate } from "./isolate.ts";
import type { FullWords, ScreenWords } from "./words.ts";

const dayMs = 24 * 60 * 60 * 1000;
const startOfDay = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0);
const capitalized = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/** Days from `now` back to `then` by the reader's calendar: 0 today, 1 yesterday. Rounded, since a day may last 23 or 25 hours. */
export const daysAgo = (then: number, now: number): number =>
  Math.round((startOfDay(now) - startOfDay(then)) / dayMs);

/** Names one calendar day, for grouping. */
export const dayKey = (ms: number): string => {
  const day = new Date(ms);
  return `${day.getFullYear()}-${day.getMonth() + 1}-${day.getDate()}`;
};

const zoneNow = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * The formatters of one language. Each keeps the zone it was made in, for ever. The reader's own region decides among
 * kinds of English (24-hour clock, day before month).
 */
const formats = (language: Language, preferred: readonly string[]) => {
  const tag = preferred.find((code) => code === language || code.startsWith(`${language}-`)) ?? language;
  // Bangla gets its own digits even where a system is set to Latin ones.
  const locale = language === "bn" ? `${tag}-u-nu-beng` : tag;
  // Bangla has no short unit names in CLDR.
  const unitDisplay = language === "bn" ? "long" : "short";
  return {
    number: new Intl.NumberFormat(locale),
    percent: new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }),
    kilobytes: new Intl.NumberFormat(locale, {
      style: "unit",
      unit: "kilobyte",
      unitDisplay,
      maximumFractionDigits: 1,
    }),
    megabytes: new Intl.NumberFormat(locale, {
      style: "unit",
      unit: "megabyte",
      unitDisplay,
      maximumFractionDigits: 1,
    }),
    time: new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" }),
    day: new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" }),
    dayOfYear: new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric" }),
    shortDay: new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" }),
    // 00 to 23, for the part of the day: of the same zone as the digits beside it, which Date may have left already.
    hour: new Intl.DateTimeFormat("en", { hour: "2-digit", hourCycle: "h23" }),
    clock: new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit", hour12: true }),
    list: new Intl.ListFormat(locale, { type: "conjunction" }),
  };
};

/** The words now in use, those of the dialogs included: what `whole` gives. */
export type Whole = Readonly<{ t: FullWords }>;

/** The words of English are here from the start; those of another language come whole. */
type Chosen = Readonly<{ language: "en" }> | Readonly<{ language: "bn"; words: FullWords }>;

const choose = async (language: Language): Promise<Chosen> => {
  if (language === "en") return { language };
  const [{ bn }, { bnDialogs }] = await Promise.all([import("./bn.ts"), import("./bn-dialogs.ts")]);
  return { language, words: { ...bn, ...bnDialogs } };
};

export class Locale implements Watchable {
  readonly #listeners = new Listeners();
  #preferred: readonly string[];
  #place = "";
  #edition = 0;
  #chosen: Chosen = { language: "en" };
  #wanted: Language = "en";
  #formats = formats("en", []);

  /** `preferred`: the reader's languages, best first (navigator.languages). */
  constructor(preferred: readonly string[] = []) {
    this.#preferred = preferred;
    this.look();
  }

  get language(): Language {
    return this.#chosen.language;
  }
  get t(): ScreenWords {
    return this.#chosen.language === "en" ? en : this.#chosen.words;
  }

  /** Another number when the same message may have to be written otherwise. */
  get edition(): number {
    return this.#edition;
  }

  subscribe(listener: () => void): Stop {
    return this.#listeners.add(listener);
  }

  /** Resolves once the words stand; rejects, and the present language stays, where they cannot be fetched. */
  async use(language: Language): Promise<void> {
    this.#wanted = language;
    if (language === this.language) return;
    const chosen = await choose(language);
    if (this.#wanted !== language) return;
    this.#chosen = chosen;
    this.#renew();
  }

  /**
   * Looks where, when and in which languages one reads now. A zone, region or day may change while the page is open, and
   * nobody tells: whoever draws asks again and again. Takes 50 µs.
   */
  look({ now = Date.now(), preferred = this.#preferred } = {}): void {
    const place = [zoneNow(), dayKey(now), ...preferred].join(" ");
    if (place === this.#place) return;
    this.#place = place;
    this.#preferred = preferred;
    this.#renew();
  }

  /** The words of the dialogs too, in whatever language is in use from then on. Rejects where they cannot be fetched. */
  async whole(): Promise<Whole> {
    const { enDialogs } = await import("./en-dialogs.ts");
    const english: FullWords = { ...en, ...enDialogs };
    const words = (): FullWords => (this.#chosen.language === "en" ? english : this.#chosen.words);
    return {
      get t() {
        return words();
      },
    };
  }

  number(value: number): string {
    return this.#formats.number.format(value);
  }
  /** `share` from 0 to 1. */
  percent(share: number): string {
    return this.#formats.percent.format(share);
  }
  bytes(size: number): string {
    const kilo = size / 1024;
    return kilo < 1000 ? this.#formats.kilobytes.format(kilo) : this.#formats.megabytes.format(kilo / 1024);
  }
  /** As people say it: 2:05 PM, 14:05, দুপুর ২:০৫. */
  time(ms: number): string {
    const part = this.t.day.part(Number(this.#formats.hour.format(ms)));
    if (part === "") return this.#formats.time.format(ms);
    const digits = this.#formats.clock
      .formatToParts(ms)
      .filter(({ type }) => type === "hour" || type === "minute");
    return `${part} ${digits.map(({ value }) => value).join(":")}`;
  }
  /** Date and time in full, for a title. */
  full(ms: number): string {
    return `${this.#formats.dayOfYear.format(ms)}, ${this.time(ms)}`;
  }
  /** Names, each in its own direction. */
  list(names: readonly string[]): string {
    return this.#formats.list.format(names.map(isolate));
  }
  /** Today, Yesterday, then the date; the year only when it is another. */
  day(ms: number, now: number): string {
    const ago = daysAgo(ms, now);
    if (ago === 0) return this.t.day.today;
    if (ago === 1) return this.t.day.yesterday;
    const sameYear = new Date(ms).getFullYear() === new Date(now).getFullYear();
    return capitalized((sameYear ? this.#formats.day : this.#formats.dayOfYear).format(ms));
  }
  /** When a thing was last done, in few words: the time today, else the day. */
  ago(ms: number, now: number): string {
    const ago = daysAgo(ms, now);
    return ago === 0
      ? this.time(ms)
      : ago === 1
        ? this.t.day.yesterday.toLocaleLowerCase()
        : this.#formats.shortDay.format(ms);
  }

  #renew(): void {
    this.#formats = formats(this.language, this.#preferred);
    this.#edition += 1;
    this.#listeners.emit();
  }
}
