import { expect, test } from "vitest";
import { join, startHost } from "./support.ts";

const read = async (port: number, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}/metrics`, { headers });

const numbers = async (port: number): Promise<Map<string, number>> => {
  const lines = (await (await read(port)).text()).split("\n").filter((line) => !/^(#|$)/.test(line));
  return new Map(lines.map((line) => [line.split(" ")[0] ?? "", Number(line.split(" ")[1])]));
};

test("[SG1] /metrics counts sockets, topics, what passed, and every bound that was met", async () => {
  const host = await startHost({ limits: { maxTopicsPerSocket: 1 } });
  const ada = await join(host, "a room");
  const bo = await join(host, "a room");
  const before = await numbers(host.port);
  bo.subscribe("one too many");
  ada.publish("a room", { hello: "there" });
  await bo.next(({ type }) => type === "publish");
  await bo.settled();
  const after = await numbers(host.port);
  const grown = (name: string): number => (after.get(name) ?? NaN) - (before.get(name) ?? NaN);
  expect(after.get("kothabarta_sockets")).toBe(2);
  expect(after.get("kothabarta_topics")).toBe(1);
  expect(grown('kothabarta_limits_total{reason="too-many-topics"}')).toBe(1);
  expect(grown('kothabarta_limits_total{reason="too-fast"}')).toBe(0);
  expect(grown("kothabarta_messages_total")).toBe(3); // subscribe, publish, ping
  expect(grown("kothabarta_copies_total")).toBe(2); // publish, pong
  expect(grown("kothabarta_copy_bytes_total")).toBeGreaterThan(40);
  expect(after.get("process_cpu_seconds_total")).toBeGreaterThan(0);
  expect(after.get("process_resident_memory_bytes")).toBeGreaterThan(1e6);
});

test("[SG1] /metrics names no room, and is not for those who come through a proxy", async () => {
  const host = await startHost();
  await join(host, "topic-of-a-room");
  const response = await read(host.port);
  expect(response.headers.get("content-type")).toContain("text/plain");
  expect(await response.text()).not.toContain("topic-of-a-room");
  expect((await read(host.port, { "X-Forwarded-For": "203.0.113.7" })).status).toBe(404);
});
