// Pre-made rooms, the same on every machine: 20 authors, messages of about 65 characters. Signed records for us, a
// Y.Array of JSON for plain Yjs. Signing 100 000 records takes half a minute even with OpenSSL, so they are kept in
// node_modules/.cache.

import { createPrivateKey, sign } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as Y from "yjs";
import { toBase64url, utf8 } from "../../src/lib/bytes.ts";
import { encodeUpdate, type Struct } from "../../src/net/sync/update.ts";
import { identityOf, type Identity } from "../../src/room/identity.ts";
import { roomKeys } from "../../src/room/keys.ts";
import { parseSecret } from "../../src/room/link.ts";
import { textMessage, type Payload } from "../../src/room/payload.ts";
import { createRecord } from "../../src/room/record.ts";
import { root } from "./root.ts";

export const authors = 20;
/** Written once a minute from here on: long past, so that everything is due. */
const beginning = Date.UTC(2025, 0, 1);
const everyMs = 60_000;
/** Counted up when what is generated changes. */
const generation = 1;
const cache = join(root, "node_modules", ".cache", "kothabarta-bench");

export const secretText = toBase64url(utf8("bench, 16 bytes."));
const secret = parseSecret(secretText);
if (secret === null) throw new Error("the bench's room has no proper secret");
const link = { kind: "private", secret, name: "bench" } as const;
export const fragment = `#/r/${secret}/bench`;
export const { topic, topicName } = roomKeys(link);

/** The eight bytes before an Ed25519 seed in PKCS #8 (RFC 8410). */
const pkcs8 = Buffer.from("302e020100300506032b657004220420", "hex");

const authorOf = (index: number): Identity => {
  const seed = new Uint8Array(32).fill(index + 1);
  const key = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: "der", type: "pkcs8" });
  return { ...identityOf(seed), sign: (message) => new Uint8Array(sign(null, message, key)) };
};

const words =
  "rain river boat tea home light market bridge letter evening school green song road window story".split(
    " ",
  );

/** Starts with its number, which tells the newest from the rest. */
export const textOf = (n: number): string => {
  let text = `${n}`;
  for (let i = 0; text.length < 60; i++) text += ` ${words[(n * 7 + i * i * 3 + i) % words.length]}`;
  return text.slice(0, 65);
};

const signedRoom = (messages: number): Uint8Array => {
  const people = Array.from({ length: authors }, (_, i) => authorOf(i));
  const clocks = people.map(() => 0);
  const structs: Struct[] = [];
  const add = (n: number, author: number, payload: Payload): void => {
    const identity = people[author];
    if (identity === undefined) return;
    const ms = beginning + n * everyMs;
    const { id, bytes } = createRecord(identity, topic, { clock: { ms, counter: 0 }, wall: ms, payload });
    const clock = clocks[author] ?? 0;
    clocks[author] = clock + 1;
    structs.push({ client: 1000 + author, clock, key: id, bytes });
  };
  for (const [author] of people.entries()) add(0, author, { kind: "name", name: `Person ${author + 1}` });
  for (let n = 0; n < messages; n++) add(n + 1, (n * 7 + (n >> 3)) % authors, textMessage(textOf(n)));
  return encodeUpdate(structs);
};

const plainRoom = (messages: number): Uint8Array => {
  const doc = new Y.Doc();
  const list = doc.getArray<object>("messages");
  for (let n = 0; n < messages; n++) {
    const author = (n * 7 + (n >> 3)) % authors;
    doc.clientID = 1000 + author;
    list.insert(n, [{ id: n, author: `person-${author}`, time: beginning + n * everyMs, text: textOf(n) }]);
  }
  return Y.encodeStateAsUpdate(doc);
};

export type MadeRoom = Readonly<{
  /** Its file's name, as the rig serves it. */
  file: string;
  path: string;
  messages: number;
  /** Entries of the document: messages and names. */
  entries: number;
  /** Of the document as one update. */
  bytes: number;
}>;

const made = (kind: "signed" | "plain", messages: number): MadeRoom => {
  const file = `${kind}-${messages}-${generation}.bin`;
  const path = join(cache, file);
  if (!existsSync(path)) {
    mkdirSync(cache, { recursive: true });
    const update = kind === "signed" ? signedRoom(messages) : plainRoom(messages);
    writeFileSync(`${path}.${process.pid}`, update);
    renameSync(`${path}.${process.pid}`, path);
  }
  const entries = kind === "signed" ? messages + authors : messages;
  return { file, path, messages, entries, bytes: readFileSync(path).length };
};

export const signed = (messages: number): MadeRoom => made("signed", messages);
export const plain = (messages: number): MadeRoom => made("plain", messages);
