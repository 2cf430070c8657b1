import { once } from "node:events";
import { connect as connectTcp } from "node:net";
import { describe, expect, test } from "vitest";
import type { Reason } from "../../../signaling/limits.ts";
import { connect, expectAlive, join, refusal, startHost, until, type Person } from "./support.ts";

const nested = (depth: number): string => `${"[".repeat(depth)}${"]".repeat(depth)}`;

/** What a hostile client says, and how it is counted. */
const corpus: readonly (readonly [string, string | Buffer, Reason | null])[] = [
  ["no JSON (the published server exits)", "not json", "malformed"],
  ["an empty frame", "", "malformed"],
  ["null", "null", "malformed"],
  ["a number", "7", "malformed"],
  ["an array", "[]", "malformed"],
  ["no type", "{}", "malformed"],
  ["a type that is no text", '{"type":{}}', "malformed"],
  ["topics that are a number (the published server exits)", '{"type":"subscribe","topics":5}', "malformed"],
  ["topics that are an object", '{"type":"unsubscribe","topics":{"length":9}}', "malformed"],
  ["topics of every kind", '{"type":"subscribe","topics":[null,5,{},[],"",true]}', null],
  ["no topics", '{"type":"subscribe"}', null],
  ["a topic that is too long", JSON.stringify({ type: "subscribe", topics: ["x".repeat(257)] }), null],
  ["a publish without topic", '{"type":"publish","data":1}', "malformed"],
  ["a publish to an object", '{"type":"publish","topic":{"toString":1},"data":1}', "malformed"],
  ["a publish without data", '{"type":"publish","topic":"room"}', null],
  ["a sender that is an object", '{"type":"publish","topic":"room","data":{"from":{}}}', "malformed"],
  ["a receiver that is a number", '{"type":"publish","topic":"room","data":{"to":1}}', "malformed"],
  [
    "a receiver named like a built-in",
    '{"type":"publish","topic":"room","data":{"from":"__proto__","to":"constructor"}}',
    "no-such-peer",
  ],
  [
    "a topic named like a built-in",
    '{"type":"subscribe","topics":["__proto__","constructor","toString"]}',
    null,
  ],
  ["prototype keys", '{"__proto__":{"type":"publish"},"constructor":1}', "malformed"],
  ["prototype keys within", '{"type":"publish","topic":"room","data":{"__proto__":{"to":"x"}}}', null],
  ["deep nesting", `{"type":"publish","topic":"room","data":${nested(30_000)}}`, "malformed"],
  ["deep nesting outside of data", `{"type":"ping","x":${nested(30_000)}}`, null],
  ["a lone surrogate", '{"type":"publish","topic":"room","data":"\\ud800"}', null],
  ["a name that is no text", '{"type":"list","name":7}', "malformed"],
  ["a name of nothing", '{"type":"list","name":"\\u200d\\u0000"}', "bad-name"],
  ["a name that is too long", JSON.stringify({ type: "list", name: "ক".repeat(4000) }), "bad-name"],
  ["a type of tomorrow", '{"type":"hologram"}', "unknown-type"],
  ["a binary frame", Buffer.from([0, 1, 2, 255]), "binary"],
];

