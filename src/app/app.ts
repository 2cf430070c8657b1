// The app as its screens see it: which room is open, what this device keeps, what the host lists.

import type { Language, SendKey, Theme } from "../lib/choices.ts";
import { Listeners, type Stop } from "../lib/listeners.ts";
import { tidy } from "../room/fold.ts";
import { toFragment } from "../room/link.ts";
import type { SavedRoom } from "../room/saved-room.ts";
import { openDevice, type Device } from "../storage/device.ts";
import { preferences, type Preferences } from "../storage/preferences.ts";
import { missingHere } from "./environment.ts";
import type { FreshRoomsOptions } from "./fresh-rooms.ts";
import { Host } from "./host.ts";
import type {
  AppModel,
  BackupFile,
  Missing,
  NameProblem,
  PublicRoomList,
  Route,
  SavedBackup,
} from "./model.ts";
import { nameProblem } from "./name-problem.ts";
import { afterPaint, once } from "./first-paint.ts";
import { readKept, type Kept } from "./kept.ts";
import { watchPage } from "./page-life.ts";
import { PublicRooms } from "./public-rooms.ts";
import type { Pwa } from "./pwa.ts";
import type { Engine } from "./engine.ts";
import type { Room } from "./open-room/room.ts";
import { Router } from "./router.ts";
import { SavedFile } from "./saved-file.ts";
import { fetchNetworkCode } from "./session/network-code.ts";
import { Settings } from "./settings.ts";
import { WallClock } from "./wall-clock.ts";

export type AppOptions = Readonly<{ pwa: Pwa }>;

export class App implements AppModel {
  readonly #pwa: Pwa;
  readonly #device: Device;
  readonly #preferences: Preferences;
  readonly #listeners = new Listeners();
  readonly #settings: Settings;
  readonly #publicRooms: PublicRooms;
  readonly #router: Router<Room>;
  readonly #host: Host;
  /** As they stood at the start, until the engine has its list. */
  readonly #keptRooms: readonly SavedRoom[];
  readonly #savedFile: SavedFile;
  readonly #fetchEngine: () => Promise<Engine>;
  #engine: Engine | null = null;
  #goingOn: Promise<void> | null = null;

  static async start({ pwa }: AppOptions): Promise<App> {
    const device = await openDevice();
    const kept = preferences(device);
    const app = new App(pwa, device, kept, await readKept(kept));
    await app.#begin();
    return app;
  }

  private constructor(pwa: Pwa, device: Device, prefs: Preferences, kept: Kept) {
    const onChange = (): void => this.#listeners.emit();
    const clock = new WallClock();
    const host = new Host(clock);
    this.#pwa = pwa;
    this.#device = device;
    this.#preferences = prefs;
    this.#settings = new Settings({ kept: prefs, values: kept.settings, onChange });
    this.#host = host;
    this.#keptRooms = kept.rooms;
    const own = { seed: kept.seed, kept: kept.rooms, preferences: prefs, settings: this.#settings };
    this.#fetchEngine = once(async () => {
      fetchNetworkCode().catch(() => undefined); // on its way by the time a room asks for it
      const { startEngine } = await import("./engine.ts");
      return startEngine({ ...own, clock, host, onChange });
    });
    this.#router = new Router({
      openRoom: async (link, options) => (await this.#whenEngine()).open(link, options),
      onChange,
    });
    this.#savedFile = new SavedFile({
      preferences: prefs,
      settings: this.#settings,
      engine: () => this.#whenEngine(),
      open: () => this.#router.open,
      isKept: device.persistent,
    });
    this.#publicRooms = new PublicRooms({
      host,
      isShown: () => this.route.at === "home" && document.visibilityState === "visible",
      onChange,
    });
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
    return this.#engine?.rooms.all ?? this.#keptRooms;
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

  async createPrivateRoom(roomName: string): Promise<void> {
    location.hash = (await this.#whenEngine()).rooms.make(roomName);
  }

  goOnInFreshRoom(say: (link: string) => string): Promise<void> {
    this.#goingOn ??= Promise.all([import("./fresh-rooms.ts"), this.#whenEngine()])
      .then(([{ goOnInFreshRoom }, { rooms }]) => goOnInFreshRoom(this.#freshRooms(rooms), say))
      .finally(() => (this.#goingOn = null));
    return this.#goingOn;
  }

  choose(href: string): void {
    this.#router.choose(href);
  }

  joinPublicRoom(roomName: string): NameProblem | null {
    const name = tidy(roomName);
    const problem = nameProblem(name);
    if (problem !== null) return problem;
    const href = toFragment({ kind: "public", name });
    this.choose(href);
    location.hash = href;
    return null;
  }

  async forgetRoom(href: string): Promise<void> {
    await (await this.#whenEngine()).rooms.forget(href);
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

  saveBackup(passphrase: string): Promise<SavedBackup> {
    return this.#savedFile.save(passphrase);
  }

  readBackup(file: Blob, passphrase: string): Promise<BackupFile> {
    return this.#savedFile.read(file, passphrase);
  }

  async preload(): Promise<void> {
    const engine = await this.#whenEngine();
    await Promise.allSettled([engine.preload(), import("./backup.ts"), import("./fresh-rooms.ts")]);
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
    // A screen first: running the engine's code takes an old phone longer than drawing one.
    afterPaint(() => {
      this.#whenEngine().catch(() => undefined); // asked for again by whoever needs it
    });
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
    await this.#engine?.rooms.read();
  }

  async #whenEngine(): Promise<Engine> {
    return (this.#engine = await this.#fetchEngine());
  }

  #freshRooms(rooms: Engine["rooms"]): FreshRoomsOptions {
    return {
      rooms,
      preferences: this.#preferences,
      host: this.#host,
      open: () => this.#router.open,
      go: (href) => (location.hash = href),
    };
  }
}
