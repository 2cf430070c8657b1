// Counts what comes in over data channels and sockets, beneath whatever uses them. Imported before anything connects.

import type { Traffic } from "./bench.ts";

const marker = new TextEncoder().encode("#bench:");
/** Live messages are small, and so never deflated. */
const longestMarked = 4096;

const counts = {
  messages: 0,
  bytes: 0,
  marked: 0,
  markedBytes: 0,
  sentBytes: 0,
  deliveries: 0,
  deliveredBytes: 0,
};
let me = -1;

/** Own messages that come back are not counted as copies. */
export const countFor = (index: number): void => {
  me = index;
};

export const traffic = (): Traffic => ({ ...counts });

/** The author's number in a live message, or null. */
const markedAuthor = (bytes: Uint8Array): number | null => {
  if (bytes.length > longestMarked) return null;
  for (let at = bytes.indexOf(35); at !== -1; at = bytes.indexOf(35, at + 1)) {
    if (!marker.every((byte, i) => bytes[at + i] === byte)) continue;
    const digits = new TextDecoder().decode(bytes.subarray(at + marker.length, at + marker.length + 4));
    return Number.parseInt(digits, 10);
  }
  return null;
};

const take = (bytes: Uint8Array): void => {
  counts.messages++;
  counts.bytes += bytes.length;
  const author = markedAuthor(bytes);
  if (author === null) return;
  counts.markedBytes += bytes.length;
  if (author !== me) counts.marked++;
};

const sizeOf = (data: unknown): number =>
  typeof data === "string" ? data.length : ((data as ArrayBuffer | ArrayBufferView).byteLength ?? 0);

const watch = (channel: RTCDataChannel): void => {
  channel.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (data instanceof ArrayBuffer) take(new Uint8Array(data));
  });
};

const NativeConnection = window.RTCPeerConnection;
window.RTCPeerConnection = class extends NativeConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    this.addEventListener("datachannel", ({ channel }) => watch(channel));
  }

  override createDataChannel(label: string, options?: RTCDataChannelInit): RTCDataChannel {
    const channel = super.createDataChannel(label, options);
    watch(channel);
    return channel;
  }
};

// oxlint-disable-next-line typescript/unbound-method -- called with its channel below
const { send } = RTCDataChannel.prototype;
RTCDataChannel.prototype.send = function (this: RTCDataChannel, data: never): void {
  send.call(this, data);
  counts.sentBytes += sizeOf(data);
};

const NativeSocket = window.WebSocket;
window.WebSocket = class extends NativeSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols);
    this.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      if (typeof data !== "string" || data.includes('"pong"')) return;
      counts.deliveries++;
      counts.deliveredBytes += data.length;
      if (data.includes("#bench:")) take(new TextEncoder().encode(data));
    });
  }
};

// Peers of one crowd share an origin, and must not reach each other by anything but the network.
window.BroadcastChannel = class extends EventTarget {
  onmessage = null;
  onmessageerror = null;
  readonly name: string;

  constructor(name: string) {
    super();
    this.name = name;
  }

  postMessage(): void {
    // nobody else is in this browser
  }

  close(): void {
    // there is nothing to close
  }
};
