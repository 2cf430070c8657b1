// Where this repository lies, and what the app's first load is made of.

import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

type Budget = Readonly<{ firstLoad: (folder: string) => string[] }>;

/** The scripts of the first load, as the bundle's own budget finds them. */
export const firstLoad = async (): Promise<readonly string[]> => {
  const app = join(root, "dist", "app");
  const path = join(root, "tests", "budget", "bundle.mjs");
  const budget = (await import(/* @vite-ignore */ path)) as Budget;
  return budget.firstLoad(app).map((script) => join(app, script));
};
