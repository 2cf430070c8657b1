// Dialogs are loaded when first opened. They are also fetched once the page is at rest, because the host may be gone by
// the time somebody asks for one, and over plain http no service worker keeps them.

import type { AppModel, RoomModel } from "../app/model.ts";
import type { Locale, Whole } from "../i18n/locale.ts";
import type { FullWords } from "../i18n/words.ts";
import type { AuthorId } from "../room/ids.ts";
import type { Question } from "./dialogs/kb-ask.ts";
import { fetched } from "./fetched.ts";

const dialogs = {
  share: () => import("./dialogs/kb-share.ts"),
  settings: () => import("./dialogs/kb-settings.ts"),
  doctor: () => import("./dialogs/kb-doctor.ts"),
  people: () => import("./dialogs/kb-people-sheet.ts"),
  person: () => import("./dialogs/kb-person.ts"),
  emoji: () => import("./dialogs/kb-emoji.ts"),
  ask: () => import("./dialogs/kb-ask.ts"),
} as const;

/** Puts a dialog into the page once its code and its words are there. */
const show = <M>(
  locale: Locale,
  load: () => Promise<M>,
  make: (module: M, given: Readonly<{ locale: Locale; whole: Whole }>) => HTMLElement,
): Promise<void> =>
  fetched(locale, async () => {
    const [module, whole] = await Promise.all([load(), locale.whole()]);
    document.body.append(make(module, { locale, whole }));
  });

export const openShare = (locale: Locale, room: RoomModel): Promise<void> =>
  show(locale, dialogs.share, ({ KbShare }, given) => Object.assign(new KbShare(), given, { room }));

export const openSettings = (
  locale: Locale,
  app: AppModel,
  { room = null, at = "top" }: { room?: RoomModel | null; at?: "top" | "backup" } = {},
): Promise<void> =>
  show(locale, dialogs.settings, ({ KbSettings }, given) =>
    Object.assign(new KbSettings(), given, { app, room, at }),
  );

export const openDoctor = (locale: Locale, room: RoomModel): Promise<void> =>
  show(locale, dialogs.doctor, ({ KbDoctor }, given) => Object.assign(new KbDoctor(), given, { room }));

export const openPeople = (locale: Locale, room: RoomModel): Promise<void> =>
  show(locale, dialogs.people, ({ KbPeopleSheet }, given) =>
    Object.assign(new KbPeopleSheet(), given, {
      room,
      onPerson: (author: AuthorId) => void openPerson(locale, room, author),
      onInvite: () => void openShare(locale, room),
    }),
  );

export const openPerson = (locale: Locale, room: RoomModel, author: AuthorId): Promise<void> =>
  show(locale, dialogs.person, ({ KbPerson }, given) =>
    Object.assign(new KbPerson(), given, { room, author }),
  );

export const openEmoji = (locale: Locale, onPick: (emoji: string) => void): Promise<void> =>
  show(locale, dialogs.emoji, ({ KbEmoji }, given) => Object.assign(new KbEmoji(), given, { onPick }));

export const ask = (
  locale: Locale,
  question: (words: FullWords) => Question,
  onYes: () => void,
): Promise<void> =>
  show(locale, dialogs.ask, ({ KbAsk }, given) =>
    Object.assign(new KbAsk(), given, { question: question(given.whole.t), onYes }),
  );

export const closeDialogs = (): void => {
  for (const dialog of document.querySelectorAll<HTMLDialogElement>("dialog[open]")) dialog.close();
};

/** Fetches whatever has not been loaded yet. A failure is no matter: what is asked for later is fetched then. */
export const preload = async (app: AppModel): Promise<void> => {
  await Promise.allSettled([
    app.preload(),
    ...Object.values(dialogs).map((load): Promise<unknown> => load()),
    import("./dialogs/kb-qr.ts"),
    import("../i18n/bn.ts"),
    import("../i18n/bn-dialogs.ts"),
  ]);
};
