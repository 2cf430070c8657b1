import type { Connection } from "../app/model.ts";
import type { Locale } from "../i18n/locale.ts";

export type ConnectionMood = "well" | "partly" | "alone" | "trouble";

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
  const parts = [people];
  if (!online) parts.push(t.offline);
  else if (host === "away") parts.push(t.hostAway);
  parts.push(t.saved[saved]);
  return parts.join(" · ");
};

export const connectionMood = ({ host, online, linked, known, saved }: Connection): ConnectionMood => {
  if (saved === "unsaved" || saved === "memory") return "trouble";
  if (known === 0) return "alone";
  return linked >= known && online && host === "connected" ? "well" : "partly";
};
