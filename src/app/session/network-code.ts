// The code of the transport (y-webrtc, links, seals), in a file of its own that is fetched beside the engine: a room is drawn, read
// and written before it runs, and a tab that follows another never needs it.

import { once } from "../first-paint.ts";

/** While the host is away there is nobody to be found either. */
const againMs = 5000;

export const fetchNetworkCode = once(() => import("./network.ts"));

/** Resolves when it has come, null when it `isWanted` no more. Never rejects. */
export const networkCode = async (
  isWanted: () => boolean,
): Promise<Awaited<ReturnType<typeof fetchNetworkCode>> | null> => {
  while (isWanted()) {
    try {
      return await fetchNetworkCode();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, againMs));
    }
  }
  return null;
};
