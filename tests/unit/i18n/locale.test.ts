import { afterEach, describe, expect, it } from "vitest";
import { daysAgo, Locale } from "../../../src/i18n/locale.ts";

const at = (year: number, month: number, day: number, hour = 12): number =>
  new Date(year, month - 1, day, hour).getTime();
const bangla = async (): Promise<Locale> => {
  const locale = new Locale();
  await locale.use("bn");
  return locale;
};

const home = process.env["TZ"];
/** The device has gone to another zone: Node's Date follows at once, formatters made before do not. */
const travel = (zone: string | undefined): void => {
  if (zone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone;
};
afterEach(() => travel(home));

describe("[UX11] locale", () => {
  it("counts days by the calendar, not by hours", () => {
    expect(daysAgo(at(2026, 3, 2, 23), at(2026, 3, 3, 0))).toBe(1);
    expect(daysAgo(at(2026, 3, 3, 0), at(2026, 3, 3, 23))).toBe(0);
    expect(daysAgo(at(2025, 12, 31), at(2026, 1, 1))).toBe(1);
  });

  it("names days: Today, Yesterday, the date, the year only when it is another", async () => {
    const now = at(2026, 3, 3);
    const en = new Locale(["en-GB"]);
    expect(en.day(now, now)).toBe("Today");
    expect(en.day(at(2026, 3, 2), now)).toBe("Yesterday");
    expect(en.day(at(2026, 2, 20), now)).toMatch(/Friday,? 20 February/);
    expect(en.day(at(2025, 2, 20), now)).toBe("20 February 2025");
    const bn = await bangla();
    expect(bn.day(now, now)).toBe("আজ");
    expect(bn.day(at(2026, 2, 20), now)).toMatch(/২০ ফেব্রুয়ারি/);
  });

  it("writes Bangla digits and says the part of the day first", async () => {
    const bn = await bangla();
    expect(bn.number(12345)).toBe("১২,৩৪৫");
    expect(bn.percent(0.34)).toBe("৩৪%");
    expect(bn.time(at(2026, 3, 3, 14))).toBe("দুপুর ২:০০");
    expect(bn.time(at(2026, 3, 3, 0))).toBe("রাত ১২:০০");
  });

  it("keeps the reader's own clock in English", () => {
    expect(new Locale(["en-GB"]).time(at(2026, 3, 3, 14))).toBe("14:00");
    expect(new Locale(["en-US"]).time(at(2026, 3, 3, 14))).toMatch(/2:00.PM/u);
  });

  it("gives the words of the dialogs to who waits for them, in whatever language then speaks", async () => {
    const locale = new Locale();
    // @ts-expect-error -- a screen that says a dialog's words does not compile
    expect(locale.t.settings).toBeUndefined();
    const whole = await locale.whole();
    expect([whole.t.settings.title, whole.t.room.share]).toEqual(["Settings", "Share room"]);
    await locale.use("bn");
    expect([whole.t.settings.title, whole.t.room.share]).toEqual(["সেটিংস", "ঘরের লিংক দাও"]);
    await locale.use("en");
    expect(whole.t.settings.title).toBe("Settings");
    expect(locale.t).not.toHaveProperty("settings");
  });

  it("follows the reader into another zone, digits and part of the day together", async () => {
    travel("Asia/Dhaka");
    const bn = await bangla();
    let told = 0;
    bn.subscribe(() => (told += 1));
    const ms = Date.UTC(2026, 2, 3, 20, 30);
    const { edition } = bn;
    expect(bn.time(ms)).toBe("রাত ২:৩০");
    travel("America/New_York");
    expect(bn.time(ms)).toBe("রাত ২:৩০"); // nobody has looked yet: old, but of one piece
    bn.look();
    expect(bn.time(ms)).toBe("বিকেল ৩:৩০");
    expect([told, bn.edition]).toEqual([1, edition + 1]);
    bn.look();
    expect(told).toBe(1);
  });

  it("says when a new day or another region has come", () => {
    const en = new Locale(["en-US"]);
    let told = 0;
    en.subscribe(() => (told += 1));
    en.look({ now: Date.now() + 24 * 60 * 60 * 1000 });
    expect(told).toBe(1);
    en.look({ now: Date.now() + 24 * 60 * 60 * 1000, preferred: ["en-GB"] });
    expect([told, en.time(at(2026, 3, 3, 14))]).toEqual([2, "14:00"]);
  });

  it("tells its listeners when the words change, and the last wish wins", async () => {
    const locale = new Locale();
    let told = 0;
    const stop = locale.subscribe(() => (told += 1));
    await Promise.all([locale.use("bn"), locale.use("en")]);
    expect(locale.language).toBe("en");
    await locale.use("bn");
    expect([locale.language, told]).toEqual(["bn", 1]);
    stop();
  });
});
