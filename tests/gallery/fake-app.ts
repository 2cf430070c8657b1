import type {
  AppModel,
  BackupFile,
  SavedBackup,
  Missing,
  NameProblem,
  PublicRoom,
  PublicRoomList,
  Route,
} from "../../src/app/model.ts";
import type { Language, SendKey, Theme } from "../../src/lib/choices.ts";
import { Listeners, type Stop } from "../../src/lib/listeners.ts";
import type { SavedRoom } from "../../src/room/saved-room.ts";
import { roomNames } from "./sample.ts";

type AppOptions = Readonly<{
  route?: Route;
  language?: Language;
  theme?: Theme;
  name?: string;
  missing?: readonly Missing[];
  update?: AppModel["update"];
  publicRooms?: PublicRoomList;
  rooms?: readonly SavedRoom[];
  installable?: boolean;
}>;

const hour = 60 * 60 * 1000;

export const savedRooms = (language: Language): readonly SavedRoom[] => [
  {
    href: "#/r/AAAAAAAAAAAAAAAAAAAAAA/x",
    kind: "private",
    name: roomNames[language],
    lastOpened: Date.now() - 1000,
  },
  {
    href: "#/p/adda",
    kind: "public",
    name: language === "bn" ? "আড্ডা" : "adda",
    lastOpened: Date.now() - 26 * hour,
  },
  { href: "#/r/BAAAAAAAAAAAAAAAAAAAAA/", kind: "private", name: "", lastOpened: Date.now() - 240 * hour },
];

export const publicRooms = (language: Language): readonly PublicRoom[] =>
  language === "bn"
    ? [
        { href: "#/p/a", name: "চায়ের দোকান", people: 12 },
        { href: "#/p/b", name: "ক্রিকেট ⚽ ফুটবল", people: 1 },
      ]
    : [
        { href: "#/p/a", name: "tea stall", people: 12 },
        { href: "#/p/b", name: "A room with quite a long name, forty", people: 1 },
      ];

export class FakeApp implements AppModel {
  route: Route;
  language: Language;
  theme: Theme;
  sendKey: SendKey = "enter";
  name: string;
  rooms: readonly SavedRoom[];
  publicRooms: PublicRoomList;
  missing: readonly Missing[];
  update: AppModel["update"];
  installable: boolean;
  readonly #listeners = new Listeners();

  constructor({
    route = { at: "home" },
    language = "en",
    theme = "system",
    name = "",
    missing = [],
    update = "none",
    publicRooms = "away",
    rooms = [],
    installable = false,
  }: AppOptions = {}) {
    this.route = route;
    this.language = language;
    this.theme = theme;
    this.name = name;
    this.missing = missing;
    this.update = update;
    this.publicRooms = publicRooms;
    this.rooms = rooms;
    this.installable = installable;
  }

  subscribe(listener: () => void): Stop {
    return this.#listeners.add(listener);
  }
  set(change: Partial<FakeApp>): void {
    Object.assign(this, change);
    this.#listeners.emit();
  }
  setLanguage(language: Language): void {
    this.set({ language });
  }
  setTheme(theme: Theme): void {
    this.set({ theme });
  }
  setSendKey(sendKey: SendKey): void {
    this.set({ sendKey });
  }
  setName(name: string): NameProblem | null {
    const kept = name.trim();
    if (kept === "") return "empty";
    if (kept.length > 40) return "too-long";
    this.set({ name: kept });
    return null;
  }
  createPrivateRoom(): Promise<void> {
    return Promise.resolve();
  }
  goOnInFreshRoom(say: (link: string) => string): Promise<void> {
    if (this.route.at === "room") this.route.room.send(say(`${location.origin}/#/r/${"B".repeat(22)}/again`));
    return Promise.resolve();
  }
  choose(): void {}
  joinPublicRoom(name: string): NameProblem | null {
    return name.trim() === "" ? "empty" : null;
  }
  forgetRoom(href: string): Promise<void> {
    this.set({ rooms: this.rooms.filter((room) => room.href !== href) });
    return Promise.resolve();
  }
  goHome(): void {
    this.set({ route: { at: "home" } });
  }
  install(): Promise<void> {
    return Promise.resolve();
  }
  reloadForUpdate(): void {}
  preload(): Promise<void> {
    return Promise.resolve();
  }
  saveBackup(passphrase: string): Promise<SavedBackup> {
    return Promise.resolve(
      passphrase === "weak"
        ? { ok: false, reason: "weak-passphrase" }
        : { ok: true, file: new Blob(["backup"]) },
    );
  }
  readBackup(_file: Blob, passphrase: string): Promise<BackupFile> {
    const fingerprints = {
      mine: "0f1e 2d3c 4b5a 6978 8796 a5b4 c3d2 e1f0",
      file: "90ab 12cd 34ef 5678 9abc def0 1234 5678",
    };
    return Promise.resolve(
      passphrase === "right"
        ? { ok: true, fingerprints, bring: () => Promise.resolve({ ok: true, rooms: 3 }) }
        : { ok: false, reason: "wrong-passphrase" },
    );
  }
}
