import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { moveWarning, remember } from "../../../signaling/remembered.ts";

const stateFile = (): string => {
  const dir = mkdtempSync(join(tmpdir(), "kothabarta-state-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return join(dir, ".kothabarta", "host.json");
};

test("[ST6] a changed address or port is told of, with what to do", () => {
  const last = { port: 3000, addresses: ["192.168.1.5"] };
  expect(moveWarning(last, last)).toBeNull();
  expect(moveWarning(last, { port: 3001, addresses: ["192.168.1.5"] })).toMatch(
    /3000.*3001.*Save my rooms and identity/s,
  );
  const moved = moveWarning(last, { port: 3000, addresses: ["192.168.1.6"] });
  expect(moved).toMatch(/192\.168\.1\.5.*192\.168\.1\.6.*Save my rooms and identity/s);
});

test("[ST6] one more network, one of several gone, or none at all is no move", () => {
  const last = { port: 3000, addresses: ["192.168.1.5", "fd00::2"] };
  expect(moveWarning(last, { port: 3000, addresses: ["10.0.0.1", "192.168.1.5"] })).toBeNull();
  expect(moveWarning(last, { port: 3000, addresses: [] })).toBeNull();
  expect(moveWarning({ port: 3000, addresses: [] }, last)).toBeNull();
});

test("[ST6] the state file remembers, through a start without a network and through damage", async () => {
  const file = stateFile();
  expect(await remember(file, { port: 3000, addresses: ["192.168.1.5"] })).toBeNull();
  expect(await remember(file, { port: 3000, addresses: [] })).toBeNull();
  expect(await remember(file, { port: 3000, addresses: ["192.168.1.6"] })).toContain("192.168.1.5");
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ port: 3000, addresses: ["192.168.1.6"] });
  for (const damage of ["", "null", "[]", '{"port":"x"}', '{"port":1,"addresses":{}}']) {
    writeFileSync(file, damage);
    expect(await remember(file, { port: 3000, addresses: ["192.168.1.7"] })).toBeNull();
  }
  expect(await remember(join(file, "below a file"), { port: 3000, addresses: [] })).toBeNull();
});
