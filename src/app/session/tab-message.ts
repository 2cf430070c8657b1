// What tabs of one room say to each other over a BroadcastChannel. The other tab may run an older or a newer version of the
// app: a message of an unknown type is passed over, fields that are not ours are left out, lists that are missing are empty.

import * as Y from "yjs";
import type { OwnPresence, PresentPerson } from "../../net/mesh/presence.ts";
import type { Fault } from "../../net/mesh/signs.ts";
import type { SignalingState } from "../../net/peer/provider.ts";
import type { AuthorId, RecordId } from "../../room/ids.ts";
import { parseAuthorId, parseRecordId } from "../../storage/stored-values.ts";
import { troubles, type Trouble } from "../model.ts";
import type { LinkState, NetState } from "./net-state.ts";

export type TabMessage =
  /** What this tab has. Who hears it hands over what is missing there; `reply`: and says what it has itself. */
  | Readonly<{ type: "sync"; vector: Uint8Array; reply: boolean }>
  | Readonly<{ type: "update"; update: Uint8Array }>
  /** The leader's. */
  | Readonly<{ type: "net"; net: NetState }>
  /** What a tab's user does; null: the tab goes. */
  | Readonly<{ type: "own"; tab: string; own: OwnPresence | null }>;

/** Far above any room (its soft cap is 100 MB), below what takes the page down. */
const maxBytes = 512 * 1024 * 1024;
/** A mesh keeps 1024 people at most (GT4). */
const maxEntries = 1024;
/** Of ids and names, which are shorter. */
const maxLength = 256;

type Guard<T> = (value: unknown) => value is T;

const isOneOf =
  <T>(values: readonly T[]): Guard<T> =>
  (value): value is T =>
    values.includes(value as T);

const isText = (value: unknown): value is string => typeof value === "string" && value.length <= maxLength;
const isFlag = isOneOf([true, false]);
const isNumber = (value: unknown): value is number => Number.isFinite(value);
const isAuthor = (value: unknown): value is AuthorId => parseAuthorId(value) !== null;

const orNull =
  <T>(isRight: Guard<T>): Guard<T | null> =>
  (value): value is T | null =>
    value === null || isRight(value);

/** Bytes that `read` can read: at others Yjs throws whatever it stumbles over. */
const bytesFor =
  (read: (bytes: Uint8Array) => unknown): Guard<Uint8Array> =>
  (value): value is Uint8Array => {
    if (!(value instanceof Uint8Array) || value.length > maxBytes) return false;
    try {
      read(value);
      return true;
    } catch {
      return false;
    }
  };

/** Takes what has these fields, each as its guard wants it, and leaves out all others. */
const fields =
  <T extends object>(guards: Readonly<{ [K in keyof T]: Guard<T[K]> }>) =>
  (value: unknown): T | null => {
    if (typeof value !== "object" || value === null) return null;
    const known = Object.keys(guards) as (keyof T & string)[];
    const given = value as Readonly<Record<string, unknown>>;
    if (!known.every((key) => guards[key](given[key]))) return null;
    return Object.fromEntries(known.map((key) => [key, given[key]])) as T;
  };

/** Without the entries that are none. */
const listOf =
  <T>(parse: (entry: unknown) => T | null) =>
  (value: unknown): readonly T[] =>
    Array.isArray(value)
      ? value
          .slice(0, maxEntries)
          .map(parse)
          .filter((entry) => entry !== null)
      : [];

const presence = { asking: isText, typing: isFlag, inside: isFlag };
const parseOwn = fields<OwnPresence>(presence);
const links = listOf(
  fields<LinkState>({ author: isAuthor, rttMs: orNull(isNumber), relayed: isFlag, canBeDirect: isFlag }),
);
const present = listOf(
  fields<PresentPerson>({ ...presence, author: isAuthor, peerId: isText, awarenessId: isNumber }),
);
const faulty = listOf(parseAuthorId);
const isBy = isOneOf(["another", "everyone"] as const);
const held = listOf((entry): NetState["held"][number] | null => {
  const [id, by] = Array.isArray(entry) ? (entry as readonly unknown[]) : [];
  const record: RecordId | null = parseRecordId(id);
  return record !== null && isBy(by) ? [record, by] : null;
});
const isSignaling = isOneOf<SignalingState>(["connecting", "connected", "away"]);
/** What `Date` can tell. */
const isMoment = (value: unknown): value is number => isNumber(value) && Math.abs(value) <= 8.64e15;
const faults = listOf(
  fields<Fault>({
    at: isMoment,
    what: isOneOf(["attempt", "link"]),
    relayed: isFlag,
    reason: isText,
    cause: isText,
  }),
);
const isTrouble = isOneOf<Trouble>(troubles);

/** Without a state of signaling it says nothing; a cause that only a newer version knows is none here. */
const parseNet = (value: unknown): NetState | null => {
  const net = Object(value) as Readonly<Record<keyof NetState, unknown>>;
  const { signaling, receiving, trouble } = net;
  if (!isSignaling(signaling)) return null;
  return {
    signaling,
    links: links(net.links),
    present: present(net.present),
    receiving: isNumber(receiving) ? receiving : null,
    faulty: faulty(net.faulty),
    held: held(net.held),
    trouble: isTrouble(trouble) ? trouble : null,
    newer: net.newer === true,
    faults: faults(net.faults),
  };
};

type Of<Type extends TabMessage["type"]> = Extract<TabMessage, { type: Type }>;

const parseSync = fields<Of<"sync">>({
  type: isOneOf(["sync"]),
  vector: bytesFor(Y.decodeStateVector),
  reply: isFlag,
});
const parseUpdate = fields<Of<"update">>({ type: isOneOf(["update"]), update: bytesFor(Y.decodeUpdate) });
const parseTab = fields<Of<"own">>({
  type: isOneOf(["own"]),
  tab: isText,
  own: orNull((own): own is OwnPresence => parseOwn(own) !== null),
});

/** null for what is no message, or none that this version knows. Never throws. */
export const parseTabMessage = (data: unknown): TabMessage | null => {
  const { type, net: given } = Object(data) as Readonly<Record<string, unknown>>;
  if (type !== "net") return parseSync(data) ?? parseUpdate(data) ?? parseTab(data);
  const net = parseNet(given);
  return net === null ? null : { type, net };
};
