// How a room is connected and saved, in the words of the model.

import type { AuthorId } from "../../room/ids.ts";
import type { Connection } from "../model.ts";
import { carries, type NetState } from "../session/net-state.ts";

export type ConnectionParts = Readonly<{
  net: NetState;
  me: AuthorId;
  /** The others who are inside. */
  present: ReadonlySet<AuthorId>;
  saved: Connection["saved"];
  seeking: boolean;
  clockOff: boolean;
  relayOnly: boolean;
  /** What the browser says. It may be wrong: on one machine, or in a LAN without internet, the host is still there. */
  online: boolean;
}>;

export const connectionOf = ({ net, me, present, online, ...rest }: ConnectionParts): Connection => {
  const linked = new Set(
    net.links
      .filter((link) => carries(link, net.signaling))
      .map(({ author }) => author)
      .filter((author) => author !== me),
  );
  return {
    ...rest,
    host: net.signaling,
    online: online || net.signaling === "connected" || linked.size > 0,
    linked: linked.size,
    known: new Set([...present, ...linked]).size,
    receiving: net.receiving,
    newer: net.newer,
  };
};
