import { once } from "node:events";
import { Agent, get as httpGet } from "node:http";
import { connect as connectTcp } from "node:net";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { Bus } from "../../../signaling/bus.ts";
import { createMemoryBus } from "../../../signaling/memory-bus.ts";
import { createHost } from "../../../signaling/server.ts";
import { connect, join, refusal, startHost, until } from "./support.ts";

describe("the host", () => {
  test("[SG1] says that it is well, and what /signaling is for", async () => {
    const host = await startHost();
    const at = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${host.port}${path}`);
    expect(await (await at("/healthz")).text()).toBe("ok\n");
    expect((await at("/signaling")).status).toBe(426);
    expect((await at("/")).status).toBe(404); // no app given
  });

  test("[SG1] listens on IPv4 and IPv6 unless told otherwise", async () => {
    const host = await createHost({ port: 0, stunPort: null, reachable: () => [] });
    onTestFinished(() => host.close());
    for (const name of ["127.0.0.1", "[::1]"])
      expect((await fetch(`http://${name}:${host.port}/healthz`)).ok).toBe(true);
  });

  test("[SG1] a port in use rejects with its code", async () => {
    const host = await startHost();
    await expect(startHost({ port: host.port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });

  test("[SG1] an app that is not there rejects", async () => {
    await expect(startHost({ appDir: "/nowhere/at/all" })).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("[SG3] a bus that fails is a 500, a counter, and nothing more", async () => {
    const bus: Bus = { ...createMemoryBus(), rooms: () => Promise.reject(new Error("the bus is down")) };
    const host = await startHost({ bus });
    const ada = await join(host, "room");
    expect((await fetch(`http://127.0.0.1:${host.port}/rooms`)).status).toBe(500);
    expect(host.counters.internal).toBe(1);
    await ada.settled();
  });

  test("[SG4] going down it closes every socket with 1012, lets nobody in, and frees its port", async () => {
    const host = await startHost({ drainMs: 50 });
    const people = await Promise.all(Array.from({ length: 20 }, () => join(host, "room")));
    // A browser's idle connection must not hold it up.
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    const [response] = await once(httpGet({ port: host.port, host: "127.0.0.1", agent }), "response");
    response.resume();
    // Nor one that has begun to ask and never ends.
    const halfway = connectTcp(host.port, "127.0.0.1");
    halfway.on("error", () => undefined);
    onTestFinished(() => void halfway.destroy());
    halfway.write("GET / HTTP/1.1\r\nHost: x\r\n");
    await connect(host); // by now it has been read
    const closing = host.close();
    expect(host.close()).toBe(closing);
    expect(new Set(await Promise.all(people.map((person) => person.closed)))).toEqual(new Set([1012]));
    await closing;
    await startHost({ port: host.port });
  });

  test("[SG4] who asks while it goes down is sent away", async () => {
    const host = await startHost({ drainMs: 100 });
    const stubborn = await connect(host);
    stubborn.socket.pause(); // never answers the close: holds the drain open
    const socket = connectTcp(host.port, "127.0.0.1");
    await once(socket, "connect");
    const closing = host.close();
    socket.write("GET /signaling HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 503 /);
    await closing;
    expect(host.load().sockets).toBe(0);
  });

  test("[SG4] nothing is left running when it is closed", async () => {
    const before = process.getActiveResourcesInfo().length;
    const host = await createHost({
      port: 0,
      host: "127.0.0.1",
      stunPort: 0,
      drainMs: 0,
      reachable: () => [],
    });
    const person = await connect(host);
    person.socket.terminate();
    await until(() => host.load().sockets === 0);
    await host.close();
    await vi.waitFor(() => expect(process.getActiveResourcesInfo().length).toBeLessThanOrEqual(before));
    await expect(refusal(host, "/signaling")).rejects.toThrow("ECONNREFUSED");
  });
});
