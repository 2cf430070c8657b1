/** Not in Tor Browser, a hardened Firefox or WebKitGTK: there every link is relayed (MS5). */
export const hasWebRtc = (): boolean => typeof RTCPeerConnection === "function";
