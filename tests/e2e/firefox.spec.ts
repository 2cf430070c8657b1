// Another browser in the room: what Chromium and Firefox make of WebRTC and of signatures differs.

import { firefoxPath, startFirefox, type Firefox } from "./fixtures/bidi.ts";
import { putForgeries } from "./fixtures/forgeries.ts";
import { expect, test as base } from "./fixtures/test.ts";

/** A person at Firefox: opens links, writes, reads. */
type Fox = Readonly<{
  open(link: string): Promise<void>;
  send(text: string): Promise<void>;
  log(): Promise<string>;
}>;

const foxOf = (firefox: Firefox): Fox => {
  const act = (what: "fill" | "click", label: string, text = ""): Promise<void> =>
    expect
      .poll(() => firefox.evaluate(actOn, what, label, text), {
        timeout: 20_000,
        message: `${what} ${label}`,
      })
      .toBe(true);
  return {
    open: async (link) => {
      await firefox.goto(link);
      await expect
        .poll(() => firefox.evaluate(() => document.querySelector("h1")?.textContent ?? ""), {
          timeout: 20_000,
        })
        .toContain("Adda");
      await act("fill", "Your name", "Reynard");
      await act("click", "Enter room");
    },
    send: async (text) => {
      await act("fill", "Message", text);
      await act("click", "Send");
    },
    log: () => firefox.evaluate(() => document.querySelector("[role=log]")?.textContent ?? ""),
  };
};

const test = base.extend<{ fox: Fox }>({
  fox: async ({ problems }, use) => {
    const path = firefoxPath();
    test.skip(path === undefined, "needs Firefox");
    const firefox = await startFirefox(path ?? "");
    await use(foxOf(firefox));
    const hostAway = /WebSocket|NetworkError|can’t establish a connection/;
    for (const text of firefox.errors) if (!hostAway.test(text)) problems.add("Firefox", text);
    await firefox.close();
  },
});

test("[PR1] Firefox and Chromium chat, and go on when the host is killed", async ({ host, person, fox }) => {
  test.setTimeout(90_000);
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Adda");
  await asha.send("Hello Firefox");
  await fox.open(link);
  await expect.poll(fox.log, { timeout: 30_000 }).toContain("Hello Firefox");
  await fox.send("Hello Chromium");
  await asha.expectMessage("Hello Chromium");
  await asha.expectPeople(["Asha", "Reynard"]);

  await host.kill();
  await asha.send("Still there?");
  await expect.poll(fox.log).toContain("Still there?");
  await fox.send("Still here");
  await asha.expectMessage("Still here");
});

test("[ID1] Firefox gives the same verdict on crafted keys and signatures", async ({
  person,
  rawMember,
  fox,
}) => {
  test.setTimeout(90_000);
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Adda");
  const mallory = await rawMember("Mallory", link, 1);
  await putForgeries(mallory);
  await asha.expectMessages(["Honest words of a stranger"]);
  await fox.open(link);
  await asha.send("After the forger");
  await expect.poll(fox.log, { timeout: 30_000 }).toContain("After the forger");
  await expect.poll(fox.log).toContain("Honest words of a stranger");
  expect(await fox.log()).not.toContain("FORGED");
  // Also live, and not only as history.
  await putForgeries(mallory);
  await asha.send("After the second round");
  await expect.poll(fox.log).toContain("After the second round");
  expect(await fox.log()).not.toContain("FORGED");
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
