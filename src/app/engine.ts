// What opens rooms: the document, the transport, signatures. It is two thirds of the app, so it is fetched beside the screens and
// runs after the first of them is drawn (Budgets in tests/README.md). Only app.ts imports it, and only so.

import { identityOf, type Identity } from "../room/identity.ts";
import { identityIn } from "../room/room-identity.ts";
import type { SavedRoom } from "../room/saved-room.ts";
import type { Preferences } from "../storage/preferences.ts";
import type { Host } from "./host.ts";
import { roomOpener, type RoomOpener } from "./open-room/room-opener.ts";
import { RoomList } from "./room-list.ts";
import type { Settings } from "./settings.ts";
import type { WallClock } from "./wall-clock.ts";

export type EngineOptions = Readonly<{
  seed: Uint8Array;
  /** As they were kept. */
  kept: readonly SavedRoom[];
  preferences: Preferences;
  settings: Settings;
  clock: WallClock;
  host: Host;
  onChange: () => void;
}>;

export type Engine = RoomOpener &
  Readonly<{
    /** The device's own. */
    identity: Identity;
    rooms: RoomList;
    /** What a room needs once it is open, so that it need not wait for it. */
    preload: () => Promise<unknown>;
  }>;

export const startEngine = ({ seed, kept, onChange, ...shared }: EngineOptions): Engine => {
  const own = identityOf(seed);
  const { preferences } = shared;
  const rooms = new RoomList({ preferences, identity: own, rooms: kept, onChange });
  const opener = roomOpener({ ...shared, identityIn: (link) => identityIn(link, { seed, own }), rooms });
  const preload = (): Promise<unknown> => {
    void own.key;
    return Promise.allSettled([import("../room/lookalikes.ts"), import("../net/peer/relayed.ts")]);
  };
  return { identity: own, rooms, preload, ...opener };
};
