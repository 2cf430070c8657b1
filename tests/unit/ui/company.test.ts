import { describe, expect, it } from "vitest";
import type { Connection } from "../../../src/app/model.ts";
import { Locale } from "../../../src/i18n/locale.ts";
import { companyOf, emptyListOf, listFootOf } from "../../../src/ui/company.ts";
import { connectionSentence } from "../../../src/ui/connection-sentence.ts";

const both = [false, true] as const;

/** Every state that a room can be in. Who is linked is known, and history comes over a link. */
const states = (["connecting", "connected", "away"] as const).flatMap((host) =>
  both.flatMap((online) =>
    both.flatMap((seeking) =>
      (["loading", "saving", "saved", "unsaved", "memory"] as const).flatMap((saved) =>
        [
          { known: 0, linked: 0, receiving: null },
          { known: 2, linked: 0, receiving: null },
          { known: 2, linked: 1, receiving: null },
          { known: 2, linked: 2, receiving: 0.5 },
        ].flatMap((people): readonly Connection[] =>
          // A host that answers, or a link, is proof against what the browser says.
          !online && (host === "connected" || people.linked > 0)
            ? []
            : both.map((relayOnly) => ({
                host,
                online,
                seeking,
                saved,
                relayOnly,
                clockOff: false,
                newer: false,
                ...people,
              })),
        ),
      ),
    ),
  ),
);

/** What each sentence claims of others: "some" are here, "none" are, or it is not "known". */
const claims: Readonly<Record<string, "some" | "none" | "unknown">> = {
  "Receiving history": "some",
  "Connected to 0 of": "some",
  "Connected to 1 of": "some",
  "Connected to 2 of": "some",
  "Looking for the others": "unknown",
  "Connected to nobody": "unknown",
  "Nobody is reached until the host is back": "unknown",
  "Nobody else is here": "none",
};

describe("company", () => {
  it("[UX9] no two sentences about others contradict, in any state", () => {
    const locale = new Locale();
    expect(states.length).toBeGreaterThan(60);
    for (const state of states) {
      const line = connectionSentence(locale, state);
      const begins = Object.keys(claims).filter((words) => line.startsWith(words));
      expect(begins, line).toHaveLength(1);
      const claim = claims[begins[0] ?? ""];
      const empty = emptyListOf(state);
      const foot = listFootOf(state);
      const about = `${line} / ${empty} / ${foot}: ${JSON.stringify(state)}`;
      // Who is told to give out the link is alone, and who is told to be alone is.
      if (empty === "invite" || foot === "alone") expect(claim, about).toBe("none");
      if (empty === "together" || empty === "receiving") expect(claim, about).toBe("some");
      if (empty === "sought" || empty === "apart" || foot === "apart") expect(claim, about).toBe("unknown");
      if (claim === "none") expect(["invite", "opening"], about).toContain(empty);
      // "Nobody" is said only by who asked the host and waited.
      if (claim === "none") expect([state.host, state.seeking], about).toEqual(["connected", false]);
      // What is not kept is not promised to be.
      if (state.saved === "unsaved" || state.saved === "memory") expect(foot, about).toBeNull();
    }
  });

  it("[UX9] says what is so", () => {
    const alone: Connection = {
      host: "connected",
      online: true,
      relayOnly: false,
      linked: 0,
      known: 0,
      saved: "saved",
      seeking: false,
      receiving: null,
      clockOff: false,
      newer: false,
    };
    const of = (change: Partial<Connection>) => {
      const state = { ...alone, ...change };
      return [companyOf(state), emptyListOf(state), listFootOf(state)];
    };
    expect(of({})).toEqual(["nobody", "invite", "alone"]);
    expect(of({ seeking: true })).toEqual(["sought", "sought", null]);
    expect(of({ host: "connecting" })).toEqual(["sought", "sought", null]);
    expect(of({ host: "away" })).toEqual(["unknown", "apart", "apart"]);
    expect(of({ host: "away", online: false })).toEqual(["unknown", "apart", null]);
    expect(of({ host: "away", relayOnly: true, known: 1 })).toEqual(["cutOff", "apart", "apart"]);
    expect(of({ known: 1 })).toEqual(["together", "together", null]);
    expect(of({ known: 1, linked: 1, receiving: 0 })).toEqual(["receiving", "receiving", null]);
    expect(of({ saved: "loading" })).toEqual(["nobody", "opening", null]);
  });
});
