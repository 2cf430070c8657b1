import type { Connection } from "../app/model.ts";
import type { Locale } from "../i18n/locale.ts";
import { companyOf, type Company } from "./company.ts";

export type ConnectionMood = "well" | "partly" | "alone" | "trouble";

/** One plain sentence: who is reached, then what is wrong if anything, then whether all is kept. */
export const connectionSentence = (locale: Locale, connection: Connection): string => {
  const { host, online, linked, known, saved, receiving } = connection;
  const t = locale.t.connection;
  const people: Readonly<Record<Company, () => string>> = {
    receiving: () => t.receiving(locale.percent(receiving ?? 0)),
    together: () => t.connected(locale.number(linked), locale.number(known), known),
    sought: () => t.connecting,
    nobody: () => t.alone,
    unknown: () => t.unreached,
    cutOff: () => t.hostNeeded,
  };
  const company = companyOf(connection);
  const parts = [people[company]()];
  if (!online) parts.push(t.offline);
  else if (host === "away" && company !== "cutOff") parts.push(t.hostAway);
  parts.push(t.saved[saved]);
  return parts.join(" · ");
};

export const connectionMood = ({ host, online, linked, known, saved }: Connection): ConnectionMood => {
  if (saved === "unsaved" || saved === "memory") return "trouble";
  if (known === 0) return "alone";
  return linked >= known && online && host === "connected" ? "well" : "partly";
};
