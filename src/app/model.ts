// What the screens see and may ask for: the seam between src/ui and the running app.
// Two implementations: App (app.ts) and the fake that draws the screens for pictures (tests/gallery).
// Every model is Watchable: after a change its listeners are called, and the getters give the new state.

import type { Language, SendKey, Theme } from "../lib/choices.ts";
import type { Watchable } from "../lib/listeners.ts";
import type { Fault } from "../net/mesh/signs.ts";
import type { Draft } from "../room/draft.ts";
import type { AuthorId, RecordId } from "../room/ids.ts";
import type { RoomLink } from "../room/link.ts";
import type { Message } from "../room/message.ts";
import type { SavedRoom } from "../room/saved-room.ts";

/** Why a name cannot be used as it stands. */
export type NameProblem = "empty" | "too-long";

/** A public room with people in it, as the host lists it. */
export type PublicRoom = Readonly<{ href: string; name: string; people: number }>;

/** "asking": the host has not answered since somebody looks. "away": it does not answer. */
export type PublicRoomList = readonly PublicRoom[] | "asking" | "away";

/** What this browser or this way of opening the page lacks. */
export type Missing =
  /** plain http on a LAN: no install, no offline start; everyone on this network could alter the page */
  | "secure-context"
  /** IndexedDB missing or blocked: chat goes on in memory */
  | "storage"
  /** messengers' in-app browsers: "open in your browser" */
  | "in-app-browser"
  /** no direct connections: everybody is reached through the host, while it is there (MS5) */
  | "web-rtc";

/** Why no room can be shown at all. */
export type BadPage = "bad-link" | "truncated-link" | "browser-too-old";

export type Route =
  | Readonly<{ at: "home" }>
  | Readonly<{ at: "bad"; reason: BadPage }>
  | Readonly<{ at: "room"; room: RoomModel }>;

export interface AppModel extends Watchable {
  readonly route: Route;
  readonly language: Language;
  readonly theme: Theme;
  readonly sendKey: SendKey;
  /** The user's name, "" until chosen. */
  readonly name: string;
  readonly rooms: readonly SavedRoom[];
  readonly publicRooms: PublicRoomList;
  readonly missing: readonly Missing[];
  /** "ready": a new version waits for a reload. */
  readonly update: "none" | "ready";
  /** True when the browser offers to install the app. */
  readonly installable: boolean;

  setLanguage(language: Language): void;
  setTheme(theme: Theme): void;
  setSendKey(key: SendKey): void;
  /** Trims and keeps the name for the rooms to come; gives the problem instead of keeping a bad one. */
  setName(name: string): NameProblem | null;
  /** Makes a room and opens it (the address bar changes). An empty room name is allowed. */
  createPrivateRoom(roomName: string): Promise<void>;
  /**
   * From inside a room: makes a private one of the same name, tells the old one where it goes on, and opens it when
   * somebody there knows, at the latest after three seconds. Done twice it leads to the same room. `say`: the message,
   * in the user's language, with a link that leads there from other devices.
   */
  goOnInFreshRoom(say: (link: string) => string): Promise<void>;
  /** This link of the app's own is being followed by a click: the room behind it needs no other (LK7). */
  choose(href: string): void;
  /** Opens a public room by name; gives the problem instead when the name is unusable. */
  joinPublicRoom(roomName: string): NameProblem | null;
  /** Removes a room and its history from this device. */
  forgetRoom(href: string): Promise<void>;
  goHome(): void;
  install(): Promise<void>;
  /** Loads the page anew, in its newest version. */
  reloadForUpdate(): void;
  /** One encrypted file with rooms, history and identity. */
  saveBackup(passphrase: string): Promise<SavedBackup>;
  /** Opens such a file. Nothing of it is stored before its `bring` is called. */
  readBackup(file: Blob, passphrase: string): Promise<BackupFile>;
  /** Fetches what is loaded when first asked for, while the host is still there. */
  preload(): Promise<void>;
}

export type SavedBackup =
  Readonly<{ ok: true; file: Blob }> | Readonly<{ ok: false; reason: "weak-passphrase" }>;

export type BackupFile =
  | Readonly<{
      ok: true;
      /** The two identities' fingerprints, where the file's is another than this device's: whose shall it be from now on? */
      fingerprints: Readonly<{ mine: string; file: string }> | null;
      bring: (identity: "mine" | "file") => Promise<BackupResult>;
    }>
  | Readonly<{ ok: false; reason: "wrong-passphrase" | "not-a-backup" }>;

export type BackupResult = Readonly<{ ok: true; rooms: number }> | Readonly<{ ok: false; reason: "storage" }>;

/** Entering: from the door (name still to be chosen or in use) to inside. */
export type Entry =
  | Readonly<{ at: "door"; clash: NameClash | null }>
  | Readonly<{ at: "entering" }>
  | Readonly<{ at: "inside" }>;

/** `name` is used by somebody present; `suggestions` are free. */
export type NameClash = Readonly<{ name: string; suggestions: readonly string[] }>;

export type Connection = Readonly<{
  host: "connecting" | "connected" | "away";
  /** navigator.onLine */
  online: boolean;
  /** This browser has no WebRTC: without the host nobody is reached. */
  relayOnly: boolean;
  /** Other people present with an open link. */
  linked: number;
  /** Other people present or still being connected to. */
  known: number;
  /** "memory": nothing is kept here (storage blocked). "unsaved": a write failed, retrying. */
  saved: "loading" | "saving" | "saved" | "unsaved" | "memory";
  /** Those who are here may not be met yet: the host is being asked, or answered only now. */
  seeking: boolean;
  /** 0…1 while history is arriving from others, else null. */
  receiving: number | null;
  /** Somebody here says to use a newer version, which this page cannot talk to. */
  newer: boolean;
  /** Own clock differs by more than two minutes from the host's or most people's. */
  clockOff: boolean;
}>;

