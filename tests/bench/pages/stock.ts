// One member with y-webrtc as published, simple-peer and all: a chat as its README would have it, a Y.Array of JSON.

import "./counting.ts";
import { WebrtcProvider } from "y-webrtc";
import * as Y from "yjs";
import { liveKey, liveText, now, until, type Opening } from "./bench.ts";
import { countFor, traffic } from "./counting.ts";

type Said = Readonly<{ id: number | string; author: string; time: number; text: string }>;

const doc = new Y.Doc();
const list = doc.getArray<Said>("messages");
const arrivals = new Map<string, number>();
let opening: Opening | null = null;
let provider: WebrtcProvider | null = null;
let joined = 0;

list.observe((event) => {
  for (const { insert } of event.delta)
    for (const { text } of (insert as Said[] | undefined) ?? []) {
      const key = liveKey(text);
      if (key !== null && !arrivals.has(key)) arrivals.set(key, now());
    }
});

const links = (): number =>
  [...(provider?.room?.webrtcConns.values() ?? [])].filter(({ connected }) => connected).length;

window.bench = {
  open: async (options) => {
    opening = options;
    countFor(options.me);
    if (options.room !== null)
      Y.applyUpdate(doc, new Uint8Array(await (await fetch(options.room)).arrayBuffer()));
  },
  join: () => {
    if (opening === null) throw new Error("open first");
    const { url, secret, iceServers } = opening;
    joined = now();
    provider = new WebrtcProvider(secret, doc, {
      signaling: [url],
      peerOpts: { config: { iceServers } },
    });
    // As an app with presence would: who I am.
    provider.awareness.setLocalState({ name: `person-${opening.me}` });
    return Promise.resolve();
  },
  links,
  whenLinked: (count, deadlineMs) => until(() => links() >= count, deadlineMs),
  whenWhole: async (entries, _messages, deadlineMs) => {
    const [linked, whole] = await Promise.all([
      until(() => links() > 0, deadlineMs),
      until(() => list.length >= entries, deadlineMs),
    ]);
    return { joined, linked, screenful: whole, whole, shown: whole };
  },
  send: (n) => {
    const at = now();
    const me = opening?.me ?? 0;
    list.push([{ id: `${me}-${n}`, author: `person-${me}`, time: Date.now(), text: liveText(me, n) }]);
    return at;
  },
  whenArrived: async (count, deadlineMs) => {
    // One's own are observed as well.
    const others = (): [string, number][] =>
      [...arrivals].filter(([key]) => !key.startsWith(`${opening?.me}:`));
    await until(() => others().length >= count, deadlineMs);
    return others();
  },
  traffic,
};
