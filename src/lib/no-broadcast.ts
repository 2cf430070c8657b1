// Stands in for lib0/broadcastchannel under y-webrtc (vite.config.ts), whose own channel between tabs stays unconnected
// (net/peer/provider.ts): theirs, with a second one over localStorage, would be dead weight in the first load.

const nothing = (): void => undefined;

export { nothing as publish, nothing as subscribe, nothing as unsubscribe };
