import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("../../../src/styles/colours.css", import.meta.url), "utf8");
const variables = (block: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...block.matchAll(/--([\w-]+):\s*([^;]+);/gu)].map(([, name, value]) => [
      name ?? "",
      (value ?? "").trim(),
    ]),
  );
const blockOf = (selector: string): Readonly<Record<string, string>> => {
  const from = css.indexOf(`${selector} {`);
  return variables(css.slice(from, css.indexOf("}", from)));
};
const light = blockOf(":root");
const dark = blockOf(':root[data-theme="dark"]');

type Rgb = readonly [number, number, number];

/** Linear sRGB, 0 to 1. */
const hex = (text: string): Rgb => {
  const part = (at: number): number => {
    const value = Number.parseInt(text.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [part(1), part(3), part(5)];
};

/** CSS Color 4, section 9.2; clipped, as browsers do on an sRGB screen. */
const oklch = (l: number, c: number, hue: number): Rgb => {
  const a = c * Math.cos((hue * Math.PI) / 180);
  const b = c * Math.sin((hue * Math.PI) / 180);
  const [long, medium, short] = [
    (l + 0.3963377774 * a + 0.2158037573 * b) ** 3,
    (l - 0.1055613458 * a - 0.0638541728 * b) ** 3,
    (l - 0.0894841775 * a - 1.291485548 * b) ** 3,
  ];
  const clip = (value: number): number => Math.min(1, Math.max(0, value));
  return [
    clip(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    clip(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    clip(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ];
};

const luminance = ([r, g, b]: Rgb): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;
const contrast = (one: Rgb, other: Rgb): number => {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
};

/** Where text stands on a ground of its own, a selection has colours of its own. */
const onOwnGround = {
  ".mine:not(.gone, .jumbo) .bubble ::selection": "mine",
  ".mine:not(.gone, .jumbo) .quote ::selection": "paper",
  ".button::selection": "green",
  ".button-danger::selection": "spark",
};

type Selection = Readonly<{ color: string; background: string }>;

/** The variables of text and ground in each rule for selections, by selector. */
const selections = (): ReadonlyMap<string, Selection> => {
  const found = new Map<string, Selection>();
  const folder = new URL("../../../src/styles/", import.meta.url);
  for (const file of readdirSync(folder)) {
    const sheet = readFileSync(new URL(file, folder), "utf8").replaceAll(/\/\*.*?\*\//gsu, "");
    for (const [, selectors = "", block = ""] of sheet.matchAll(/([^{}]*::selection[^{}]*)\{([^}]*)\}/gu)) {
      const color = /(?<![-\w])color: var\(--([\w-]+)\)/u.exec(block)?.[1] ?? "";
      const background = /background: color-mix\(in srgb, var\(--([\w-]+)\) 99%/u.exec(block)?.[1] ?? "";
      for (const selector of selectors.split(/,(?![^(]*\))/u))
        found.set(selector.trim(), { color, background });
    }
  }
  return found;
};

describe("styles", () => {
  it("the dark of the system and the dark of the setting are one", () => {
    const system = blockOf(":root:not([data-theme])");
    expect(Object.keys(dark).length).toBeGreaterThan(20);
    expect(system).toEqual(dark);
  });

  it("[ID3] a name in any person's colour reads well (AA) wherever names stand, in both themes", () => {
    for (const theme of [light, dark])
      for (const ground of ["paper", "card", "theirs", "green-wash"])
        for (let hue = 0; hue < 360; hue++) {
          const name = oklch(Number(theme["name-l"]), Number(theme["name-c"]), hue);
          expect(contrast(name, hex(theme[ground] ?? "")), `${ground} hue ${hue}`).toBeGreaterThan(4.5);
        }
  });

  it("texts read well (AA) on their papers, in both themes", () => {
    for (const theme of [light, dark])
      for (const [text, grounds] of [
        ["ink", ["paper", "paper-deep", "card", "theirs", "green-wash", "spark-wash"]],
        ["soft", ["paper", "paper-deep", "card", "theirs", "green-wash", "spark-wash"]],
        ["green", ["paper", "paper-deep", "card", "theirs", "green-wash"]],
        ["spark", ["paper", "card", "theirs"]],
        ["on-green", ["green", "green-deep"]],
      ] as const)
        for (const ground of grounds)
          expect(
            contrast(hex(theme[text] ?? ""), hex(theme[ground] ?? "")),
            `${text} on ${ground}`,
          ).toBeGreaterThan(4.5);
  });

  it("[UX16] no screen fetches a picture: the host may be gone before it was", () => {
    const source = new URL("../../../src/", import.meta.url);
    const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((path) =>
      /^(styles|ui)[/\\].*\.(css|ts)$/u.test(path),
    );
    expect(files.length).toBeGreaterThan(30);
    for (const path of files)
      expect(readFileSync(new URL(path, source), "utf8"), path).not.toMatch(/url\("\/|<img [^>]*src="\//u);
  });

  it("[UX11] what is selected is seen and reads well (AA) on every ground, in both themes", () => {
    const rules = selections();
    expect([...rules.keys()]).toEqual(expect.arrayContaining(["::selection", ...Object.keys(onOwnGround)]));
    for (const theme of [light, dark]) {
      const seen = (selector: string, ground: string): void => {
        const { color, background } = rules.get(selector) ?? { color: "", background: "" };
        const [text, marked] = [hex(theme[color] ?? ""), hex(theme[background] ?? "")];
        expect(contrast(text, marked), `${selector}: ${color} on ${background}`).toBeGreaterThan(4.5);
        expect(contrast(marked, hex(theme[ground] ?? "")), `${selector} on ${ground}`).toBeGreaterThan(3);
      };
      for (const ground of ["paper", "paper-deep", "card", "theirs", "green-wash", "spark-wash"])
        seen("::selection", ground);
      for (const [selector, ground] of Object.entries(onOwnGround)) seen(selector, ground);
    }
  });
});
