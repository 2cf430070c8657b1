import { randomBytes } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { crc32 } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { answerBinding } from "../../../signaling/stun-message.ts";
import { StunRate } from "../../../signaling/stun-rate.ts";
import { startStun, type Stun } from "../../../signaling/stun.ts";

/** A binding request: header, then attributes as they are given. */
const request = (attributes: Buffer = Buffer.alloc(0), type = 0x0001): Buffer => {
  const header = Buffer.alloc(20);
  header.writeUInt16BE(type, 0);
  header.writeUInt16BE(attributes.length, 2);
  header.writeUInt32BE(0x2112a442, 4);
  randomBytes(12).copy(header, 8);
  return Buffer.concat([header, attributes]);
};

const attribute = (type: number, value: Buffer): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
};

/** SOFTWARE: optional to understand. */
const software = attribute(0x8022, Buffer.from("libfriend"));

const withFingerprint = (bytes: Buffer): Buffer => {
  const open = Buffer.from(bytes);
  open.writeUInt16BE(open.length - 20 + 8, 2);
  const value = Buffer.alloc(4);
  value.writeUInt32BE((crc32(open) ^ 0x5354554e) >>> 0);
  return Buffer.concat([open, attribute(0x8028, value)]);
};

/** The address in a success answer to `asked`. */
const mapped = (answer: Buffer, asked: Buffer): { family: number; port: number; bytes: Buffer } => {
  expect(answer.readUInt16BE(0)).toBe(0x0101);
  expect(answer.readUInt16BE(2)).toBe(answer.length - 20);
  expect(answer.subarray(4, 20)).toEqual(asked.subarray(4, 20));
  expect(answer.readUInt16BE(20)).toBe(0x0020);
  const bytes = Buffer.from(answer.subarray(28)).map((byte, index) => byte ^ asked.readUInt8(4 + index));
  return { family: answer.readUInt8(25), port: answer.readUInt16BE(26) ^ 0x2112, bytes: Buffer.from(bytes) };
};

const start = async (address: string, port = 0, now?: () => number): Promise<Stun> => {
  const stun = await startStun({ port, address, ...(now === undefined ? {} : { now }) });
  if (stun === null) throw new Error("no UDP here");
  onTestFinished(() => stun.close());
  return stun;
};

const client = async (type: "udp4" | "udp6"): Promise<Socket> => {
  const socket = createSocket(type);
  onTestFinished(() => void socket.close());
  socket.bind(0, type === "udp4" ? "127.0.0.1" : "::1");
  await once(socket, "listening");
  return socket;
};

const ask = async (socket: Socket, bytes: Buffer, port: number): Promise<Buffer> => {
  socket.send(bytes, port, socket.address().address);
  const [answer] = (await once(socket, "message")) as [Buffer];
  return answer;
};

describe("STUN on the wire", () => {
  test("[SG6] a browser's request is told its own address and port, in no more than 1.6 times its bytes", async () => {
    const stun = await start("::");
    const socket = await client("udp4");
    const asked = request();
    const answer = await ask(socket, asked, stun.port);
    expect(mapped(answer, asked)).toEqual({
      family: 1,
      port: socket.address().port,
      bytes: Buffer.from([127, 0, 0, 1]),
    });
    expect(answer.length).toBe(32);
  });

  test("[SG6] IPv6 too, where the request is long enough for the answer not to outgrow it", async () => {
    const stun = await start("::");
    const socket = await client("udp6");
    const asked = request(software);
    const answer = await ask(socket, asked, stun.port);
    const loopback = Buffer.from([...Buffer.alloc(15), 1]);
    expect(mapped(answer, asked)).toEqual({ family: 2, port: socket.address().port, bytes: loopback });
    expect(answer.length).toBeLessThanOrEqual(asked.length * 1.6);
  });

  test("[SG6] one address is answered at most 20 times a second", async () => {
    let time = 5_000;
    const stun = await start("::", 0, () => time);
    const [socket, marker] = [await client("udp4"), await client("udp6")];
    let answers = 0;
    socket.on("message", () => answers++);
    for (let i = 0; i < 100; i++) socket.send(request(), stun.port, "127.0.0.1");
    // Another address, whose answer shows that all before it has been read.
    await ask(marker, request(software), stun.port);
    time += 999;
    socket.send(request(), stun.port, "127.0.0.1");
    await ask(marker, request(software), stun.port);
    time += 1;
    const last = request();
    socket.send(last, stun.port, "127.0.0.1");
    await new Promise<void>((done) => {
      socket.on("message", (answer: Buffer) => answer.subarray(8, 20).equals(last.subarray(8)) && done());
    });
    expect(answers).toBe(21);
  });

  test("[SG6] garbage is met with silence, and does not count against its sender", async () => {
    const stun = await start("127.0.0.1");
    const socket = await client("udp4");
    for (let length = 0; length < 200; length++) socket.send(randomBytes(length), stun.port, "127.0.0.1");
    const asked = request();
    mapped(await ask(socket, asked, stun.port), asked);
  });

  test("[SG6] a port in use is replaced by a free one", async () => {
    const first = await start("127.0.0.1");
    const second = await start("127.0.0.1", first.port);
    expect(second.port).not.toBe(first.port);
    const asked = request();
    mapped(await ask(await client("udp4"), asked, second.port), asked);
  });
});

