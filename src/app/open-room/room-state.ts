// What is kept of a room beside its document: read before it opens.

import { maxAheadMs } from "../../room/clock.ts";
import type { RecordId } from "../../room/ids.ts";
import { rankOf } from "../../room/places.ts";
import type { ThisTab } from "../this-tab.ts";
import type { RoomPreferences } from "../../storage/preferences.ts";
import { openScreenful } from "./screenful.ts";
import { Unsent } from "./unsent.ts";

export type RoomState = Awaited<ReturnType<typeof readRoomState>>;

export const readRoomState = async (preferences: RoomPreferences, tab: ThisTab, wallMs: number) => {
  // One that was set while this device's clock stood far ahead would call all that is written until then read (RC3).
  const due = rankOf({ clock: { ms: wallMs + maxAheadMs + 1, counter: 0 }, id: "" as RecordId });
  const [unsent, read, late, anchor, erasing, screenful, blocked] = await Promise.all([
    Unsent.open(preferences.drafts, tab),
    preferences.readMark.get({ below: due }),
    preferences.late.get(),
    preferences.anchor.get(),
    preferences.erasing.get(),
    preferences.screenful.get(),
    preferences.blocked.get(),
  ]);
  return { unsent, read, late, anchor, erasing, blocked: new Set(blocked), ...openScreenful(screenful) };
};
