// What a room is called: as its creator signed it, until then as the link says (LK1).

import { isBlank } from "../../lib/blank.ts";
import { fromBase64url } from "../../lib/bytes.ts";
import { standingEpoch } from "../../room/epoch.ts";
import type { AuthorKey } from "../../room/ids.ts";
import { isCreator } from "../../room/keys.ts";
import type { RoomLink } from "../../room/link.ts";
import type { ParsedRecord } from "../../room/record.ts";

export class RoomName {
  readonly #link: RoomLink;
  #text: string;

  constructor(link: RoomLink) {
    this.#link = link;
    this.#text = link.name;
  }

  get text(): string {
    return this.#text;
  }

  take(records: readonly ParsedRecord[]): void {
    if (this.#link.kind === "public") return; // nobody made it
    for (const { payload, author, epoch } of records) {
      if (payload.kind !== "room" || isBlank(payload.name) || epoch !== standingEpoch) continue;
      const key = fromBase64url(author);
      if (key !== null && isCreator(this.#link.secret, key as AuthorKey, payload.nonce))
        this.#text = payload.name;
    }
  }
}
