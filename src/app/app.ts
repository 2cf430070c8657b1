// The app as its screens see it: which room is open, this device's name and looks, what the host lists.

import { Listeners, type Stop } from "../lib/listeners.ts";
import { foldName, isNameWithinLimits, tidy } from "../room/fold.ts";
import { identityOf, KeyRing, type Identity } from "../room/identity.ts";
import { createRoomSecret, roomKeys } from "../room/keys.ts";
import { parseFragment, toFragment, type RoomLink } from "../room/link.ts";
import { createVerifier, inlineVerifier } from "../room/verifier.ts";
import { openDevice, type Device } from "../storage/device.ts";
import { persistence } from "../storage/persist.ts";
import { preferences, type Preferences } from "../storage/preferences.ts";
import { deleteRoomData, storeName } from "../storage/room-store.ts";
import type { BackupSource } from "./backup.ts";
import { cannotChat, missingHere } from "./environment.ts";
import { tellFreshRoom } from "./fresh-room.ts";
import { Host } from "./host.ts";
import type {
  AppModel,
  BackupResult,
  Language,
  Missing,
  NameProblem,
  PublicRoom,
  Route,
  SavedRoom,
  SendKey,
  Theme,
} from "./model.ts";
import { offThread, type OffThread } from "./off-thread.ts";
import type { Pwa } from "./pwa.ts";
import { Room } from "./room.ts";
import { shareLinks } from "./share-links.ts";
import { WallClock } from "./wall-clock.ts";

const publicRoomsEveryMs = 5000;

export type AppOptions = Readonly<{ pwa: Pwa }>;

type Kept = Readonly<{
  identity: Identity;
  name: string;
  language: Language | null;
  theme: Theme;
  sendKey: SendKey;
  rooms: readonly SavedRoom[];
}>;

export class App implements AppModel {
  readonly #pwa: Pwa;
  readonly #device: Device;
  readonly #preferences: Preferences;
  readonly #identity: Identity;
  readonly #clock = new WallClock();
  readonly #host = new Host(this.#clock);
  readonly #keyRing = new KeyRing();
  readonly #offThread: Promise<OffThread>;
  readonly #persistence = persistence();
  readonly #listeners = new Listeners();
  #route: Route = { at: "home" };
  #name: string;
  #language: Language;
  #theme: Theme;
  #sendKey: SendKey;
  #rooms: readonly SavedRoom[];
  #publicRooms: readonly PublicRoom[] | null = null;
  /** Rooms made here whose first record has still to be written. */
  readonly #creations = new Map<string, Readonly<{ nonce: Uint8Array; name: string }>>();
  /** Opening is asynchronous: only the newest wish counts. */
  #turn = 0;
  #leaving: Promise<void> = Promise.resolve();
  /** A fresh room is being made and told. */
  #goingOn = false;

  static async start({ pwa }: AppOptions): Promise<App> {
    const device = await openDevice();
    const kept = preferences(device);
    const [seed, name, language, theme, sendKey, rooms] = await Promise.all([
      kept.identitySeed(),
      kept.name.get(),
      kept.language.get(),
      kept.theme.get(),
      kept.sendKey.get(),
      kept.rooms(),
    ]);
    const identity = identityOf(seed);
    const app = new App(pwa, device, kept, { identity, name, language, theme, sendKey, rooms });
    await app.#begin();
    return app;
  }

  private constructor(pwa: Pwa, device: Device, prefs: Preferences, kept: Kept) {
    this.#pwa = pwa;
    this.#device = device;
    this.#preferences = prefs;
    this.#identity = kept.identity;
    this.#name = kept.name;
    this.#language = kept.language ?? (navigator.language.startsWith("bn") ? "bn" : "en");
    this.#theme = kept.theme;
    this.#sendKey = kept.sendKey;
    this.#rooms = kept.rooms;
    const slow = inlineVerifier(this.#keyRing);
    this.#offThread = createVerifier(this.#keyRing, slow).then((here) =>
      offThread(here, { isFast: here !== slow }),
    );
  }

  get route(): Route {
    return this.#route;
  }

  get language(): Language {
    return this.#language;
  }

  get theme(): Theme {
    return this.#theme;
  }

  get sendKey(): SendKey {
    return this.#sendKey;
  }

  get name(): string {
    return this.#name;
  }

  get rooms(): readonly SavedRoom[] {
    return this.#rooms;
  }

