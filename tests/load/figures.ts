// Numbers of a run: percentiles, and what the host says of itself.

import type { Host } from "../e2e/fixtures/host.ts";

/** The smallest value that `share` of them do not exceed. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
};

export type Metrics = ReadonlyMap<string, number>;

export const metricsOf = async ({ origin }: Host): Promise<Metrics> => {
  const text = await (await fetch(`${origin}/metrics`)).text();
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(lines.map((line) => [line.split(" ")[0] ?? "", Number(line.split(" ")[1])]));
};

export const grown = (before: Metrics, after: Metrics, name: string): number =>
  (after.get(name) ?? NaN) - (before.get(name) ?? 0);

/** Bounds that were met, by reason: none is expected of honest people. */
export const limitsMet = (metrics: Metrics): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...metrics].flatMap(([name, count]) => {
      const reason = /^kothabarta_limits_total\{reason="(.*)"\}$/.exec(name)?.[1];
      return reason === undefined || count === 0 ? [] : [[reason, count] as const];
    }),
  );
