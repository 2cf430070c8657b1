// A member with the room's secret who keeps to no rule: our transport, a raw Yjs document, and everything needed to craft
// bytes. Tests drive it from outside through `window.raw`; nothing of it is in the product.

import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import { concat, utf8 } from "../../../src/lib/bytes.ts";
import type { Mesh } from "../../../src/net/mesh/mesh.ts";
import { createSeed, identityOf } from "../../../src/room/identity.ts";
import { roomKeys } from "../../../src/room/keys.ts";
import { recordsMap } from "../../../src/lib/records-map.ts";
import type { Ledger } from "../../../src/room/ledger.ts";
import { parseFragment } from "../../../src/room/link.ts";
import { textMessage } from "../../../src/room/payload.ts";
import { createRecord, recordIdOf, signedPart } from "../../../src/room/record.ts";
import { createMember } from "../../support/member.ts";

type Joined = Readonly<{
  seed: Uint8Array;
  identity: ReturnType<typeof identityOf>;
  topic: ReturnType<typeof roomKeys>["topic"];
  doc: Y.Doc;
  records: Y.Map<Uint8Array>;
  ledger: Ledger;
  mesh: Mesh;
  /** Any bytes with their true id, into the document and so to everyone; gives the id. */
  put: (bytes: Uint8Array) => string;
  /** A body signed by this member's key for this room. */
  signed: (body: Uint8Array) => Uint8Array;
  /** An update as this member claims it, to every neighbour. */
  publish: (update: Uint8Array) => void;
}>;

let joined: Joined | null = null;

const join = async (hash: string, name: string): Promise<void> => {
  const parsed = parseFragment(hash);
  if (parsed.at !== "room") throw new TypeError("not a room's link");
  const keys = roomKeys(parsed.link);
  const { topic } = keys;
  const seed = createSeed();
  const { iceServers } = (await (await fetch("/config.json")).json()) as { iceServers: RTCIceServer[] };
  const { identity, doc, ledger, mesh, ...made } = createMember({ keys, iceServers, seed });
  const records = doc.getMap<Uint8Array>(recordsMap);
  joined = {
    seed,
    identity,
    topic,
    doc,
    records,
    ledger,
    mesh,
    put: (bytes) => {
      const id = recordIdOf(bytes) ?? "notARecordIdAtAllNoNo";
      records.set(id, bytes);
      return id;
    },
    signed: (body) => concat(identity.sign(signedPart(topic, body)), body),
    publish: (update) => mesh.gossip.publish("update", update),
  };
  await made.join(`ws://${location.host}/signaling`);
  ledger.write([{ kind: "name", name }]);
};

/** A message like anybody's. */
const say = (text: string): void => {
  toolbox.room.ledger.write([textMessage(text)]);
};

const toolbox = {
  join,
  say,
  get room(): Joined {
    if (joined === null) throw new Error("join first");
    return joined;
  },
  textMessage,
  Y,
  ed25519,
  sha256,
  sha512,
  encoding,
  concat,
  utf8,
  createRecord,
  identityOf,
  createSeed,
  recordIdOf,
};

declare global {
  interface Window {
    raw: typeof toolbox;
  }
}

window.raw = toolbox;
