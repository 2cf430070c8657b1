import type { RoomModel } from "../../app/model.ts";
import { beginning } from "../../lib/graphemes.ts";
import type { Locale } from "../../i18n/locale.ts";
import type { Message } from "../../room/message.ts";
import { personName } from "../person-view.ts";

/** A burst is not read out whole. */
const most = 3;
const mostUnits = 300;

/** What a screen reader says of the messages after `last`: others' newest, the oldest of them first. */
export const announcements = (locale: Locale, room: RoomModel, last: Message | null): readonly string[] => {
  const { messages, me } = room;
  if (room.connection.receiving !== null) return [];
  const fresh: string[] = [];
  for (let i = messages.length - 1; i >= 0 && fresh.length < most; i--) {
    const message = messages[i];
    if (
      message === undefined ||
      message.id === last?.id ||
      (last !== null && message.clock.ms < last.clock.ms)
    )
      break;
    if (message.author === me || message.erased) continue;
    fresh.unshift(
      locale.t.message.announce(
        personName(locale.t, room.person(message.author)),
        beginning(message.text, mostUnits),
      ),
    );
  }
  return fresh;
};