export type PersonPath = "you" | "direct" | "relayed" | "connecting" | "away";

export type ShownPerson = Readonly<{
  author: AuthorId;
  name: string;
  /** Part of the key, shown where two people use one name; else null. */
  tag: string | null;
  /** Hue 0…359 from the key. */
  hue: number;
  path: PersonPath;
  /** Round trip of the link to this person, ms; null while unknown. */
  rttMs: number | null;
  typing: boolean;
  /** Hidden everywhere on this device: their messages are not in `messages`, their name is shown as "blocked". */
  blocked: boolean;
  /** The key's fingerprint, for comparing aloud: the only proof of who somebody is (ID2). */
  fingerprint: string;
  /** This device caught them sending what no honest peer sends (GT5). */
  faulty: boolean;
}>;

/** What is wrong with the connection, each with one fix (the connection doctor). */
export const troubles = [
  "host-unreachable",
  /** The same, in a browser that has no other way. */
  "host-needed",
  "webrtc-missing",
  "udp-blocked",
  "local-network-denied",
  "addresses-hidden",
  "asleep",
  "offline",
] as const;
export type Trouble = (typeof troubles)[number];

/** Who holds one of my messages, as far as devices have said: never more than is known. */
export type Custody = "saving" | "here" | "another" | "everyone";

export type SendProblem = "empty" | "too-long";

export interface RoomModel extends Watchable {
  readonly link: RoomLink;
  readonly name: string;
  readonly me: AuthorId;
  readonly entry: Entry;
  readonly connection: Connection;
  /** In the room's order. An unchanged message keeps its identity (RC6). Do not copy per redraw. */
  readonly messages: readonly Message[];
  /** You first, then those present by name, then those away who have a message in view (`setInView`). */
  readonly people: readonly ShownPerson[];
  /** Others typing now. */
  readonly typing: readonly ShownPerson[];
  /** A clash found after entering: others share your name, so both carry tags. */
  readonly sharedName: boolean;
  /** What is unsent in this tab, kept across reloads. */
  readonly draft: Draft;
  /** The message up to which this device has read; placed when the room opens, moves on `markRead`. */
  readonly unreadFrom: RecordId | null;
  /** The message at the top of the screen when the room was last left; null: at the latest. It may be here no more. */
  readonly anchor: RecordId | null;
  /** Past its soft cap: time to offer `goOnInFreshRoom` (GT4). */
  readonly outgrown: boolean;
  /** Own messages deleted a moment ago (`erase`): still among `messages`, and `keep` takes it back. Changed in place. */
  readonly erasing: ReadonlySet<RecordId>;

  /** Cause of the present trouble, null when all is well. */
  readonly trouble: Trouble | null;
  /** What went wrong with connections lately, oldest first: codes, for somebody who helps. */
  readonly faults: readonly Fault[];
  /** Messages that came from a time apart and took their place above what was already read: marked, not slipped in. */
  readonly late: ReadonlySet<RecordId>;
  /** Those of them that nobody has come across here. */
  readonly unseenLate: ReadonlySet<RecordId>;
  /** The bytes of this room on this device, and whether the browser promised to keep them. */
  readonly storage: Readonly<{ bytes: number; persisted: boolean }>;

  /** One message of the room by its id, for replies; null when it is not here. */
  message(id: RecordId): Message | null;
  person(author: AuthorId): ShownPerson;
  /** null for others' messages. */
  custody(id: RecordId): Custody | null;
  /** Hides a person on this device, and undoes it. */
  block(author: AuthorId): void;
  unblock(author: AuthorId): void;
  /** At the door: try to enter as `name`. Nothing of a room new to this device begins before it (LK7). `anyway`: this is me on another device. */
  enter(name: string, options?: { anyway?: boolean }): NameProblem | null;
  /** Inside: takes another name. A clash changes nothing; the name may be taken `anyway`. */
  rename(name: string, options?: { anyway?: boolean }): NameProblem | NameClash | null;
  /** Signs, stores and sends at once, online or not. */
  send(text: string, options?: { replyTo?: RecordId }): SendProblem | null;
  edit(target: RecordId, text: string): SendProblem | null;
  /** Deletes an own message for everyone, in five seconds or when the page goes. */
  erase(target: RecordId): void;
  /** Takes `erase` back. Editing does it too. */
  keep(target: RecordId): void;
  react(target: RecordId, emoji: string): void;
  /** Redraws nothing. */
  setDraft(change: Partial<Draft>): void;
  setTyping(): void;
  markRead(): void;
  /** The authors of the messages that are drawn now. Redraws when they are others than before. */
  setInView(authors: ReadonlySet<AuthorId>): void;
  /** These were on the screen. Redraws nothing. */
  seeLate(ids: readonly RecordId[]): void;
  /** Cheap enough for every scroll; redraws nothing. */
  setAnchor(id: RecordId | null): void;
  /** Links that lead here from other devices; the first is the best. On a loopback origin these are the host's LAN addresses (LK5). */
  readonly share: ShareLinks;
}

export type ShareLinks = Readonly<{
  links: readonly Readonly<{ label: string; url: string }>[];
  /** Opened on a loopback origin and the host named no other address: the link works on this machine only. */
  onlyHere: boolean;
}>;
