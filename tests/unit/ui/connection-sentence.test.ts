import { describe, expect, it } from "vitest";
import type { Connection } from "../../../src/app/model.ts";
import { Locale } from "../../../src/i18n/locale.ts";
import { connectionMood, connectionSentence } from "../../../src/ui/connection-sentence.ts";

const well: Connection = {
  host: "connected",
  online: true,
  linked: 3,
  known: 4,
  saved: "saved",
  seeking: false,
  receiving: null,
  clockOff: false,
  newer: false,
  relayOnly: false,
};

describe("[UX9] connection sentence", () => {
  it("says one plain sentence", () => {
    const say = (change: Partial<Connection>): string =>
      connectionSentence(new Locale(), { ...well, ...change });
    expect(say({})).toBe("Connected to 3 of 4 people · saved on this device");
    expect(say({ linked: 1, known: 1 })).toBe("Connected to 1 of 1 person · saved on this device");
    expect(say({ known: 0, linked: 0 })).toBe("Nobody else is here · saved on this device");
    expect(say({ known: 0, linked: 0, host: "connecting", saved: "loading" })).toBe(
      "Looking for the others · opening",
    );
    expect(say({ host: "away", saved: "unsaved" })).toBe(
      "Connected to 3 of 4 people · host away · not saved",
    );
    expect(say({ online: false, host: "away" })).toBe(
      "Connected to 3 of 4 people · offline · saved on this device",
    );
    expect(say({ receiving: 0.341 })).toBe("Receiving history 34% · saved on this device");
  });

  it("says it in Bangla, with Bangla digits", async () => {
    const locale = new Locale();
    await locale.use("bn");
    expect(connectionSentence(locale, well)).toBe("৪ জনের মধ্যে ৩ জনের সঙ্গে যুক্ত · এই যন্ত্রে রাখা আছে");
  });

  it("[MS5] says that nobody is reached where the host is the only way and away", async () => {
    const locale = new Locale();
    const cutOff: Connection = { ...well, relayOnly: true, host: "away", linked: 0 };
    expect(connectionSentence(locale, cutOff)).toBe(
      "Nobody is reached until the host is back · saved on this device",
    );
    expect(connectionSentence(locale, { ...cutOff, online: false })).toBe(
      "Nobody is reached until the host is back · offline · saved on this device",
    );
    expect(connectionSentence(locale, { ...cutOff, host: "connected", linked: 4 })).toBe(
      "Connected to 4 of 4 people · saved on this device",
    );
    await locale.use("bn");
    expect(connectionSentence(locale, cutOff)).toBe(
      "হোস্ট না ফেরা পর্যন্ত কারও কাছে পৌঁছানো যাবে না · এই যন্ত্রে রাখা আছে",
    );
  });

  it("is in trouble only when something is not kept", () => {
    expect(connectionMood({ ...well, saved: "unsaved" })).toBe("trouble");
    expect(connectionMood({ ...well, known: 0 })).toBe("alone");
    expect(connectionMood(well)).toBe("partly");
    expect(connectionMood({ ...well, linked: 4 })).toBe("well");
  });
});
