// What is kept of a room beside its document: read before it opens.

import type { RoomPreferences } from "../../storage/preferences.ts";
import { openScreenful } from "./screenful.ts";

export type RoomState = Awaited<ReturnType<typeof readRoomState>>;

export const readRoomState = async (preferences: RoomPreferences) => {
  const [draft, unreadFrom, anchor, erasing, screenful, blocked] = await Promise.all([
    preferences.draft.get(),
    preferences.readMarker.get(),
    preferences.anchor.get(),
    preferences.erasing.get(),
    preferences.screenful.get(),
    preferences.blocked.get(),
  ]);
  return { draft, unreadFrom, anchor, erasing, blocked: new Set(blocked), ...openScreenful(screenful) };
};
