// A host that lies: what it replays, redirects or alters changes nothing.

import { request } from "node:http";
import { expect, test } from "./fixtures/test.ts";
import type { Frame } from "./fixtures/proxy.ts";
import { en } from "./fixtures/words.ts";

type Publish = {
  type?: string;
  data?: { type?: string; from?: string; to?: string; signal?: { type?: string; d?: string } };
};

const parse = (text: string): Publish => JSON.parse(text) as Publish;

const isSignal = ({ text }: Frame): boolean => parse(text).data?.type === "signal";

/** The same signal with one character of its sealed part changed. */
const altered = (text: string): string => {
  const message = parse(text);
  const d = message.data?.signal?.d;
  if (message.data?.signal === undefined || d === undefined) return text;
  const at = Math.floor(d.length / 2);
  message.data.signal.d = d.slice(0, at) + (d[at] === "A" ? "B" : "A") + d.slice(at + 1);
  return JSON.stringify(message);
};

/** The same signal as if it came from somebody else, and as if its receiver had sent it. */
const redirected = (text: string): string[] => {
  const { data, ...rest } = parse(text);
  const mirrored = { ...rest, data: { ...data, from: data?.to, to: data?.from } };
  const foreign = { ...rest, data: { ...data, from: "00000000-0000-4000-8000-000000000000" } };
  return [mirrored, foreign].map((message) => JSON.stringify(message));
};

test("[PR2] frames replayed, redirected and altered change nothing", async ({ middle, person }) => {
  const old: string[] = [];
  const between = await middle({
    tamper: (frame) => {
      if (frame.direction === "up" || !isSignal(frame)) return [frame.text];
      const replayed = old.slice(-20);
      old.push(frame.text);
      return [altered(frame.text), ...redirected(frame.text), frame.text, frame.text, ...replayed];
    },
  });
  const { origin } = between;
  const asha = await person("Asha", { origin });
  const link = await asha.createPrivateRoom("Adda");
  const bilal = await person("Bilal", { origin });
  await bilal.openLink(link);
  const chitra = await person("Chitra", { origin });
  await chitra.openLink(link);
  for (const one of [asha, bilal, chitra]) {
    await expect(one.connection).toContainText("2 of 2 people", { timeout: 30_000 });
    await one.expectPeople(["Asha", "Bilal", "Chitra"]);
    await one.send(`${one.name} is heard once`);
  }
  // A "hi", an offer and an answer for each of three pairs, at the least.
  expect(old.length).toBeGreaterThanOrEqual(9);
  for (const text of old) between.inject(text);
  for (const one of [asha, bilal, chitra]) {
    for (const { name } of [asha, bilal, chitra]) await one.expectMessage(`${name} is heard once`);
    await one.send(`${one.name} is heard again`);
  }
  for (const one of [asha, bilal, chitra]) {
    for (const { name } of [asha, bilal, chitra]) await one.expectMessage(`${name} is heard again`);
    await one.expectPeople(["Asha", "Bilal", "Chitra"]);
  }
});

test("[PR2][PR7] while every signal is altered nobody is connected; when it stops, they are, without a reload", async ({
  middle,
  person,
}) => {
  const between = await middle({ tamper: (frame) => [isSignal(frame) ? altered(frame.text) : frame.text] });
  const { origin } = between;
  const asha = await person("Asha", { origin });
  const link = await asha.createPrivateRoom("Adda");
  await asha.send("Into the dark");
  const bilal = await person("Bilal", { origin });
  await bilal.openLink(link);
  await expect.poll(() => between.frames.filter(isSignal).length).toBeGreaterThan(2);
  await expect(bilal.messages).toHaveCount(0);
  between.setTamper(null);
  await bilal.expectMessage("Into the dark", { timeout: 45_000 });
});

for (const days of [2, -2])
  test(`[RC3] a Date that is ${days} days off for one member hides neither her words nor others' from her`, async ({
    middle,
    person,
    host,
  }) => {
    let told = 0;
    const { origin } = await middle({
      serve: ({ url, headers }, answer) => {
        if (url !== "/config.json" && url !== "/rooms") return false;
        const date = new Date(Date.now() + days * 24 * 3600_000).toUTCString();
        request({ host: "127.0.0.1", port: host.port, path: url, headers }, (reply) => {
          answer.writeHead(200, { ...reply.headers, date });
          reply.pipe(answer);
          told++;
        }).end();
        return true;
      },
    });
    const asha = await person("Asha", { origin });
    const link = await asha.createPrivateRoom("Adda");
    const bilal = await person("Bilal");
    await bilal.openLink(link);
    await expect.poll(() => told).toBeGreaterThan(0);
    const said: string[] = [];
    for (const one of [bilal, asha, bilal, asha]) {
      said.push(`${one.name} says ${said.length}`);
      await one.send(said.at(-1) ?? "");
      for (const each of [asha, bilal]) await each.expectMessages(said);
    }
    for (const { page } of [asha, bilal]) {
      await expect(page.getByRole("img", { name: en.message.aheadTitle })).toHaveCount(0);
      await expect(page.getByText(en.notice.clock)).toHaveCount(0); // one host does not outweigh a member
    }
  });
