import { expect, test } from "vitest";
import { connectionOf, type ConnectionParts } from "../../../../src/app/open-room/connection.ts";
import { Roster } from "../../../../src/app/open-room/roster.ts";
import { noNetwork, type NetState } from "../../../../src/app/session/net-state.ts";
import type { AuthorId } from "../../../../src/room/ids.ts";

const [me, asha, bilal] = ["A", "B", "C"].map((letter) => letter.repeat(43) as AuthorId) as [
  AuthorId,
  AuthorId,
  AuthorId,
];
const presence = (author: AuthorId) => ({ author, peerId: author, inside: true, typing: false, asking: "" });
const link = (author: AuthorId, relayed: boolean) => ({ author, rttMs: 5, relayed, canBeDirect: true });
const net: NetState = {
  ...noNetwork,
  signaling: "connected",
  links: [link(asha, true), link(bilal, false)],
  present: [presence(asha), presence(bilal)] as unknown as NetState["present"],
};
const away: NetState = { ...net, signaling: "away" };

const connection = (change: Partial<ConnectionParts>) =>
  connectionOf({
    net,
    me,
    present: new Set([asha, bilal]),
    saved: "saved",
    seeking: false,
    clockOff: false,
    relayOnly: false,
    online: true,
    ...change,
  });

test("[MS5] who is reached through the host is not reached while it is away", () => {
  expect(connection({})).toMatchObject({ linked: 2, known: 2, online: true });
  expect(connection({ net: away })).toMatchObject({ linked: 1, known: 2, host: "away" });
  const onlyRelayed = { ...away, links: [link(asha, true)] };
  expect(connection({ net: onlyRelayed, online: false })).toMatchObject({ linked: 0, online: false });
});

test("[PR2] that somebody has a newer version is told", () => {
  expect([connection({}).newer, connection({ net: { ...net, newer: true } }).newer]).toEqual([false, true]);
});

test("[MS5] the list of people says it too", () => {
  const pathsIn = (state: NetState) => {
    const roster = new Roster({
      me,
      people: {
        nameOf: (author: AuthorId) => author,
        tagOf: () => null,
      },
      blocked: new Set(),
      net: () => state,
      userName: () => "Me",
    });
    return [asha, bilal].map((author) => roster.of(author).path);
  };
  expect(pathsIn(net)).toEqual(["relayed", "direct"]);
  expect(pathsIn(away)).toEqual(["connecting", "direct"]);
});
