// What this device's user does in a room, for the others in it: one person, in however many tabs.

import type { OwnPresence } from "../../net/mesh/presence.ts";

export const silent: OwnPresence = { asking: "", typing: false, inside: false };

export const together = (tabs: readonly OwnPresence[]): OwnPresence => ({
  asking: tabs.find(({ asking }) => asking !== "")?.asking ?? "",
  typing: tabs.some(({ typing }) => typing),
  inside: tabs.some(({ inside }) => inside),
});
