// What the host says of itself to who runs it: /metrics in Prometheus' text format (SG1). Numbers only, of all rooms
// together: no topic, no address.

import type { IncomingMessage, ServerResponse } from "node:http";
import { isLinkLocal, isLoopback, isPrivate } from "./address.ts";
import type { Counters } from "./limits.ts";

/** What has passed through since the host started. */
export type Traffic = {
  /** Read from browsers. */
  messages: number;
  bytes: number;
  /** Handed to browsers. */
  copies: number;
  copiedBytes: number;
};

export const createTraffic = (): Traffic => ({ messages: 0, bytes: 0, copies: 0, copiedBytes: 0 });

export type MetricsFacts = Readonly<{
  sockets: number;
  topics: number;
  counters: Readonly<Counters>;
  traffic: Readonly<Traffic>;
  /** Seconds of processor time, and bytes of memory, of this process. */
  cpuSeconds: number;
  residentBytes: number;
}>;

/** How busy a host is concerns its own network; out on the internet a proxy stands before it, and says so. */
export const mayReadMetrics = (request: IncomingMessage): boolean => {
  const from = request.socket.remoteAddress ?? "";
  const isNear = isLoopback(from) || isPrivate(from) || isLinkLocal(from);
  return isNear && request.headers["x-forwarded-for"] === undefined;
};

const metric = (name: string, type: "gauge" | "counter", help: string, values: readonly string[]): string =>
  [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...values.map((value) => `${name}${value}`)].join(
    "\n",
  );

const metricsText = (facts: MetricsFacts): string => {
  const { sockets, topics, counters, traffic, cpuSeconds, residentBytes } = facts;
  const met = Object.entries(counters).map(([reason, count]) => `{reason="${reason}"} ${count}`);
  return [
    metric("kothabarta_sockets", "gauge", "Open sockets.", [` ${sockets}`]),
    metric("kothabarta_topics", "gauge", "Topics with subscribers.", [` ${topics}`]),
    metric("kothabarta_limits_total", "counter", "Times that a bound was met, by reason.", met),
    metric("kothabarta_messages_total", "counter", "Messages read.", [` ${traffic.messages}`]),
    metric("kothabarta_message_bytes_total", "counter", "Bytes of them.", [` ${traffic.bytes}`]),
    metric("kothabarta_copies_total", "counter", "Copies delivered.", [` ${traffic.copies}`]),
    metric("kothabarta_copy_bytes_total", "counter", "Bytes of them.", [` ${traffic.copiedBytes}`]),
    metric("process_cpu_seconds_total", "counter", "Processor time.", [` ${cpuSeconds}`]),
    metric("process_resident_memory_bytes", "gauge", "Memory.", [` ${residentBytes}`]),
  ].join("\n");
};

export const sendMetrics = (response: ServerResponse, facts: MetricsFacts): void => {
  response.writeHead(200, {
    "Content-Type": "text/plain; version=0.0.4; charset=utf-8",
    "Cache-Control": "no-store",
  });
  response.end(`${metricsText(facts)}\n`);
};
