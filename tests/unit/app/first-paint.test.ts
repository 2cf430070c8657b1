import { expect, test } from "vitest";
import { once } from "../../../src/app/first-paint.ts";

test("[LK4] what opens rooms is fetched once for all who ask, and again after it could not be", async () => {
  let asked = 0;
  let host: "away" | "there" = "away";
  const engine = once(() => {
    asked++;
    return host === "away" ? Promise.reject(new Error("away")) : Promise.resolve("engine");
  });
  await expect(Promise.all([engine(), engine()])).rejects.toThrow("away");
  host = "there";
  expect(await Promise.all([engine(), engine()])).toEqual(["engine", "engine"]);
  expect([await engine(), asked]).toEqual(["engine", 2]);
});
