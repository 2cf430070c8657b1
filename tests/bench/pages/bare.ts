// A bare data channel: the same bytes with nothing around them, in messages of 64 KiB.

import { now } from "./bench.ts";

const messageBytes = 64 * 1024;
const highWaterBytes = 1024 * 1024;
const lowWaterBytes = 256 * 1024;

let connection: RTCPeerConnection | null = null;
let channel: RTCDataChannel | null = null;

const ready = (): Readonly<{ connection: RTCPeerConnection; channel: RTCDataChannel }> => {
  if (connection === null || channel === null) throw new Error("make first");
  return { connection, channel };
};

/** With all candidates inside. */
const whole = async (pc: RTCPeerConnection): Promise<string> => {
  if (pc.iceGatheringState !== "complete")
    await new Promise<void>((resolve) => {
      pc.addEventListener("icegatheringstatechange", () => {
        if (pc.iceGatheringState === "complete") resolve();
      });
    });
  return pc.localDescription?.sdp ?? "";
};

const sendAll = async (to: RTCDataChannel, bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
  to.bufferedAmountLowThreshold = lowWaterBytes;
  for (let at = 0; at < bytes.length; at += messageBytes) {
    if (to.bufferedAmount > highWaterBytes)
      await new Promise((resolve) => to.addEventListener("bufferedamountlow", resolve, { once: true }));
    to.send(bytes.subarray(at, at + messageBytes));
  }
};

const bare = {
  make: (iceServers: RTCIceServer[]): void => {
    connection = new RTCPeerConnection({ iceServers });
    channel = connection.createDataChannel("bare", { negotiated: true, id: 0 });
    channel.binaryType = "arraybuffer";
  },
  offer: async (): Promise<string> => {
    const { connection: pc } = ready();
    await pc.setLocalDescription();
    return whole(pc);
  },
  answer: async (sdp: string): Promise<string> => {
    const { connection: pc } = ready();
    await pc.setRemoteDescription({ type: "offer", sdp });
    await pc.setLocalDescription();
    return whole(pc);
  },
  accept: (sdp: string): Promise<void> => ready().connection.setRemoteDescription({ type: "answer", sdp }),
  isOpen: (): boolean => channel?.readyState === "open",
  /** Sends this file whenever it is asked to. */
  serve: async (file: string): Promise<void> => {
    const { channel: to } = ready();
    const bytes = new Uint8Array(await (await fetch(file)).arrayBuffer());
    to.addEventListener("message", () => void sendAll(to, bytes));
  },
  /** Asks, and gives the time until all has come, ms. */
  take: (total: number): Promise<number> => {
    const { channel: from } = ready();
    return new Promise((resolve) => {
      let got = 0;
      const began = now();
      const onMessage = ({ data }: MessageEvent<ArrayBuffer>): void => {
        got += data.byteLength;
        if (got < total) return;
        from.removeEventListener("message", onMessage);
        resolve(now() - began);
      };
      from.addEventListener("message", onMessage);
      from.send("go");
    });
  },
};

declare global {
  interface Window {
    bare: typeof bare;
  }
}

window.bare = bare;
