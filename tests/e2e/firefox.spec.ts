// Another browser in the room: what Chromium and Firefox make of WebRTC differs.

import { firefoxPath, startFirefox } from "./fixtures/bidi.ts";
import { expect, test } from "./fixtures/test.ts";

test("[PR1][ID1] Firefox and Chromium chat, and go on when the host is killed", async ({
  host,
  person,
  problems,
}) => {
  const path = firefoxPath();
  test.skip(path === undefined, "needs Firefox");
  if (path === undefined) return;
  test.setTimeout(90_000);
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Adda");
  await asha.send("Hello Firefox");

  const firefox = await startFirefox(path);
  try {
    await firefox.goto(link);
    const act = (what: "fill" | "click", label: string, text = ""): Promise<void> =>
      expect
        .poll(() => firefox.evaluate(actOn, what, label, text), {
          timeout: 20_000,
          message: `Firefox: ${what} ${label}`,
        })
        .toBe(true);
    const log = (): Promise<string> =>
      firefox.evaluate(() => document.querySelector("[role=log]")?.textContent ?? "");
    await expect
      .poll(() => firefox.evaluate(() => document.querySelector("h1")?.textContent ?? ""), {
        timeout: 20_000,
      })
      .toContain("Adda");
    await act("fill", "Your name", "Bilal");
    await act("click", "Enter room");
    await expect.poll(log, { timeout: 30_000 }).toContain("Hello Firefox");
    await act("fill", "Message", "Hello Chromium");
    await act("click", "Send");
    await asha.expectMessage("Hello Chromium");
    await asha.expectPeople(["Asha", "Bilal"]);

    await host.kill();
    await asha.send("Still there?");
    await expect.poll(log).toContain("Still there?");
    await act("fill", "Message", "Still here");
    await act("click", "Send");
    await asha.expectMessage("Still here");
    const away = /WebSocket|NetworkError|can’t establish a connection/;
    for (const error of firefox.errors.filter((text) => !away.test(text))) problems.add("Firefox", error);
  } finally {
    await firefox.close();
  }
});

/** Runs in Firefox: true once the thing with this accessible name was there and was used. */
const actOn = (what: "fill" | "click", label: string, text: string): boolean => {
  const named = (element: Element): boolean => {
    const labels =
      element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element.labels : null;
    const name =
      element.getAttribute("aria-label") ??
      (labels !== null && labels.length > 0 ? labels[0]?.textContent : element.textContent);
    return name?.replace(/\s+/g, " ").trim() === label;
  };
  const kind = what === "fill" ? "input, textarea" : "button";
  const element = [...document.querySelectorAll<HTMLElement>(kind)].find(
    (candidate) => named(candidate) && candidate.checkVisibility(),
  );
  if (element === undefined || (element as HTMLButtonElement).disabled) return false;
  if (what === "click") {
    element.click();
    return true;
  }
  const field = element as HTMLInputElement | HTMLTextAreaElement;
  field.focus();
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
};