  get publicRooms(): readonly PublicRoom[] | null {
    return this.#publicRooms;
  }

  get missing(): readonly Missing[] {
    return missingHere({ storage: this.#device.persistent });
  }

  get update(): "none" | "ready" {
    return this.#pwa.updateReady ? "ready" : "none";
  }

  get installable(): boolean {
    return this.#pwa.installable;
  }

  subscribe(listener: () => void): Stop {
    return this.#listeners.add(listener);
  }

  setLanguage(language: Language): void {
    this.#language = language;
    void this.#preferences.language.set(language);
    this.#listeners.emit();
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    void this.#preferences.theme.set(theme);
    this.#listeners.emit();
  }

  setSendKey(key: SendKey): void {
    this.#sendKey = key;
    void this.#preferences.sendKey.set(key);
    this.#listeners.emit();
  }

  setName(name: string): NameProblem | null {
    const tidied = tidy(name);
    if (foldName(tidied) === "") return "empty";
    if (!isNameWithinLimits(tidied)) return "too-long";
    const { route } = this;
    // Inside a room the new name has to be free there, and becomes a record.
    if (route.at === "room" && route.room.entry.at === "inside") return route.room.enter(tidied);
    this.#keepName(tidied);
    return null;
  }

  createPrivateRoom(roomName: string): void {
    location.hash = this.#makeRoom(roomName);
  }

  goOnInFreshRoom(say: (link: string) => string): void {
    if (!this.#goingOn) void this.#goOnInFreshRoom(say);
  }

  joinPublicRoom(roomName: string): NameProblem | null {
    const name = tidy(roomName);
    if (foldName(name) === "") return "empty";
    if (!isNameWithinLimits(name)) return "too-long";
    location.hash = toFragment({ kind: "public", name });
    return null;
  }

  async forgetRoom(href: string): Promise<void> {
    const parsed = parseFragment(href);
    await this.#preferences.forgetRoom(href);
    if (parsed.at === "room") {
      const { topicName } = roomKeys(parsed.link);
      await this.#preferences.room(topicName).forget();
      await deleteRoomData(storeName(topicName));
    }
    await this.#readRooms();
  }

  goHome(): void {
    location.hash = "";
  }

  install(): Promise<void> {
    return this.#pwa.install();
  }

  reloadForUpdate(): void {
    void this.#pwa.update();
  }

  async saveBackup(passphrase: string): Promise<Blob> {
    const { saveBackup } = await import("./backup.ts");
    return saveBackup(this.#backupSource, passphrase);
  }

  async readBackup(file: Blob, passphrase: string): Promise<BackupResult> {
    const { bringBackup } = await import("./backup.ts");
    const result = await bringBackup(this.#backupSource, file, passphrase);
    if (!result.ok) return result;
    this.#name = await this.#preferences.name.get();
    await this.#readRooms();
    // The identity is another one now: everything that was made with the old one is made anew.
    if (this.#device.persistent) setTimeout(() => location.reload(), 1500);
    return result;
  }

  /** Ends once the first page is known: nobody who opened a link sees another screen before it. */
  async #begin(): Promise<void> {
    this.#pwa.changes.add(() => this.#listeners.emit());
    addEventListener("hashchange", () => void this.#follow());
    addEventListener("online", () => this.#onOpen((room) => room.wake({ networkChanged: true })));
    addEventListener("offline", () => this.#onOpen((room) => room.offline()));
    addEventListener("pagehide", (event) =>
      this.#onOpen((room) => void room.hide({ leaving: !event.persisted })),
    );
    addEventListener("pageshow", (event) => {
      if (event.persisted) this.#onOpen((room) => room.wake());
    });
    document.addEventListener("resume", () => this.#onOpen((room) => room.wake()));
    document.addEventListener("visibilitychange", () =>
      this.#onOpen((room) => {
        if (document.visibilityState === "visible") room.wake();
        else void room.hide({ leaving: false });
      }),
    );
    setInterval(() => void this.#readPublicRooms(), publicRoomsEveryMs);
    void this.#readPublicRooms();
    await this.#follow();
  }

  get #open(): Room | null {
    return this.#route.at === "room" && this.#route.room instanceof Room ? this.#route.room : null;
  }

  #onOpen(act: (room: Room) => void): void {
    const room = this.#open;
    if (room !== null) act(room);
  }

  /** Goes where the address bar says. One room at a time: the one before is stored and let go first. */
  async #follow(): Promise<void> {
    const turn = ++this.#turn;
    const leaving = this.#open;
    const parsed = parseFragment(location.hash);
    const cannot = cannotChat();
    if (leaving !== null) {
      this.#leaving = leaving.close();
      this.#route = { at: "home" };
      if (parsed.at === "home") this.#listeners.emit();
    }
    await this.#leaving;
    if (turn !== this.#turn) return;
    if (parsed.at === "home") this.#route = { at: "home" };
    else if (parsed.at === "fault") this.#route = { at: "bad", reason: parsed.fault };
    else if (cannot !== null) this.#route = { at: "bad", reason: cannot };
    else {
      const room = await this.#openRoom(parsed.link);
      if (turn !== this.#turn) {
        this.#leaving = room.close();
        return;
      }
      this.#route = { at: "room", room };
    }
    this.#listeners.emit();
    await this.#readRooms();
  }

  async #openRoom(link: RoomLink): Promise<Room> {
    const href = toFragment(link);
    const saved = this.#rooms.find((room) => sameRoom(room.href, link));
    await this.#preferences.saveRoom({
      href: saved?.href ?? href,
      kind: link.kind,
      name: link.name || (saved?.name ?? ""),
      lastOpened: Date.now(),
    });
    return Room.open({
      link,
      identity: this.#identity,
      keyRing: this.#keyRing,
      offThread: await this.#offThread,
      clock: this.#clock,
      host: this.#host,
      preferences: this.#preferences.room(roomKeys(link).topicName),
      persistence: this.#persistence,
      userName: () => this.#name,
      onName: (name) => this.#keepName(name),
      creation: this.#creations.get(href) ?? null,
    });
  }

  /** A private room of one's own, not opened yet: its link on this page. */
  #makeRoom(roomName: string): string {
    const tidied = tidy(roomName);
    const name = isNameWithinLimits(tidied) ? tidied : Array.from(tidied).slice(0, 20).join("");
    const { secret, nonce } = createRoomSecret(this.#identity.key);
    const href = toFragment({ kind: "private", secret, name });
    this.#creations.set(href, { nonce, name });
    return href;
  }

  async #goOnInFreshRoom(say: (link: string) => string): Promise<void> {
    const room = this.#open;
    if (room?.entry.at !== "inside") return;
    this.#goingOn = true;
    try {
      const { freshRoom } = this.#preferences.room(room.keys.topicName);
      const made = await freshRoom.get();
      // One that was forgotten here since then cannot be proven to be ours any more.
      const href = this.#rooms.find((saved) => saved.href === made)?.href ?? this.#makeRoom(room.name);
      void freshRoom.set(href);
      const link = shareLinks(href, location, this.#host.config.shareOrigins).links[0]?.url ?? href;
      const fragment = href.slice(0, href.lastIndexOf("/"));
      if (this.#open === room) await tellFreshRoom(room, { fragment, link }, say);
      if (this.#open === room) location.hash = href;
    } finally {
      this.#goingOn = false;
    }
  }

  #keepName(name: string): void {
    this.#name = name;
    void this.#preferences.name.set(name);
    this.#listeners.emit();
  }

  get #backupSource(): BackupSource {
    return {
      preferences: this.#preferences,
      openDocument: (topic) => (this.#open?.keys.topicName === topic ? this.#open.document : null),
    };
  }

  async #readRooms(): Promise<void> {
    this.#rooms = await this.#preferences.rooms();
    this.#listeners.emit();
  }

  async #readPublicRooms(): Promise<void> {
    if (this.#route.at !== "home" || document.visibilityState === "hidden") return;
    const rooms = await this.#host.rooms();
    const next =
      rooms?.map(({ name, people }) => ({ href: toFragment({ kind: "public", name }), name, people })) ??
      null;
    if (JSON.stringify(next) === JSON.stringify(this.#publicRooms)) return;
    this.#publicRooms = next;
    this.#listeners.emit();
  }
}

/** The name in a private room's link is a hint, and a public room has many spellings: the keys decide. */
const sameRoom = (href: string, link: RoomLink): boolean => {
  const parsed = parseFragment(href);
  return (
    parsed.at === "room" &&
    parsed.link.kind === link.kind &&
    roomKeys(parsed.link).topicName === roomKeys(link).topicName
  );
};