describe("STUN messages", () => {
  const sender = ["192.0.2.7", 4711] as const;

  const malformed: readonly (readonly [string, Buffer])[] = [
    ["nothing", Buffer.alloc(0)],
    ["19 bytes", request().subarray(0, 19)],
    ["another cookie", Buffer.concat([request().subarray(0, 4), Buffer.alloc(16)])],
    ["a response", request(software, 0x0101)],
    ["an indication", request(software, 0x0011)],
    ["another method", request(software, 0x0003)],
    ["RTP", request(software, 0x8000)],
    ["a length that is too small", request(Buffer.concat([software, Buffer.alloc(4)])).subarray(0, 36)],
    ["bytes after the end", Buffer.concat([request(), Buffer.alloc(4)])],
    ["a length that is no multiple of 4", request(Buffer.from([0x80, 0x22, 0, 1, 65]))],
    ["an attribute that runs out", request(Buffer.from([0x80, 0x22, 0, 9, 65, 65, 65, 65]))],
    ["more than a packet", request(attribute(0x8022, Buffer.alloc(600)))],
    ["a wrong fingerprint", request(attribute(0x8028, Buffer.alloc(4)))],
    [
      "something after the fingerprint",
      request(Buffer.concat([withFingerprint(request()).subarray(20), software])),
    ],
  ];

  test.each(malformed)("[SG6] silence for %s", (_what, bytes) => {
    expect(answerBinding(bytes, ...sender)).toBeNull();
  });

  test("[SG6] optional attributes and a right fingerprint are fine", () => {
    for (const asked of [request(software), withFingerprint(request()), withFingerprint(request(software))]) {
      const answer = answerBinding(asked, ...sender);
      expect(mapped(answer ?? Buffer.alloc(0), asked)).toEqual({
        family: 1,
        port: 4711,
        bytes: Buffer.from([192, 0, 2, 7]),
      });
    }
  });

  test("[SG6] an IPv4 sender on a dual-stack socket is told its IPv4 address", () => {
    const asked = request();
    expect(mapped(answerBinding(asked, "::ffff:192.0.2.7", 1) ?? Buffer.alloc(0), asked).bytes.length).toBe(
      4,
    );
  });

  test("[SG6] what must be understood and is not gets a 420 that names it", () => {
    const asked = request(attribute(0x0006, Buffer.from("name")));
    const answer = answerBinding(asked, ...sender) ?? Buffer.alloc(0);
    expect(answer.readUInt16BE(0)).toBe(0x0111);
    expect([answer.readUInt8(26), answer.readUInt8(27)]).toEqual([4, 20]);
    expect(answer.readUInt16BE(32)).toBe(0x0006);
  });

  test("[SG6] no answer ever exceeds 1.6 times its request", () => {
    const attributes = [
      Buffer.alloc(0),
      software,
      attribute(0x8022, Buffer.alloc(4)),
      attribute(0x8022, Buffer.alloc(0)),
      attribute(0x0006, Buffer.alloc(0)),
      attribute(0x0006, Buffer.alloc(8)),
    ];
    for (const each of attributes) {
      for (const address of ["192.0.2.7", "2001:db8::1", "::ffff:192.0.2.7"]) {
        const asked = request(each);
        expect((answerBinding(asked, address, 1) ?? []).length).toBeLessThanOrEqual(asked.length * 1.6);
      }
    }
    expect(answerBinding(request(), "2001:db8::1", 1)).toBeNull();
  });
});

describe("STUN rate", () => {
  test("[SG6] never more than 20 in any second, wherever the second begins", () => {
    const rate = new StunRate();
    const admitted: number[] = [];
    for (let time = 0; time < 5_000; time += 7) if (rate.admit("a", time)) admitted.push(time);
    admitted.forEach((time, index) =>
      expect((admitted[index + 20] ?? Infinity) - time).toBeGreaterThanOrEqual(1_000),
    );
    expect(admitted.length).toBeGreaterThanOrEqual(100);
  });

  test("[SG6] the table is bounded: forged senders find it full, known ones do not", () => {
    const rate = new StunRate({ maxAddresses: 3 });
    for (const key of ["a", "b", "c"]) expect(rate.admit(key, 0)).toBe(true);
    expect(rate.admit("d", 500)).toBe(false);
    expect(rate.admit("a", 500)).toBe(true);
    expect(rate.admit("d", 1_000)).toBe(true);
    expect(rate.size).toBe(3);
    expect(rate.admit("a", 1_001)).toBe(true);
  });
});
