// What is kept of a room beside its document: read before it opens.

import type { ThisTab } from "../this-tab.ts";
import type { RoomPreferences } from "../../storage/preferences.ts";
import { openScreenful } from "./screenful.ts";
import { Unsent } from "./unsent.ts";

export type RoomState = Awaited<ReturnType<typeof readRoomState>>;

export const readRoomState = async (preferences: RoomPreferences, tab: ThisTab) => {
  const [unsent, read, late, anchor, erasing, screenful, blocked] = await Promise.all([
    Unsent.open(preferences.drafts, tab),
    preferences.readMark.get(),
    preferences.late.get(),
    preferences.anchor.get(),
    preferences.erasing.get(),
    preferences.screenful.get(),
    preferences.blocked.get(),
  ]);
  return { unsent, read, late, anchor, erasing, blocked: new Set(blocked), ...openScreenful(screenful) };
};