describe("hostile input", () => {
  test.each(corpus)("[SG3] %s", async (_what, frame, reason) => {
    const host = await startHost();
    const [mallory, bystander] = [await join(host, "room"), await join(host, "room")];
    mallory.socket.send(frame);
    await mallory.settled(); // not even the sender is cut off for one such frame
    if (reason !== null) await until(() => host.counters[reason] === 1);
    await bystander.settled();
    await expectAlive(host);
  });

  test("[SG3] a message over 64 KiB closes its socket, and no other", async () => {
    const host = await startHost();
    const [mallory, bystander] = [await join(host, "room"), await join(host, "room")];
    mallory.publish("room", "x".repeat(64 * 1024));
    expect(await mallory.closed).toBe(1009);
    expect(host.counters["too-big"]).toBe(1);
    await bystander.settled();
    expect(bystander.received).toEqual([]);
    await expectAlive(host);
  });

  test("[SG3] bytes that are no WebSocket frames, and text that is not UTF-8", async () => {
    const host = await startHost();
    const [one, two] = [await connect(host), await connect(host)];
    // ws would not send either: written past it, onto the wire.
    const write = (person: Person, bytes: Buffer): void =>
      void (person.socket as unknown as { _socket: NodeJS.WritableStream })._socket.write(bytes);
    write(one, Buffer.alloc(64, 0xff));
    write(two, Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28]));
    await Promise.all([one.closed, two.closed]);
    expect(host.counters["bad-frame"]).toBe(2);
    await expectAlive(host);
  });

  test("[SG3] pings from one who does not read queue no pongs without end", async () => {
    const host = await startHost({ limits: { socketRate: 100, socketBurst: 100, maxSocketDebt: 200 } });
    const mallory = await connect(host);
    for (let i = 0; i < 1_000; i++) mallory.socket.ping("x".repeat(100));
    await mallory.closed;
    expect(host.counters["too-fast"]).toBe(1);
  });

  test("[SG3] a ping frame is answered with a pong frame", async () => {
    const host = await startHost();
    const ada = await connect(host);
    let pongs = 0;
    ada.socket.on("pong", () => pongs++);
    ada.socket.ping();
    await once(ada.socket, "pong");
    await ada.settled();
    expect(pongs).toBe(1);
  });

  test("[SG3] a page of another site may not connect; a listed one and no page at all may", async () => {
    const host = await startHost({ allowedOrigins: ["https://chat.example.org"] });
    for (const origin of ["https://evil.example", "null", "", "http://127.0.0.1:1", "not an origin"]) {
      expect(await refusal(host, "/signaling", { headers: { origin } })).toBe(403);
    }
    expect(host.counters["bad-origin"]).toBe(5);
    await connect(host, { origin: `http://127.0.0.1:${host.port}` });
    await connect(host, { origin: "https://chat.example.org" });
    await connect(host);
  });

  test("[SG3] sockets open on /signaling only", async () => {
    const host = await startHost();
    expect(await refusal(host, "/")).toBe(404);
    expect(await refusal(host, "/signaling/../x")).toBe(404);
    expect(host.counters["bad-path"]).toBe(2);
  });

  test("[SG3] who does not read is dropped for and then cut; others get everything", async () => {
    // Long enough for those who read to answer on a machine that stands still for a second or two.
    const host = await startHost({ limits: { pingIntervalMs: 4_000, maxBufferedBytes: 64 * 1024 } });
    const [ada, slow, bela] = [await join(host, "room"), await join(host, "room"), await join(host, "room")];
    slow.socket.pause();
    const text = "x".repeat(60_000);
    for (let i = 0; host.counters["slow-reader"] < 2; i++) {
      ada.publish("room", `${i}${text}`);
      expect((await bela.next()).data).toBe(`${i}${text}`);
    }
    await until(() => host.load().sockets === 2);
    await bela.settled();
  });

  test("[SG3] who does not answer a ping is cut, who answers stays", async () => {
    const host = await startHost({ limits: { pingIntervalMs: 2_500 } });
    const [mute] = [await connect(host, { autoPong: false }), await connect(host)];
    await mute?.closed;
    expect(host.counters.dead).toBe(1);
    await until(() => host.load().sockets === 1);
  });

  test("[SG3] what is no HTTP gets a 400 and a closed socket", async () => {
    const host = await startHost();
    const socket = connectTcp(host.port, "127.0.0.1");
    socket.write("\u0000\u0001 what is this\r\n\r\n");
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 400 /);
    await once(socket, "close");
    expect(host.counters["bad-request"]).toBe(1);
  });

  test("[SG3] an upgrade that is not a WebSocket's, or breaks off, harms nothing", async () => {
    const host = await startHost();
    const head = "GET /signaling HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n";
    for (const rest of ["Upgrade: h2c\r\n\r\n", "Upgrade: websocket\r\nSec-WebSocket-Key: short\r\n\r\n"]) {
      const socket = connectTcp(host.port, "127.0.0.1");
      socket.on("error", () => undefined);
      socket.write(head + rest);
      socket.resume();
      await once(socket, "close");
    }
    const gone = connectTcp(host.port, "127.0.0.1");
    gone.write(`${head}Upgrade: websocket\r\n`);
    await once(gone, "connect");
    gone.destroy();
    await expectAlive(host);
  });
});
