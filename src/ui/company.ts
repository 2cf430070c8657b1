// Who else is here, as far as this device can know. One word decides every sentence about it, so that no two contradict.

import type { Connection } from "../app/model.ts";

export type Company =
  /** history is arriving, so somebody is here */
  | "receiving"
  | "together"
  /** the host is being asked, or was just now: whoever is here may not be met yet */
  | "sought"
  | "nobody"
  /** the host is away or this device offline, so nobody can be asked */
  | "unknown"
  /** the host, the only way from here to anybody, is away */
  | "cutOff";

export const companyOf = ({ host, online, known, receiving, seeking, relayOnly }: Connection): Company => {
  if (relayOnly && host === "away") return "cutOff";
  if (receiving !== null) return "receiving";
  if (known > 0) return "together";
  if (!online || host === "away") return "unknown";
  return host === "connecting" || seeking ? "sought" : "nobody";
};

/** What stands where no message does. "invite": the link, and that one is alone. */
export type EmptyList = "opening" | "receiving" | "together" | "sought" | "invite" | "apart";

const empty: Readonly<Record<Company, EmptyList>> = {
  receiving: "receiving",
  together: "together",
  sought: "sought",
  nobody: "invite",
  unknown: "apart",
  cutOff: "apart",
};

export const emptyListOf = (connection: Connection): EmptyList =>
  connection.saved === "loading" ? "opening" : empty[companyOf(connection)];

/** What stands under the last message; null: nothing. What is not kept here is said in a notice, which promises less. */
export const listFootOf = (connection: Connection): "alone" | "apart" | null => {
  if (connection.saved !== "saved" && connection.saved !== "saving") return null;
  const company = companyOf(connection);
  if (company === "nobody") return "alone";
  return (company === "unknown" || company === "cutOff") && connection.online ? "apart" : null;
};
