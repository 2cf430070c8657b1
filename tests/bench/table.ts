// The bench's one table: rows of text, budgets judged, ours always beside what it is compared with.

export type Value =
  Readonly<{ at: "number"; value: number; unit: Unit }> | Readonly<{ at: "text"; text: string }>;
export type Unit = "ms" | "bytes" | "" | "KB" | "×";

export type Row = Readonly<{
  what: string;
  ours: string;
  published: string;
  ratio: string;
  budget: string;
  met: string;
  /** Where the budget is missed. */
  why?: string;
}>;

const number = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);

export const show = (value: number, unit: Unit): string => {
  if (unit === "ms") return value >= 1000 ? `${number(value / 1000)} s` : `${number(value)} ms`;
  if (unit === "KB") return `${value.toFixed(1)} KB`;
  if (unit === "bytes") {
    if (value >= 1e6) return `${number(value / 1e6)} MB`;
    return value >= 10_000 ? `${number(value / 1000)} KB` : `${value.toFixed(0)} B`;
  }
  const text = Number.isInteger(value) ? String(value) : number(value);
  return unit === "" ? text : `${text} ${unit}`;
};

/** `null`: not within the deadline. */
export type Measured = number | null;

export type RowOptions = Readonly<{
  what: string;
  unit: Unit;
  ours: Measured;
  /** What ours is compared with; undefined when there is nothing to compare. */
  published?: Measured | string;
  /** Said after the compared value when it is not the packages as published: "bare channel". */
  against?: string;
  budget?: Readonly<{ of: "ours" | "ratio"; atMost: number }>;
  /** Said where the budget is missed: what takes the time. */
  why?: string;
  /** The wording of a missing value of the published packages. */
  missing?: string;
}>;

const excess = (value: number, atMost: number): string =>
  `no, over by ${(((value - atMost) / atMost) * 100).toFixed(1)} %`;

export const row = ({
  what,
  unit,
  ours,
  published,
  against,
  budget,
  why,
  missing = "never",
}: RowOptions): Row => {
  const theirs =
    published === undefined
      ? "–"
      : typeof published === "string"
        ? published
        : published === null
          ? missing
          : show(published, unit);
  const ratio = ours !== null && typeof published === "number" && published > 0 ? ours / published : null;
  const judged = budget === undefined ? null : budget.of === "ours" ? ours : ratio;
  const isMissed = budget !== undefined && judged !== null && judged > budget.atMost;
  return {
    what,
    ...(isMissed && why !== undefined && { why }),
    ours: ours === null ? "never" : show(ours, unit),
    published: against === undefined ? theirs : `${theirs} (${against})`,
    ratio: ratio === null ? "–" : number(ratio),
    budget:
      budget === undefined
        ? "–"
        : budget.of === "ours"
          ? `≤ ${show(budget.atMost, unit)}`
          : `≤ ${number(budget.atMost)} ×`,
    met:
      budget === undefined
        ? ""
        : judged === null
          ? "no: not measured"
          : isMissed
            ? excess(judged, budget.atMost)
            : "yes",
  };
};

const columns = ["what", "ours", "published", "ratio", "budget", "met"] as const;
const heads: Row = {
  what: "what",
  ours: "ours",
  published: "as published",
  ratio: "ratio",
  budget: "budget",
  met: "met?",
};

export const table = (rows: readonly Row[]): string => {
  const all = [heads, ...rows];
  const widths = columns.map((column) => Math.max(...all.map((one) => one[column].length)));
  const line = (one: Row): string =>
    columns
      .map((column, i) =>
        column === "what" || column === "met"
          ? one[column].padEnd(widths[i] ?? 0)
          : one[column].padStart(widths[i] ?? 0),
      )
      .join("  ")
      .trimEnd();
  const reasons = rows.flatMap(({ what, why }) => (why === undefined ? [] : [`${what}: ${why}`]));
  return [
    line(heads),
    widths.map((width) => "-".repeat(width)).join("  "),
    ...rows.map(line),
    ...(reasons.length === 0 ? [] : ["", "Why a budget is missed:", ...reasons]),
  ].join("\n");
};

/** The value below which the share `q` of them lies; null for none. */
export const quantile = (values: readonly number[], q: number): number | null => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? null;
};

export const median = (values: readonly number[]): number | null => quantile(values, 0.5);
