// What stands for a peer in the list of holders of a live frame (MS1).

/** Four bytes tell a room's peers apart; two that share them cost a copy, found by anti-entropy. */
export const shortIdOf = (peerId: string): number =>
  Number.parseInt(peerId.replaceAll("-", "").slice(0, 8), 16) >>> 0;
