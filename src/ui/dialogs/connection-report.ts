import type { RoomModel, ShownPerson } from "../../app/model.ts";

export type ReportOptions = Readonly<{
  room: Pick<RoomModel, "connection" | "people" | "trouble" | "faults">;
  /** The browser's name and version, as it says them itself. */
  userAgent: string;
  /** Of the page: https, or http without much of what a browser can do. */
  protocol: string;
  /** ms since 1970. */
  now: number;
}>;

const paths: readonly ShownPerson["path"][] = ["direct", "relayed", "connecting", "away"];
const timeOf = (ms: number): string => new Date(ms).toISOString();

/**
 * The state of the connection for somebody who helps from afar: counts, codes and times, and nothing of who, where or what. It
 * is the same in every language, so that whoever helps can read it.
 */
export const connectionReport = ({ room, userAgent, protocol, now }: ReportOptions): string => {
  const { connection, people, trouble, faults } = room;
  const counts = paths.map((path) => `${path} ${people.filter((person) => person.path === path).length}`);
  return [
    `Kothabarta ${timeOf(now)}`,
    `browser: ${userAgent}`,
    `page: ${protocol} ${connection.online ? "online" : "offline"}`,
    `host: ${connection.host}`,
    `people: ${counts.join(", ")}`,
    `trouble: ${trouble ?? "none"}`,
    `faults: ${faults.length}`,
    ...faults.map(({ at, what, relayed, reason, cause }) =>
      [timeOf(at), what, relayed ? "relayed" : "direct", reason, cause].filter(Boolean).join(" "),
    ),
  ].join("\n");
};
