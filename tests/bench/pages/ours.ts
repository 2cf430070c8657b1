// One member with our transport, as the app has it.

import "./counting.ts";
import * as Y from "yjs";
import { offThread } from "../../../src/app/worker/off-thread.ts";
import { latestOf } from "../../../src/app/open-room/screenful-keeper.ts";
import { KeyRing } from "../../../src/room/identity.ts";
import { roomKeys } from "../../../src/room/keys.ts";
import { recordsMap } from "../../../src/lib/records-map.ts";
import { parseSecret } from "../../../src/room/link.ts";
import { Messages } from "../../../src/room/messages.ts";
import { People } from "../../../src/room/people.ts";
import { craftedSignatures } from "../../../src/room/crafted-signatures.ts";
import { createVerifier } from "../../../src/room/verifier.ts";
import { createMember } from "../../support/member.ts";
import { liveKey, liveText, now, until, type Opening } from "./bench.ts";
import { countFor, traffic } from "./counting.ts";
import { textMessage } from "../../../src/room/payload.ts";

const shownFirst = 50;

const openRoom = async ({ secret: text, room, me, url, iceServers }: Opening) => {
  const secret = parseSecret(text);
  if (secret === null) throw new TypeError("not a room's secret");
  countFor(me);
  const keyRing = new KeyRing();
  const messages = new Messages({ now: Date.now });
  const people = new People({ now: Date.now });
  let loading = true;
  const { identity, doc, ledger, mesh, join } = createMember({
    ...offThread(await createVerifier(keyRing, { crafted: () => Promise.resolve(craftedSignatures) }), {
      isFast: true,
    }),
    keys: roomKeys({ kind: "private", secret, name: "" }),
    iceServers,
    keyRing,
    isTrusted: () => loading,
    latest: () => latestOf(messages, people, identity.id),
    maxLinks: 32,
  });
  const state = { me, entries: 0, accepted: 0, latest: [] as number[], whole: null as number | null };
  const arrivals = new Map<string, number>();
  doc.getMap<Uint8Array>(recordsMap).observe((event) => {
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
  return { state, arrivals, ledger, messages, mesh, join: () => join(url) };
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
    ledger.write([textMessage(liveText(state.me, n))]);
    return at;
  },
  whenArrived: async (count, deadlineMs) => {
    await until(() => here().arrivals.size >= count, deadlineMs);
    return [...here().arrivals];
  },
  traffic,
};
