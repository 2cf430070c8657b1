import { describe, expect, it } from "vitest";
import { bnDialogs } from "../../../src/i18n/bn-dialogs.ts";
import { bn } from "../../../src/i18n/bn.ts";
import { enDialogs } from "../../../src/i18n/en-dialogs.ts";
import { en as screens } from "../../../src/i18n/en.ts";

const en = { ...screens, ...enDialogs };

/** Every text of a table, functions called with stand-ins, by its path. */
const texts = (table: object, path = ""): readonly (readonly [string, string])[] =>
  Object.entries(table).flatMap(([key, value]: [string, unknown]) => {
    const here = `${path}.${key}`;
    if (typeof value === "string") return [[here, value] as const];
    if (typeof value === "function")
      return [
        [
          here,
          (value as (...args: unknown[]) => string)(here.endsWith(".typing") ? ["x"] : "2", "2", "2"),
        ] as const,
      ];
    return texts(value as object, here);
  });

/** Made of names and numbers alone. */
const wordless = new Set([".day.part", ".message.announce"]);

describe("[UX11] words", () => {
  it("are all there in both languages, and Bangla is in Bangla", () => {
    const english = texts(en);
    const bangla = new Map(texts({ ...bn, ...bnDialogs }));
    expect(english.length).toBe(bangla.size);
    for (const [key, text] of english) {
      const other = bangla.get(key) ?? "";
      if (text === "" || wordless.has(key)) continue;
      expect(other, key).not.toBe("");
      expect(/\p{Script=Bengali}/u.test(other), `${key}: ${other}`).toBe(true);
    }
  });

  it("keep the accessible names in English", () => {
    expect([
      en.home.yourName,
      en.home.roomName,
      en.home.createPrivate,
      en.home.publicRoom,
      en.home.joinPublic,
      en.home.publicRooms,
      en.home.yourRooms,
      en.door.enter,
      en.room.messages,
      en.composer.message,
      en.composer.send,
      en.room.share,
      en.share.title,
      en.share.link,
      en.share.qr,
      en.share.copy,
      en.room.people,
      en.connection.title,
      en.message.reply,
      en.message.react,
      en.message.edit,
      en.message.delete,
      en.room.settings,
      en.settings.title,
      en.settings.language,
      en.settings.theme,
    ]).toEqual([
      "Your name",
      "Room name",
      "Create private room",
      "Public room",
      "Join public room",
      "Public rooms",
      "Your rooms",
      "Enter room",
      "Messages",
      "Message",
      "Send",
      "Share room",
      "Share room",
      "Room link",
      "QR code",
      "Copy link",
      "People",
      "Connection",
      "Reply",
      "React",
      "Edit",
      "Delete",
      "Settings",
      "Settings",
      "Language",
      "Theme",
    ]);
  });
});
