import { beforeEach, expect, test, vi } from "vitest";
import { Host, parseConfig, parseRooms } from "../../../src/app/host.ts";
import { WallClock } from "../../../src/app/wall-clock.ts";

const stun = { urls: "stun:192.168.1.2:3478" };
const turn = { urls: ["turn:turn.example:3478?transport=tcp"], username: "u", credential: "c" };
const odd = [
  null,
  undefined,
  1,
  "x",
  [],
  {},
  { iceServers: "x", shareOrigins: {} },
  { iceServers: [null, 1, []] },
];

test("[style 8] of a configuration only what RTCPeerConnection takes without throwing", () => {
  const config = parseConfig({
    iceServers: [
      stun,
      turn,
      { urls: [] },
      {},
      { urls: "http://x" },
      { urls: "stun:" },
      { urls: turn.urls },
      { urls: [1] },
    ],
    shareOrigins: [
      { label: "Wi-Fi", url: "http://192.168.1.2:8080/" },
      { label: "bad", url: "javascript:alert(1)" },
      { label: "path", url: "http://x/y" },
      { label: 1, url: "http://x" },
    ],
  });
  expect(config.iceServers).toEqual([{ urls: [stun.urls] }, turn]);
  expect(config.shareOrigins).toEqual([{ label: "Wi-Fi", url: "http://192.168.1.2:8080" }]);
  for (const value of odd) expect(parseConfig(value)).toEqual({ iceServers: [], shareOrigins: [] });
});

test("[SG1] of 256 ICE servers, or of one with 256 addresses, the first few are used", () => {
  const many = Array.from({ length: 256 }, (_, i) => `stun:192.168.1.${i}:3478`);
  const { iceServers } = parseConfig({ iceServers: [{}, ...many.map((urls) => ({ urls }))] });
  expect(iceServers).toEqual(many.slice(0, 8).map((url) => ({ urls: [url] })));
  expect(parseConfig({ iceServers: [{ urls: many }] }).iceServers).toEqual([{ urls: many.slice(0, 4) }]);
});

test("[SG8] of listed rooms only names that a person could have typed", () => {
  const names = ["ক্রিকেট", "", "\u200b", "\u2800", " x", "\u202ex", "a".repeat(41), 7, null];
  expect(parseRooms({ rooms: names.map((name) => ({ name, people: 2 })) })).toEqual([
    { name: "ক্রিকেট", people: 2 },
  ]);
  expect(
    parseRooms({ rooms: [{ name: "x", people: "2" }, { name: "y" }, { name: "z", people: 0.5 }] }),
  ).toEqual([]);
  for (const value of odd) expect(parseRooms(value)).toEqual([]);
  expect(parseRooms({ rooms: Array.from({ length: 999 }, () => ({ name: "x", people: 1 })) })).toHaveLength(
    256,
  );
});

const answers = vi.fn<(path: string) => Promise<Response>>();

beforeEach(() => {
  answers.mockReset();
  vi.stubGlobal("fetch", answers);
  return () => {
    vi.unstubAllGlobals();
  };
});

const json = (value: unknown, init: ResponseInit = {}): Promise<Response> =>
  Promise.resolve(new Response(JSON.stringify(value), init));

test("[SG1] the configuration is asked for once, again after a failure, and anew when it may have changed", async () => {
  const host = new Host(new WallClock());
  answers.mockImplementation(() => Promise.reject(new TypeError("failed to fetch")));
  expect(await host.load()).toEqual({ iceServers: [], shareOrigins: [] });
  answers.mockImplementation(() => json({ iceServers: [stun] }));
  const [one, other] = await Promise.all([host.load(), host.load()]);
  expect([one, other, answers.mock.calls.length]).toEqual([host.config, host.config, 2]);
  await host.load();
  expect(answers).toHaveBeenCalledTimes(2);
  answers.mockImplementation(() => json({ iceServers: [turn] }));
  expect((await host.load({ anew: true })).iceServers).toEqual([turn]);
  answers.mockImplementation(() => json({}, { status: 503 }));
  expect((await host.load({ anew: true })).iceServers).toEqual([turn]); // the last known
});

test("[RC3] every answer's Date tells the time; an answer that is none tells that the host is away", async () => {
  const clock = new WallClock();
  const host = new Host(clock);
  const date = new Date(Date.now() + 3_600_000).toUTCString();
  answers.mockImplementation(() => json({ rooms: [{ name: "x", people: 3 }] }, { headers: { date } }));
  expect(await host.rooms()).toEqual([{ name: "x", people: 3 }]);
  expect(clock.isOff).toBe(true);
  answers.mockImplementation(() => Promise.resolve(new Response("<html>a captive portal</html>")));
  expect(await host.rooms()).toBeNull();
  answers.mockImplementation(() => json({}, { status: 404 }));
  expect(await host.rooms()).toBeNull();
});
