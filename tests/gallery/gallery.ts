// One screen per address: ?screen=room&lang=bn&theme=dark

import type { AppModel } from "../../src/app/model.ts";
import type { Language, Theme } from "../../src/lib/choices.ts";
import type { RecordId } from "../../src/room/ids.ts";
import "../../src/styles.css";
import "../../src/ui/screens/kb-app.ts";
import { FakeApp, publicRooms, savedRooms } from "./fake-app.ts";
import { FakeRoom, type RoomOptions } from "./fake-room.ts";
import { names } from "./sample.ts";

const query = new URLSearchParams(location.search);
const language = (query.get("lang") ?? "en") as Language;
const theme = (query.get("theme") ?? "system") as Theme;
const name = names[language][0] ?? "";

const room = (options: RoomOptions = {}, app: ConstructorParameters<typeof FakeApp>[0] = {}): FakeApp => {
  const model = new FakeRoom({ language, ...options });
  Object.assign(window, { room: model });
  return new FakeApp({ route: { at: "room", room: model }, language, theme, name, ...app });
};
const bad = (reason: "bad-link" | "truncated-link" | "browser-too-old"): FakeApp =>
  new FakeApp({ route: { at: "bad", reason }, language, theme });

export const screens: Readonly<Record<string, () => AppModel>> = {
  home: () =>
    new FakeApp({
      language,
      theme,
      name,
      rooms: savedRooms(language),
      publicRooms: publicRooms(language),
      installable: true,
    }),
  "home-new": () => new FakeApp({ language, theme, publicRooms: [], missing: ["secure-context"] }),
  "home-host-away": () =>
    new FakeApp({ language, theme, name, publicRooms: "away", missing: ["storage", "in-app-browser"] }),
  door: () => room({ entry: { at: "door", clash: null } }, { name: "" }),
  "door-clash": () =>
    room({
      entry: {
        at: "door",
        clash: {
          name,
          suggestions:
            language === "bn" ? ["রাফি ২", "রাফি শনি", "রাফি-ঢাকা"] : ["Rafi 2", "Rafi Sat", "Rafi-7"],
        },
      },
    }),
  "door-entering": () => room({ entry: { at: "entering" }, connection: { receiving: 0.34 } }),
  room: () => room({}),
  "room-unread": () => room({ unread: true, sharedName: true, long: 400 }),
  "room-empty": () => room({ empty: true }),
  "room-alone": () => room({ alone: true }),
  "room-public": () => room({ kind: "public", connection: { host: "away", receiving: 0.34 } }),
  "room-relay-only": () =>
    room(
      { trouble: "host-needed", connection: { relayOnly: true, host: "away", linked: 0 } },
      { missing: ["web-rtc"] },
    ),
  "room-trouble": () =>
    room(
      {
        trouble: "udp-blocked",
        sharedName: true,
        connection: { online: false, saved: "unsaved", clockOff: true },
      },
      { missing: ["secure-context"], update: "ready" },
    ),
  "room-outgrown": () => room({ outgrown: true }),
  "room-left": () => room({ long: 300, anchor: "r250" as RecordId }),
  "room-long": () => room({ long: Number(query.get("messages") ?? 100_000) }),
  "share-lan": () =>
    room({
      share: {
        onlyHere: false,
        links: [
          { label: "party.local", url: "http://party.local:8080/#/r/AAAAAAAAAAAAAAAAAAAAAA/Saturday" },
          {
            label: "wlan0 · 192.168.1.20",
            url: "http://192.168.1.20:8080/#/r/AAAAAAAAAAAAAAAAAAAAAA/Saturday",
          },
        ],
      },
    }),
  "share-here": () =>
    room({
      share: {
        onlyHere: true,
        links: [{ label: "localhost", url: "http://localhost:8080/#/r/AAAAAAAAAAAAAAAAAAAAAA/Saturday" }],
      },
    }),
  "bad-link": () => bad("bad-link"),
  "truncated-link": () => bad("truncated-link"),
  "browser-too-old": () => bad("browser-too-old"),
};

const app = (screens[query.get("screen") ?? "home"] ?? screens["home"])?.();
const page = document.querySelector("kb-app");
if (page !== null) page.app = app;
Object.assign(window, { app });
