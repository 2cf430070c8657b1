// How a room is connected and saved, in the words of the model.

import type { AuthorId } from "../../room/ids.ts";
import type { Connection } from "../model.ts";
import type { NetView } from "../session/net-view.ts";

export type ConnectionParts = Readonly<{
  view: NetView;
  me: AuthorId;
  /** The others who are inside. */
  present: ReadonlySet<AuthorId>;
  saved: Connection["saved"];
  clockOff: boolean;
  /** What the browser says. It may be wrong: on one machine, or in a LAN without internet, the host is still there. */
  online: boolean;
}>;

export const connectionOf = ({ view, me, present, online, ...rest }: ConnectionParts): Connection => {
  const linked = new Set(view.links.map(({ author }) => author).filter((author) => author !== me));
  return {
    ...rest,
    host: view.signaling,
    online: online || view.signaling === "connected" || linked.size > 0,
    linked: linked.size,
    known: new Set([...present, ...linked]).size,
    receiving: view.receiving,
  };
};
