// The STUN responder on UDP. Without it two Chromiums on a LAN that blocks multicast never connect (SG6, measured).

import { createSocket, type Socket } from "node:dgram";
import { isIPv4 } from "node:net";
import { limitKey } from "./address.ts";
import { answerBinding } from "./stun-message.ts";
import { StunRate } from "./stun-rate.ts";

export type Stun = Readonly<{ port: number; close: () => Promise<void> }>;

export type StunOptions = Readonly<{
  /** Taken when free, else any free port. */
  port: number;
  /** The IP address to bind; "::" is IPv4 as well. */
  address: string;
  /** Monotonic milliseconds. */
  now?: () => number;
}>;

const bind = (address: string, port: number): Promise<Socket> =>
  new Promise((done, fail) => {
    const socket = createSocket({ type: isIPv4(address) ? "udp4" : "udp6" });
    const failed = (error: Error): void => {
      socket.close();
      fail(error);
    };
    socket.once("error", failed);
    socket.bind({ address, port, exclusive: true }, () => {
      socket.off("error", failed);
      done(socket);
    });
  });

/** Starts answering; null where no UDP socket is to be had (the host works on without). */
export const startStun = async ({
  port,
  address,
  now = () => performance.now(),
}: StunOptions): Promise<Stun | null> => {
  const socket = await bind(address, port)
    .catch(() => bind(address, 0))
    .catch(() => null);
  if (socket === null) return null;
  const rate = new StunRate();
  // The kernel reports unreachable receivers of earlier answers here: nothing to do about them.
  socket.on("error", () => undefined);
  socket.on("message", (datagram, sender) => {
    const answer = answerBinding(datagram, sender.address, sender.port);
    if (answer === null || !rate.admit(limitKey(sender.address), now())) return;
    socket.send(answer, sender.port, sender.address, () => undefined);
  });
  let closing: Promise<void> | undefined;
  return {
    port: socket.address().port,
    close: () => (closing ??= new Promise((done) => socket.close(() => done()))),
  };
};
