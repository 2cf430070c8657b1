// The app as its screens see it: which room is open, what this device keeps, what the host lists.

import type { Language, SendKey, Theme } from "../lib/choices.ts";
import { Listeners, type Stop } from "../lib/listeners.ts";
import { tidy } from "../room/fold.ts";
import { identityOf, type Identity } from "../room/identity.ts";
import { toFragment } from "../room/link.ts";
import type { SavedRoom } from "../room/saved-room.ts";
import { openDevice, type Device } from "../storage/device.ts";
import { preferences, type Preferences } from "../storage/preferences.ts";
import type { BackupSource } from "./backup.ts";
import { missingHere } from "./environment.ts";
import type { FreshRoomsOptions } from "./fresh-rooms.ts";
import { Host } from "./host.ts";
import type {
  AppModel,
  BackupFile,
  BackupResult,
  Missing,
  NameProblem,
  PublicRoomList,
  Route,
  SavedBackup,
} from "./model.ts";
import type { VerifyMany } from "../room/verifier.ts";
import { nameProblem } from "./name-problem.ts";
import { watchPage } from "./page-life.ts";
import { PublicRooms } from "./public-rooms.ts";
import type { Pwa } from "./pwa.ts";
import { RoomList } from "./room-list.ts";
import { roomOpener } from "./open-room/room-opener.ts";
import type { Room } from "./open-room/room.ts";
import { Router } from "./router.ts";
import { readSettings, Settings, type SettingValues } from "./settings.ts";
import { WallClock } from "./wall-clock.ts";

export type AppOptions = Readonly<{ pwa: Pwa }>;

type Kept = Readonly<{ identity: Identity; settings: SettingValues; rooms: readonly SavedRoom[] }>;

export class App implements AppModel {
  readonly #pwa: Pwa;
  readonly #device: Device;
  readonly #preferences: Preferences;
  readonly #identity: Identity;
  readonly #listeners = new Listeners();
  readonly #settings: Settings;
  readonly #rooms: RoomList;
  readonly #publicRooms: PublicRooms;
  readonly #router: Router<Room>;
  readonly #freshRooms: FreshRoomsOptions;
  readonly #verify: VerifyMany;
  #goingOn: Promise<void> | null = null;

  static async start({ pwa }: AppOptions): Promise<App> {
    const device = await openDevice();
    const kept = preferences(device);
    const [seed, settings, rooms] = await Promise.all([
      kept.identitySeed(),
      readSettings(kept, navigator.language),
      kept.rooms(),
    ]);
    const app = new App(pwa, device, kept, { identity: identityOf(seed), settings, rooms });
    await app.#begin();
    return app;
  }

