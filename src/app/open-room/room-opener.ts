// Opens rooms with what they all share on this device: who the user is, what verifies, the clock, the host.

import { KeyRing, type Identity } from "../../room/identity.ts";
import { roomKeys } from "../../room/keys.ts";
import type { RoomLink } from "../../room/link.ts";
import { createVerifier, inlineVerifier, type Crafted, type VerifyMany } from "../../room/verifier.ts";
import { withDeadline } from "../../storage/deadline.ts";
import { persistence } from "../../storage/persist.ts";
import type { Preferences } from "../../storage/preferences.ts";
import type { Host } from "../host.ts";
import { offThread, type OffThread } from "../worker/off-thread.ts";
import type { RoomList } from "../room-list.ts";
import { Room } from "./room.ts";
import type { Settings } from "../settings.ts";
import { thisTab } from "../this-tab.ts";
import type { WallClock } from "../wall-clock.ts";

/** A host that is asleep answers nobody: then noble verifies. */
const craftedWithinMs = 5000;

/** Not needed where there is no WebCrypto, nor before somebody's record has come. */
const crafted = (): Promise<readonly Crafted[]> =>
  withDeadline(
    import("../../room/crafted-signatures.ts").then(({ craftedSignatures }) => craftedSignatures),
    craftedWithinMs,
  );

export type RoomOpenerOptions = Readonly<{
  /** Who the user is there (ID4). */
  identityIn: (link: RoomLink) => Identity;
  preferences: Preferences;
  settings: Settings;
  rooms: RoomList;
  clock: WallClock;
  host: Host;
}>;

export type RoomOpener = Readonly<{
  /** `chosen`: by a click in the app. Else it stands at the door of a room that is new to this device (LK7). */
  open: (link: RoomLink, options: Readonly<{ chosen: boolean }>) => Promise<Room>;
  /** The one verdict, off this thread where it takes long: for whatever comes into rooms another way. */
  verify: VerifyMany;
}>;

export const roomOpener = (options: RoomOpenerOptions): RoomOpener => {
  const { identityIn, preferences, settings, rooms, clock, host } = options;
  const tab = thisTab();
  const keyRing = new KeyRing();
  const slow = inlineVerifier(keyRing);
  const fastest = createVerifier(keyRing, { crafted, fallback: slow }).then((here) =>
    offThread(here, { isFast: here !== slow }),
  );
  // A room opens before it is known which is the fastest.
  const off: OffThread = {
    verify: async (checks) => (await fastest).verify(checks),
    judge: async (update, topic) => (await fastest).judge(update, topic),
  };
  const kept = persistence();
  const open: RoomOpener["open"] = async (link, { chosen }) => {
    const creation = rooms.creationOf(link);
    const isNew = creation === null && !(await rooms.knows(link)) && !chosen;
    const note = (): Promise<void> => rooms.noteOpening(link);
    if (!isNew) await note();
    return Room.open({
      link,
      identity: identityIn(link),
      keyRing,
      offThread: off,
      clock,
      host,
      preferences: preferences.room(roomKeys(link).topicName),
      tab,
      persistence: kept,
      userName: () => settings.values.name,
      onName: (name) => settings.set("name", name),
      creation,
      looks: async () => (await import("../../room/lookalikes.ts")).lookOf,
      beforeFirst: isNew ? note : null,
    });
  };
  return { open, verify: off.verify };
};
