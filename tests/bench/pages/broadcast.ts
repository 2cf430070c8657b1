// One member of a server that sends each message on to all others, as Socket.IO's rooms do (with its framing; Socket.IO
// itself is no dependency of ours).

import "./counting.ts";
import { liveKey, liveText, now, until, type Opening } from "./bench.ts";
import { countFor, traffic } from "./counting.ts";

const arrivals = new Map<string, number>();
let opening: Opening | null = null;
let socket: WebSocket | null = null;
let joined = 0;

const links = (): number => (socket?.readyState === WebSocket.OPEN ? Infinity : 0);

window.bench = {
  open: (options) => {
    opening = options;
    countFor(options.me);
    return Promise.resolve();
  },
  join: () => {
    joined = now();
    socket = new WebSocket(opening?.url ?? "");
    socket.onmessage = ({ data }: MessageEvent<string>) => {
      const [, said] = JSON.parse(data.slice(2)) as [string, { text: string }];
      const key = liveKey(said.text);
      if (key !== null) arrivals.set(key, now());
    };
    return Promise.resolve();
  },
  links,
  whenLinked: (count, deadlineMs) => until(() => links() >= count, deadlineMs),
  whenWhole: () => Promise.resolve({ joined, linked: joined, screenful: null, whole: null, shown: null }),
  send: (n) => {
    const at = now();
    const me = opening?.me ?? 0;
    const said = { id: `${me}-${n}`, author: `person-${me}`, time: Date.now(), text: liveText(me, n) };
    socket?.send(`42${JSON.stringify(["message", said])}`);
    return at;
  },
  whenArrived: async (count, deadlineMs) => {
    await until(() => arrivals.size >= count, deadlineMs);
    return [...arrivals];
  },
  traffic,
};