  private constructor(pwa: Pwa, device: Device, prefs: Preferences, { identity, ...kept }: Kept) {
    const onChange = (): void => this.#listeners.emit();
    const clock = new WallClock();
    const host = new Host(clock);
    this.#pwa = pwa;
    this.#device = device;
    this.#preferences = prefs;
    this.#identity = identity;
    this.#settings = new Settings({ kept: prefs, values: kept.settings, onChange });
    this.#rooms = new RoomList({ preferences: prefs, identity, rooms: kept.rooms, onChange });
    const shared = { preferences: prefs, settings: this.#settings, rooms: this.#rooms, host };
    const opener = roomOpener({ ...shared, identity, clock });
    this.#verify = opener.verify;
    this.#router = new Router({
      openRoom: opener.open,
      onChange,
    });
    this.#publicRooms = new PublicRooms({
      host,
      isShown: () => this.route.at === "home" && document.visibilityState === "visible",
      onChange,
    });
    this.#freshRooms = { ...shared, open: () => this.#router.open, go: (href) => (location.hash = href) };
  }

  get route(): Route {
    return this.#router.route;
  }

  get language(): Language {
    return this.#settings.values.language;
  }

  get theme(): Theme {
    return this.#settings.values.theme;
  }

  get sendKey(): SendKey {
    return this.#settings.values.sendKey;
  }

  get name(): string {
    return this.#settings.values.name;
  }

  get rooms(): readonly SavedRoom[] {
    return this.#rooms.all;
  }

  get publicRooms(): PublicRoomList {
    return this.#publicRooms.list;
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
    this.#settings.set("language", language);
  }

  setTheme(theme: Theme): void {
    this.#settings.set("theme", theme);
  }

  setSendKey(key: SendKey): void {
    this.#settings.set("sendKey", key);
  }

  setName(name: string): NameProblem | null {
    const tidied = tidy(name);
    const problem = nameProblem(tidied);
    if (problem !== null) return problem;
    this.#settings.set("name", tidied);
    return null;
  }

  createPrivateRoom(roomName: string): void {
    location.hash = this.#rooms.make(roomName);
  }

  goOnInFreshRoom(say: (link: string) => string): Promise<void> {
    this.#goingOn ??= import("./fresh-rooms.ts")
      .then(({ goOnInFreshRoom }) => goOnInFreshRoom(this.#freshRooms, say))
      .finally(() => (this.#goingOn = null));
    return this.#goingOn;
  }

  joinPublicRoom(roomName: string): NameProblem | null {
    const name = tidy(roomName);
    const problem = nameProblem(name);
    if (problem !== null) return problem;
    location.hash = toFragment({ kind: "public", name });
    return null;
  }

  forgetRoom(href: string): Promise<void> {
    return this.#rooms.forget(href);
  }

  goHome(): void {
    location.hash = "";
  }

  install(): Promise<void> {
    return this.#pwa.install();
  }

  reloadForUpdate(): void {
    this.#pwa.update();
  }

  async saveBackup(passphrase: string): Promise<SavedBackup> {
    const { saveBackup } = await import("./backup.ts");
    return saveBackup(this.#backupSource, passphrase);
  }

  async readBackup(file: Blob, passphrase: string): Promise<BackupFile> {
    const { readBackup } = await import("./backup.ts");
    const opened = await readBackup(this.#backupSource, file, passphrase);
    if (!opened.ok) return opened;
    const bring = async (identity: "mine" | "file"): Promise<BackupResult> => {
      const result = await opened.bring(identity);
      await this.#rooms.read();
      if (!result.ok || identity === "mine") return result;
      this.#settings.set("name", await this.#preferences.name.get());
      // The identity is another one now: everything that was made with the old one is made anew.
      if (this.#device.persistent) setTimeout(() => location.reload(), 1500);
      return result;
    };
    return { ...opened, bring };
  }

  async preload(): Promise<void> {
    void this.#identity.key; // so that the first room need not wait for it
    await Promise.allSettled([import("./backup.ts"), import("./fresh-rooms.ts")]);
  }

  /** Ends once the first page is known: nobody who opened a link sees another screen before it. */
  async #begin(): Promise<void> {
    // All of this is for as long as the page lives.
    this.#pwa.changes.add(() => this.#listeners.emit());
    watchPage({
      move: () => void this.#follow(),
      wake: (options) => {
        this.#router.open?.wake(options);
        this.#publicRooms.look();
      },
      offline: () => this.#router.open?.offline(),
      hide: (options) => void this.#router.open?.hide(options),
    });
    this.#publicRooms.start();
    await this.#follow();
  }

  async #follow(): Promise<void> {
    const { hash } = location;
    const arrived = this.#router.follow(hash);
    this.#publicRooms.look();
    if (!(await arrived)) return;
    this.#publicRooms.look();
    // What is copied from the address bar is the room's link (LK1), not what somebody typed or hung on to it.
    const link = this.#router.open?.model.link;
    if (link !== undefined && location.hash === hash) history.replaceState(null, "", toFragment(link));
    await this.#rooms.read();
  }

  get #backupSource(): BackupSource {
    return {
      preferences: this.#preferences,
      identity: this.#identity,
      verify: this.#verify,
      openRoom: (topic) => {
        const { open } = this.#router;
        if (open?.keys.topicName !== topic) return null;
        const { doc, ledger } = open.session;
        return { doc, ledger, topic: open.keys.topic };
      },
    };
  }
}
