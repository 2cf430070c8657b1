// A member as app/session/session.ts makes one, without storage, tabs and screens: for the pages of tests and benchmarks.

import * as Y from "yjs";
import { roomContext } from "../../src/app/session/room-context.ts";
import type { OffThread } from "../../src/app/worker/off-thread.ts";
import { Mesh } from "../../src/net/mesh/mesh.ts";
import { createProvider, type Provider } from "../../src/net/peer/provider.ts";
import { createSeed, identityOf, KeyRing } from "../../src/room/identity.ts";
import type { RecordId } from "../../src/room/ids.ts";
import { Ledger } from "../../src/room/ledger.ts";
import type { RoomKeys } from "../../src/room/public-topic.ts";
import { inlineVerifier, type VerifyMany } from "../../src/room/verifier.ts";

export type MemberOptions = Readonly<{
  keys: RoomKeys;
  iceServers: readonly RTCIceServer[];
  seed?: Uint8Array;
  keyRing?: KeyRing;
  /** Default: on this thread, with noble. */
  verify?: VerifyMany;
  judge?: OffThread["judge"];
  /** Records that need no verification. */
  isTrusted?: () => boolean;
  latest?: () => readonly RecordId[];
  maxLinks?: number;
}>;

export const createMember = ({
  keys,
  iceServers,
  seed = createSeed(),
  keyRing = new KeyRing(),
  verify = inlineVerifier(keyRing),
  judge = () => Promise.resolve(null),
  isTrusted = () => false,
  latest = () => [],
  maxLinks = Infinity,
}: MemberOptions) => {
  const identity = identityOf(seed);
  const doc = new Y.Doc();
  const receiving = (): boolean => mesh.isReceiving;
  const ledger = new Ledger({
    doc,
    topic: keys.topic,
    identity,
    verify,
    now: Date.now,
    isTrusted,
    isReceiving: () => receiving(),
  });
  let provider: Provider | null = null;
  const mesh = new Mesh({
    context: roomContext({
      keys,
      doc,
      ledger,
      identity,
      keyRing,
      latest,
      offThread: { verify, judge },
      clock: { now: Date.now },
      host: { config: { iceServers }, load: () => Promise.resolve() },
      isStored: () => true,
      isKnownAuthor: () => false,
    }),
    maxLinks,
    announce: () => provider?.announce(),
  });
  /** `url`: of the signaling server. */
  const join = async (url: string): Promise<void> => {
    provider = await createProvider({ mesh, url, onSignaling: () => undefined });
    mesh.presence.set({ inside: true });
  };
  return { identity, doc, ledger, mesh, join };
};
