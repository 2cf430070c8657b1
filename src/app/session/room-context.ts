// The room as the transport may see it: net/context.ts, filled from what the session has.

import type * as Y from "yjs";
import type { RoomContext } from "../../net/context.ts";
import { hasWebRtc } from "../../lib/web-rtc.ts";
import { packIds, unpackIds } from "../../room/id-set.ts";
import { authorIdOf, type Identity, type KeyRing } from "../../room/identity.ts";
import type { AuthorId, RecordId } from "../../room/ids.ts";
import type { Ledger } from "../../room/ledger.ts";
import { erasure } from "../../room/record-map.ts";
import type { RoomKeys } from "../../room/public-topic.ts";
import { authorOf, recordIdOf, verifyRecords } from "../../room/record.ts";
import type { Host } from "../host.ts";
import type { OffThread } from "../worker/off-thread.ts";
import type { WallClock } from "../wall-clock.ts";

export type RoomContextOptions = Readonly<{
  keys: RoomKeys;
  doc: Y.Doc;
  ledger: Ledger;
  identity: Identity;
  keyRing: KeyRing;
  offThread: OffThread;
  clock: Pick<WallClock, "now">;
  host: Readonly<{ config: Pick<Host["config"], "iceServers">; load: () => Promise<unknown> }>;
  /** Records that a newcomer should see first. */
  latest: () => readonly RecordId[];
  isStored: () => boolean;
  isKnownAuthor: (author: AuthorId) => boolean;
}>;

export const roomContext = (options: RoomContextOptions): RoomContext => {
  const { keys, doc, ledger, identity, keyRing, offThread, clock, host, latest, isStored } = options;
  return {
    ...keys,
    doc,
    records: ledger,
    author: identity.key,
    authorId: authorIdOf,
    isKnownAuthor: options.isKnownAuthor,
    sign: identity.sign,
    verify: (signature, message, key) => keyRing.verify(signature, message, key),
    authorOf,
    recordId: recordIdOf,
    verifyRecords: (records) => verifyRecords(keys.topic, records, offThread.verify),
    judge: (update) => offThread.judge(update, keys.topic),
    packIds,
    unpackIds,
    latest: () => latest().flatMap((id) => ledger.soundBytesOf(id) ?? []),
    isStored,
    erasure,
    now: clock.now,
    webRtc: hasWebRtc(),
    iceServers: () => host.config.iceServers,
    whenReady: () => host.load(),
  };
};
