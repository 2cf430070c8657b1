// The one file that touches y-webrtc's internals (PR6; y-webrtc is pinned). y-webrtc keeps the signaling client, the announce
// protocol and the peer table. Its document and awareness handlers and its BroadcastChannel stay disconnected: it would send
// every update to every peer from every peer, and post the whole document to other tabs (P1.7, P1.9).

import { WebrtcProvider, type SignalingConn } from "y-webrtc";
import type { Stop } from "../../lib/listeners.ts";
import type { Mesh } from "../mesh/mesh.ts";
import { PeerTable } from "./peer-table.ts";
import { guardSignaling } from "./signaling-guard.ts";

export type SignalingState = "connecting" | "connected" | "away";

export type Provider = Readonly<{
  signaling: () => SignalingState;
  /** Looks for links: says so to everyone who is on the topic. */
  announce: () => void;
  /** Lists this public room with the host, under its name (SG8). */
  list: (name: string) => void;
  close: () => void;
}>;

/** The fields of y-webrtc's Room that are relied on; a release that moves one fails the start-up self-test and CI. */
const roomFields = [
  "peerId",
  "webrtcConns",
  "awareness",
  "_beforeUnloadHandler",
  "_docUpdateHandler",
  "disconnect",
] as const;

/** Names what moved, or null. */
export const selfTest = (room: unknown): string | null => {
  if (typeof room !== "object" || room === null) return "room";
  return roomFields.find((field) => (room as Record<string, unknown>)[field] === undefined) ?? null;
};

export type ProviderOptions = Readonly<{
  mesh: Mesh;
  /** wss://host/signaling */
  url: string;
  onSignaling: (state: SignalingState) => void;
}>;

/** Resolves once the room is registered with y-webrtc. */
export const createProvider = async ({ mesh, url, onSignaling }: ProviderOptions): Promise<Provider> => {
  const { doc, topicName } = mesh.context;
  const provider = new WebrtcProvider(topicName, doc, {
    signaling: [url],
    awareness: mesh.presence.awareness,
    maxConns: 1, // PeerTable says 0 or more than that
    filterBcConns: false,
    peerOpts: { mesh },
  });
  const [connection] = provider.signalingConns as SignalingConn[];
  if (connection === undefined) throw new Error("y-webrtc made no signaling connection");
  // The room is to be known, not connected: its handlers stay off.
  provider.shouldConnect = false;
  let announcing = false;
  const stopGuard = guardSignaling(connection, () => announcing);
  /** It was there, or could have been: until it is back, lib0 tells of nothing more. */
  let isAway = false;
  const state = (): SignalingState =>
    connection.connected
      ? "connected"
      : isAway || connection.unsuccessfulReconnects > 0
        ? "away"
        : "connecting";
  const announce = (): void => {
    if (!connection.connected) return;
    announcing = true;
    connection.send({ type: "subscribe", topics: [topicName] });
    connection.send({ type: "publish", topic: topicName, data: { type: "announce", from: mesh.peerId } });
    announcing = false;
  };
  const report = (): void => {
    isAway = false;
    announce();
    onSignaling(state());
  };
  const onDisconnect = (): void => {
    isAway = true;
    onSignaling("away");
  };
  connection.on("connect", report);
  connection.on("disconnect", onDisconnect);
  // lib0 tells of the end of a connection only, not that the first attempt came to none.
  for (const end of ["error", "close"])
    connection.ws?.addEventListener(end, () => onSignaling(state()), { once: true });
  await provider.key; // y-webrtc has registered the room by now
  const room = provider.room;
  const moved = selfTest(room);
  if (room === null || moved !== null) {
    provider.disconnect();
    provider.destroy();
    throw new Error(`y-webrtc's room has no ${moved}: this version is not the pinned one`);
  }
  window.removeEventListener("beforeunload", room._beforeUnloadHandler); // it disconnects while the page lives on (PR5)
  room.peerId = mesh.peerId;
  room.webrtcConns = new PeerTable(mesh);
  announce();

  const stops: Stop[] = [
    stopGuard,
    () => connection.off("connect", report),
    () => connection.off("disconnect", onDisconnect),
  ];
  let closed = false;
  return {
    signaling: state,
    announce,
    list: (name) => {
      const list = (): void => connection.send({ type: "list", name });
      connection.on("connect", list);
      stops.push(() => connection.off("connect", list));
      if (connection.connected) list();
    },
    close: () => {
      if (closed) return;
      closed = true;
      mesh.close();
      // Those on their way to a link say goodbye while the socket is open; y-webrtc closes it first.
      for (const one of Array.from(room.webrtcConns.values())) one.destroy();
      for (const stop of stops) stop();
      provider.disconnect(); // before destroy, which leaves the socket open (P1.15)
      provider.destroy();
    },
  };
};
