// In a private room the host sees no secret, room name, person's name or text. Every byte that passes it is searched.

import { expect, test } from "./fixtures/test.ts";

/** All the ways a text could stand in a transcript. */
const disguises = (text: string): string[] => {
  const bytes = Buffer.from(text);
  const base64 = [0, 1, 2].map((shift) =>
    // base64 of the same bytes at each of three offsets, without the characters their neighbours decide
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .slice(shift === 0 ? 0 : shift + 1, -4),
  );
  return [
    text,
    encodeURIComponent(text),
    JSON.stringify(text).slice(1, -1),
    bytes.toString("hex"),
    ...base64,
    ...base64.map((encoded) => encoded.replaceAll("+", "-").replaceAll("/", "_")),
  ].filter((form) => form.length >= 4);
};

test("[LK2][LK3][PR2] no frame, request or line of output holds anything of a private room", async ({
  host,
  middle,
  person,
}) => {
  const between = await middle();
  const asha = await person("Ashalata", { origin: between.origin });
  const link = await asha.createPrivateRoom("Banyan tree");
  await asha.send("Mangoes are ripe");
  const bilal = await person("Bilaludd", { origin: between.origin });
  await bilal.openLink(link);
  await bilal.expectMessage("Mangoes are ripe");
  await bilal.send("On my way with a basket");
  await asha.expectMessage("On my way with a basket");
  await asha.reload();
  await asha.leave();
  await bilal.leave();

  const secret = /#\/r\/([\w-]{22})/.exec(link)?.[1] ?? "";
  const secretBytes = Buffer.from(secret, "base64url");
  expect(secretBytes).toHaveLength(16);
  const seen = between.transcript() + host.output();
  expect(between.frames.length).toBeGreaterThan(10);
  expect(seen).toContain("publish");
  const hidden = [
    "Ashalata",
    "Bilaludd",
    "Banyan tree",
    "Mangoes are ripe",
    "On my way with a basket",
    secret,
  ];
  for (const text of hidden) {
    for (const form of disguises(text)) expect(seen.includes(form), `${form} (${text}) was seen`).toBe(false);
  }
  for (const encoding of ["hex", "base64"] as const) {
    expect(seen).not.toContain(secretBytes.toString(encoding).replace(/=+$/, ""));
  }
  // Nor does a page tell where it came from.
  expect(between.requests.length).toBeGreaterThan(5);
  expect(between.requests.filter(({ headers }) => headers.referer !== undefined)).toEqual([]);
});
