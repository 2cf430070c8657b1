// What the transport needs to know of the room and may not decide itself: keys, the verdict on a signature, what a record is.

import type { AuthorId, AuthorKey } from "../room/ids.ts";
import type { Verify } from "./hello.ts";

export type RoomContext = Readonly<{
  topic: Uint8Array;
  topicName: string;
  sealKey: Uint8Array;
  author: AuthorKey;
  authorId(key: AuthorKey): AuthorId;
  sign: (message: Uint8Array) => Uint8Array;
  verify: Verify;
  /** The id these bytes must stand under in the document, or null when they are no record within the limits (RC7). */
  recordId: (bytes: Uint8Array) => string | null;
  /** True once a valid erase of this id is known (GT3). */
  isErased: (id: string) => boolean;
  /** A record from the wire, before and whether or not its struct can be applied. Shown only after its signature verifies. */
  onRecord: (id: string, bytes: Uint8Array, options: { live: boolean }) => void;
  /** Names and the latest messages: what a newcomer wants to see first. */
  latest: () => readonly Uint8Array[];
  /** Own wall time, corrected (RC3), ms. */
  now: () => number;
  iceServers: () => readonly RTCIceServer[];
}>;
