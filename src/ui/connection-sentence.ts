import type { Connection } from "../app/model.ts";
import type { Locale } from "../i18n/locale.ts";

export type ConnectionMood = "well" | "partly" | "alone" | "trouble";

/** The host, the only way from here to anybody, is away. */
export const isCutOff = ({ relayOnly, host }: Connection): boolean => relayOnly && host === "away";

/** One plain sentence: who is reached, then what is wrong if anything, then whether all is kept. */
export const connectionSentence = (locale: Locale, connection: Connection): string => {
  const { host, online, linked, known, saved, receiving } = connection;
  const t = locale.t.connection;
  const people =
    receiving !== null
      ? t.receiving(locale.percent(receiving))
      : known > 0
        ? t.connected(locale.number(linked), locale.number(known), known)
        : host === "connecting" && online
          ? t.connecting
          : t.alone;
  const cutOff = isCutOff(connection);
  const parts = [cutOff ? t.hostNeeded : people];
  if (!online) parts.push(t.offline);
  else if (host === "away" && !cutOff) parts.push(t.hostAway);
  parts.push(t.saved[saved]);
  return parts.join(" · ");
};

export const connectionMood = ({ host, online, linked, known, saved }: Connection): ConnectionMood => {
  if (saved === "unsaved" || saved === "memory") return "trouble";
  if (known === 0) return "alone";
  return linked >= known && online && host === "connected" ? "well" : "partly";
};
