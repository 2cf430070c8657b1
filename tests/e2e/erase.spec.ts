// An author erases a message: a tombstone stays, and its bytes are on nobody's device, not in the corners either.

import { expect, test } from "./fixtures/test.ts";
import type { Person } from "./fixtures/person.ts";

/** Where on this device the text stands: in any value or key of any database, or in a cache. */
const find = (one: Person, text: string): Promise<string[]> =>
  one.page.evaluate(async (text) => {
    const wanted = new TextEncoder().encode(text);
    const inBytes = (bytes: Uint8Array): boolean => {
      for (let at = bytes.indexOf(wanted[0] ?? 0); at !== -1; at = bytes.indexOf(wanted[0] ?? 0, at + 1))
        if (wanted.every((byte, i) => bytes[at + i] === byte)) return true;
      return false;
    };
    const isIn = (value: unknown): boolean => {
      if (typeof value === "string") return value.includes(text);
      if (ArrayBuffer.isView(value)) return inBytes(new Uint8Array(value.buffer));
      if (value instanceof ArrayBuffer) return inBytes(new Uint8Array(value));
      return typeof value === "object" && value !== null && Object.values(value).some(isIn);
    };
    const request = <T>(asked: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(new Error(asked.error?.message));
      });
    const places: string[] = [];
    for (const { name = "" } of await indexedDB.databases()) {
      const db = await request(indexedDB.open(name));
      for (const store of db.objectStoreNames) {
        const rows = db.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([request(rows.getAllKeys()), request(rows.getAll())]);
        for (const [i, key] of keys.entries())
          if (isIn(key) || isIn(values[i]))
            places.push(`${name.slice(0, 16)} ${store} ${JSON.stringify(key)}`);
      }
      db.close();
    }
    for (const storage of [localStorage, sessionStorage])
      if (isIn(JSON.stringify(storage))) places.push("web storage");
    return places;
  }, text);

const expectGone = (one: Person, text: string): Promise<void> =>
  expect.poll(() => find(one, text), { message: `“${text}” at ${one.name}`, timeout: 30_000 }).toEqual([]);

const act = async (one: Person, text: string, action: "Edit" | "Delete"): Promise<void> => {
  const message = one.messages.filter({ hasText: text });
  await message.hover();
  await message.getByRole("button", { name: action }).click();
};

test("[RC5] an erased message, with its edits, is gone from every member's device, also from one who comes later", async ({
  person,
  tab,
}) => {
  test.setTimeout(120_000);
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Adda");
  const bilal = await person("Bilal");
  await bilal.openLink(link);
  const chandan = await person("Chandan");
  await chandan.openLink(link);
  const first = "The key lies under the mat";
  const second = "The key lies under the flower pot";
  await asha.send("Before");
  await asha.send(first);
  await act(asha, first, "Edit");
  await asha.composer.fill(second);
  await asha.composer.press("Enter");
  await bilal.send("After");
  const everyone = [asha, bilal, chandan];
  for (const one of everyone) {
    await one.expectMessages(["Before", second, "After"]);
    await one.expectSaved();
    // So the search finds what there is.
    for (const text of [first, second]) await expect.poll(() => find(one, text)).not.toEqual([]);
  }
  await chandan.leave();

  await act(asha, second, "Delete");
  await asha.page.getByRole("button", { name: "Delete for everyone" }).click();
  const left = ["Before", "This message was deleted.", "After"];
  for (const one of [asha, bilal]) {
    await one.expectMessages(left);
    for (const text of [first, second]) await expectGone(one, text);
  }

  // Chandan holds it still, and may bring it back to nobody.
  const again = await tab(chandan);
  await again.goToLink(link);
  await again.enterIfAsked();
  await again.expectMessages(left, { timeout: 30_000 });
  for (const one of [again, asha, bilal]) {
    for (const text of [first, second]) await expectGone(one, text);
    await one.expectMessages(left);
  }
  for (const one of [asha, again]) {
    await one.reload();
    await one.expectMessages(left);
    for (const text of [first, second]) await expectGone(one, text);
  }
});

test("[RC5] what is erased just before the page goes is on the disk no more: that is asked for in its first turn", async ({
  person,
}) => {
  const asha = await person("Asha");
  await asha.createPrivateRoom("Adda");
  for (const text of ["The first secret", "The second secret"]) await asha.send(text);
  await asha.expectSaved();
  const erase = async (text: string): Promise<void> => {
    await act(asha, text, "Delete");
    await asha.page.getByRole("button", { name: "Delete for everyone" }).click();
  };
  // A first compaction, after which there is a pause.
  await erase("The first secret");
  await expectGone(asha, "The first secret");
  await erase("The second secret");
  await asha.page.goto(new URL("/", asha.page.url()).href);
  await expectGone(asha, "The second secret");
});
