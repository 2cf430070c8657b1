// The parts of an open room, as its screen's seam asks and tells them (shown-room.ts).

import type { AuthorId } from "../../room/ids.ts";
import type { RoomLink } from "../../room/link.ts";
import type { Messages } from "../../room/messages.ts";
import type { People } from "../../room/people.ts";
import type { Persistence } from "../../storage/persist.ts";
import type { Door } from "./door.ts";
import type { Host } from "../host.ts";
import type { OwnRecords } from "./own-records.ts";
import type { Reading } from "./reading.ts";
import type { RoomName } from "./room-name.ts";
import type { Roster } from "./roster.ts";
import type { Seeking } from "./seeking.ts";
import type { Session } from "../session/session.ts";
import type { StorageMeter } from "./storage-meter.ts";
import type { Unsent } from "./unsent.ts";
import type { WallClock } from "../wall-clock.ts";

export type RoomParts = Readonly<{
  link: RoomLink;
  me: AuthorId;
  name: RoomName;
  session: Session;
  messages: Messages;
  people: People;
  roster: Roster;
  door: Door;
  reading: Reading;
  unsent: Unsent;
  own: OwnRecords;
  meter: StorageMeter;
  seeking: Seeking;
  host: Host;
  clock: WallClock;
  persistence: Persistence;
  setBlocked: (author: AuthorId, blocked: boolean) => void;
}>;
