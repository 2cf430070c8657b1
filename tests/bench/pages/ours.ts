// One member with our transport: what app/session.ts builds, without storage and screens.

import "./counting.ts";
import { offThread } from "../../../src/app/off-thread.ts";
import * as Y from "yjs";
import { Mesh } from "../../../src/net/mesh.ts";
import { createProvider } from "../../../src/net/provider.ts";
import { packIds, unpackIds } from "../../../src/room/id-set.ts";
import { authorIdOf, createSeed, identityOf, KeyRing } from "../../../src/room/identity.ts";
import { roomKeys } from "../../../src/room/keys.ts";
import { erasure, Ledger, recordsKey } from "../../../src/room/ledger.ts";
import { parseSecret } from "../../../src/room/link.ts";
import { Messages } from "../../../src/room/messages.ts";
import { People } from "../../../src/room/people.ts";
import { recordIdOf } from "../../../src/room/record.ts";
import { createVerifier, inlineVerifier } from "../../../src/room/verifier.ts";
import { liveKey, liveText, now, until, type Opening } from "./bench.ts";
import { countFor, traffic } from "./counting.ts";

const screenfulSize = 60;
const shownFirst = 50;

const openRoom = async ({ secret: text, room, me, url, iceServers }: Opening) => {
  const secret = parseSecret(text);
  if (secret === null) throw new TypeError("not a room's secret");
  countFor(me);
  const keys = roomKeys({ kind: "private", secret, name: "" });
  const identity = identityOf(createSeed());
  const keyRing = new KeyRing();
  const doc = new Y.Doc();
  const messages = new Messages({ now: Date.now });
  const people = new People({ now: Date.now });
  let mesh: Mesh | null = null;
  let loading = true;
  const worker = offThread(await createVerifier(keyRing, inlineVerifier(keyRing)), { isFast: true });
  const ledger = new Ledger({
    doc,
    topic: keys.topic,
    identity,
    verify: worker.verify,
    now: Date.now,
    isTrusted: () => loading,
    isReceiving: () => mesh?.isReceiving === true,
  });
  const state = { me, entries: 0, accepted: 0, latest: [] as number[], whole: null as number | null };
  const arrivals = new Map<string, number>();
  doc.getMap<Uint8Array>(recordsKey).observe((event) => {
    state.entries += event.keysChanged.size;
    state.whole = now();
  });
  ledger.onAccepted((records) => {
    people.add(records);
    messages.add(records);
    state.accepted += records.length;
    for (const { payload } of records) {
      if (payload.kind !== "message") continue;
      const key = liveKey(payload.text);
      if (key !== null) {
        if (!key.startsWith(`${me}:`)) arrivals.set(key, now());
      } else state.latest.push(Number.parseInt(payload.text, 10));
    }
  });
  if (room !== null) {
    const update = new Uint8Array(await (await fetch(room)).arrayBuffer());
    Y.applyUpdate(doc, update);
    await ledger.whenSettled();
    await Promise.resolve();
  }
  state.latest = [];
  loading = false;
  const latest = (): readonly Uint8Array[] => {
    const last = messages.list.slice(-screenfulSize);
    const names = people.nameRecordsOf(new Set(last.map(({ author }) => author)));
    return [...names, ...last.map(({ id }) => id)].flatMap((id) => ledger.bytesOf(id) ?? []);
  };
  mesh = new Mesh({
    context: {
      ...keys,
      doc,
      records: ledger,
      author: identity.key,
      authorId: authorIdOf,
      sign: identity.sign,
      verify: (signature, message, key) => keyRing.verify(signature, message, key),
      recordId: recordIdOf,
      judge: worker.judge,
      packIds,
      unpackIds,
      latest,
      erasure,
      now: Date.now,
      iceServers: () => iceServers,
    },
    peerId: [...crypto.getRandomValues(new Uint8Array(12))]
      .map((byte) => byte.toString(16).padStart(2, "0"))
      .join(""),
    maxLinks: 32,
    isHidden: () => false,
    announce: () => announce(),
  });
  let announce = (): void => undefined;
  const join = async (): Promise<void> => {
    const provider = await createProvider({ mesh, url, onSignaling: () => undefined });
    announce = provider.announce;
    mesh.presence.set({ inside: true });
  };
  return { state, arrivals, ledger, messages, mesh, join };
};

let opened: Awaited<ReturnType<typeof openRoom>> | null = null;
const here = (): NonNullable<typeof opened> => {
  if (opened === null) throw new Error("open first");
  return opened;
};
let joined = 0;

window.bench = {
  open: async (opening) => {
    opened = await openRoom(opening);
  },
  join: () => {
    joined = now();
    return here().join();
  },
  links: () => here().mesh.links.length,
  whenLinked: (count, deadlineMs) => until(() => here().mesh.links.length >= count, deadlineMs),
  whenWhole: async (entries, messages, deadlineMs) => {
    const { state, mesh } = here();
    const [linked, screenful, whole, shown] = await Promise.all([
      until(() => mesh.links.length > 0, deadlineMs),
      until(
        () =>
          state.latest.length >= shownFirst &&
          state.latest.filter((n) => n >= messages - shownFirst).length >= shownFirst,
        deadlineMs,
      ),
      until(() => state.entries >= entries, deadlineMs).then((at) => (at === null ? null : state.whole)),
      until(() => state.accepted >= entries, deadlineMs),
    ]);
    return { joined, linked, screenful, whole, shown };
  },
  send: (n) => {
    const at = now();
    const { ledger, state } = here();
    ledger.write([{ kind: "message", text: liveText(state.me, n), replyTo: null }]);
    return at;
  },
  whenArrived: async (count, deadlineMs) => {
    await until(() => here().arrivals.size >= count, deadlineMs);
    return [...here().arrivals];
  },
  traffic,
};
