// What a record says, by kind (RC2), and the numbers of the kinds on the wire. What is not understood is kept and shown
// nowhere (RC9).

import type { Clock } from "./clock.ts";
import type { AuthorKey, RecordId } from "./ids.ts";

/** The message that another answers: named so that its epoch can be opened. */
export type Reply = Readonly<{ id: RecordId; epoch: number; clock: Clock }>;

export type Payload =
  | Readonly<{
      kind: "message";
      text: string;
      reply: Reply | null;
      /** As attachment.ts reads and writes them, when they are to be drawn. */
      attachments: readonly Uint8Array[];
      /** Keys of those it names. */
      mentions: readonly AuthorKey[];
      /** Written by somebody else, in another room. */
      forwarded: boolean;
    }>
  | Readonly<{ kind: "edit"; target: RecordId; text: string; mentions: readonly AuthorKey[] }>
  /** `hash` is SHA-256(target record); clock and wall are the target's, so that a tombstone stands in its place (RC5). */
  | Readonly<{
      kind: "erase";
      target: RecordId;
      hash: Uint8Array;
      clock: Clock;
      wall: number;
      wasMessage: boolean;
    }>
  | Readonly<{ kind: "reaction"; target: RecordId; emoji: string; on: boolean }>
  | Readonly<{ kind: "name"; name: string }>
  /** By the creator, who proves it with the nonce (LK1). `shelf`: 0, no host ever keeps anything of this room. */
  | Readonly<{
      kind: "room";
      nonce: Uint8Array;
      name: string;
      shelf: number;
      hidden: readonly AuthorKey[];
    }>
  /** Of a kind that is not known here, or malformed: kept, handed on, shown nowhere. */
  | Readonly<{ kind: "unknown"; code: number }>;

/** A message of words alone. */
export const textMessage = (
  text: string,
  reply: Reply | null = null,
): Extract<Payload, { kind: "message" }> => ({
  kind: "message",
  text,
  reply,
  attachments: [],
  mentions: [],
  forwarded: false,
});

/**
 * The kinds on the wire (RC2, VR1). From 128 on they stand under ids that no erase can make. Kept for what comes, below:
 * poll 8, pin 9, invite 10, call 11; above: delegate 129, membership 130, device link 131.
 */
export const codes = { message: 1, edit: 2, reaction: 4, name: 5, room: 7, erase: 128 } as const;
/** The first of those that cannot be erased (RC5): what an erase did is never undone. */
export const firstLastingCode = 128;

const kinds = new Map<number, Payload["kind"]>([
  [codes.message, "message"],
  [codes.edit, "edit"],
  [codes.erase, "erase"],
  [codes.reaction, "reaction"],
  [codes.name, "name"],
  [codes.room, "room"],
]);

export const kindOf = (code: number): Payload["kind"] => kinds.get(code) ?? "unknown";
