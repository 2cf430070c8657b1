// One of a crowd: Tests drive it through `window.member`.

import { latestOf } from "../../src/app/open-room/screenful-keeper.ts";
import type { Mesh } from "../../src/net/mesh/mesh.ts";
import { KeyRing } from "../../src/room/identity.ts";
import { roomKeys } from "../../src/room/keys.ts";
import { parseFragment } from "../../src/room/link.ts";
import { Messages } from "../../src/room/messages.ts";
import { People } from "../../src/room/people.ts";
import { craftedSignatures } from "../../src/room/crafted-signatures.ts";
import { createVerifier } from "../../src/room/verifier.ts";
import { createMember } from "../support/member.ts";
import { textMessage } from "../../src/room/payload.ts";

/** Most that the app's desktops take (MS3): nobody is spared a link. */
const maxLinks = 32;

export type Sight = Readonly<{
  relayed: number;
  direct: number;
  /** People present besides this one, and the fewest there were since `watch`. */
  others: number;
  fewestOthers: number;
  /** Links that ended since `watch`. */
  lostLinks: number;
  /** RTCPeerConnections made so far. */
  connections: number;
  gossip: Mesh["gossip"]["sent"];
}>;

let connections = 0;
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    connections++;
  }
};

/** Milliseconds since 1970, comparable between pages. */
const now = (): number => performance.timeOrigin + performance.now();

const join = async (hash: string, name: string) => {
  const parsed = parseFragment(hash);
  if (parsed.at !== "room") throw new TypeError("not a room's link");
  const { iceServers } = (await (await fetch("/config.json")).json()) as { iceServers: RTCIceServer[] };
  const messages = new Messages({ now: Date.now });
  const people = new People({ now: Date.now });
  const keyRing = new KeyRing();
  const { identity, ledger, mesh, ...made } = createMember({
    keys: roomKeys(parsed.link),
    iceServers,
    keyRing,
    verify: await createVerifier(keyRing, { crafted: () => Promise.resolve(craftedSignatures) }),
    latest: () => latestOf(messages, people, identity.id),
    maxLinks,
  });
  /** When each text could first be shown. */
  const arrivals = new Map<string, number>();
  ledger.onAccepted((records) => {
    people.add(records);
    for (const { text } of messages.add(records)) if (!arrivals.has(text)) arrivals.set(text, now());
  });
  await made.join(`ws://${location.host}/signaling`);
  ledger.write([{ kind: "name", name }]);
  return { mesh, ledger, messages, arrivals };
};

type Joined = Awaited<ReturnType<typeof join>>;

let joined: Joined | null = null;
const here = (): Joined => {
  if (joined === null) throw new Error("join first");
  return joined;
};
const watched = { fewestOthers: Infinity, lostLinks: 0, links: new Set<string>() };

const look = (): void => {
  const { mesh } = here();
  watched.fewestOthers = Math.min(watched.fewestOthers, mesh.presence.others.length);
  const links = new Set(mesh.links.map(({ peerId }) => peerId));
  for (const peerId of watched.links) if (!links.has(peerId)) watched.lostLinks++;
  watched.links = links;
};

const member = {
  join: async (hash: string, name: string): Promise<void> => {
    joined = await join(hash, name);
  },
  /** From now on nobody may vanish, and no link. */
  watch: (): void => {
    look();
    here().mesh.changes.add(look);
  },
  /** Writes these; gives the moment before. */
  say: (...texts: readonly string[]): number => {
    const at = now();
    here().ledger.write(texts.map((text) => textMessage(text)));
    return at;
  },
  /** All that is shown, in its order, doubles included. */
  texts: (): readonly string[] => here().messages.list.map(({ text }) => text),
  count: (): number => here().messages.list.length,
  arrivals: (): readonly (readonly [text: string, at: number])[] => [...here().arrivals],
  sight: (): Sight => {
    const { mesh } = here();
    const relayed = mesh.links.filter((link) => link.relayed).length;
    return {
      relayed,
      direct: mesh.links.length - relayed,
      others: mesh.presence.others.length,
      fewestOthers: watched.fewestOthers,
      lostLinks: watched.lostLinks,
      connections,
      gossip: mesh.gossip.sent,
    };
  },
};

declare global {
  interface Window {
    member: typeof member;
  }
}

window.member = member;
