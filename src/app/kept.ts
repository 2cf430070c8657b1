// What this device keeps of its user, read before the first screen.

import type { SavedRoom } from "../room/saved-room.ts";
import type { Preferences } from "../storage/preferences.ts";
import { readSettings, type SettingValues } from "./settings.ts";

export type Kept = Readonly<{ seed: Uint8Array; settings: SettingValues; rooms: readonly SavedRoom[] }>;

export const readKept = async (preferences: Preferences): Promise<Kept> => {
  const [seed, settings, rooms] = await Promise.all([
    preferences.identitySeed(),
    readSettings(preferences, navigator.language),
    preferences.rooms(),
  ]);
  return { seed, settings, rooms };
};
