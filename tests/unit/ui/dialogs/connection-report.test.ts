import { expect, test } from "vitest";
import { connectionReport, type ReportOptions } from "../../../../src/ui/dialogs/connection-report.ts";
import type { ShownPerson } from "../../../../src/app/model.ts";
import type { AuthorId } from "../../../../src/room/ids.ts";

const person = (path: ShownPerson["path"]): ShownPerson => ({
  author: "SECRET-AUTHOR" as AuthorId,
  name: "SECRET-NAME",
  tag: "SECRET-TAG",
  hue: 0,
  path,
  rttMs: 12,
  typing: false,
  blocked: false,
  fingerprint: "SECRET-FINGERPRINT",
  faulty: false,
});

const room: ReportOptions["room"] = {
  connection: {
    host: "away",
    online: true,
    relayOnly: false,
    linked: 1,
    known: 2,
    seeking: false,
    saved: "saved",
    receiving: null,
    clockOff: false,
    newer: false,
  },
  people: [person("you"), person("direct"), person("direct"), person("relayed"), person("away")],
  trouble: "udp-blocked",
  faults: [
    { at: 1000, what: "attempt", relayed: false, reason: "ice", cause: "ice-failed" },
    { at: 2000, what: "link", relayed: true, reason: "silent", cause: "" },
  ],
};

const options = { room, userAgent: "Browser/1", protocol: "https", now: 5000 };

test("the details hold counts, codes and times, and nothing of who, where or what", () => {
  expect(connectionReport(options)).toBe(
    [
      "Kothabarta 1970-01-01T00:00:05.000Z",
      "browser: Browser/1",
      "page: https online",
      "host: away",
      "people: direct 2, relayed 1, connecting 0, away 1",
      "trouble: udp-blocked",
      "faults: 2",
      "1970-01-01T00:00:01.000Z attempt direct ice ice-failed",
      "1970-01-01T00:00:02.000Z link relayed silent",
    ].join("\n"),
  );
  expect(connectionReport(options)).not.toContain("SECRET");
});
