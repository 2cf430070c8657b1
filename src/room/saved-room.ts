import type { RoomLink } from "./link.ts";

/** A room kept on this device. `href` is its fragment link, relative to this page ("#/r/…" or "#/p/…"). */
export type SavedRoom = Readonly<{ href: string; kind: RoomLink["kind"]; name: string; lastOpened: number }>;
