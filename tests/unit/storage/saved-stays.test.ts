import { expect, onTestFailed, test } from "vitest";
import { Chance } from "../../support/chance.ts";
import { useFaults } from "./faults.ts";
import { openTab, reload } from "./rooms.ts";

const faults = useFaults();
const hows = ["AbortError", "QuotaExceededError", "throws"] as const;

/** A life of writing, erasing, compacting, dying connections and reloads; what was said to be saved is looked for after each. */
const live = async (seed: number): Promise<void> => {
  const chance = new Chance(seed);
  let tab = await openTab({ writer: true });
  const saved = new Map<string, string>();
  for (let step = 0; step < 40; step++) {
    const what = chance.next();
    if (what < 0.45) {
      for (let n = 0; n <= chance.next() * 3; n++) tab.write(`${step}.${n}`, `text ${step}.${n}`);
    } else if (what < 0.55) {
      const keys = Object.keys(tab.texts());
      if (keys.length > 0) {
        const key = chance.pick(keys);
        tab.erase(key);
        saved.delete(key);
        await tab.store.compact();
      }
    } else if (what < 0.7) {
      faults.writes = { left: chance.between(1, 3), how: chance.pick(hows) };
    } else if (what < 0.78) {
      faults.closeAll(chance.pick(["told", "silently"]));
    } else if (what < 0.9) {
      const texts = tab.texts();
      if (chance.happens(0.5)) await tab.store.whenSaved();
      if (tab.store.state === "saved") for (const [key, text] of Object.entries(texts)) saved.set(key, text);
    } else {
      faults.writes = { left: 0, how: "throws" };
      // A crash: the tab is gone with whatever it had not said to be saved.
      if (chance.happens(0.5)) await tab.store.close();
      expect(await reload()).toMatchObject(Object.fromEntries(saved));
      tab = await openTab({ writer: true });
    }
  }
  await tab.store.whenSaved();
  // A crashed tab's last transaction may still have gone through.
  expect(await reload()).toMatchObject(tab.texts());
};

const first = Number(process.env["SEED"] ?? Math.floor(Math.random() * 1e9));
for (let seed = first; seed < first + 25; seed++) {
  test(`[ST1] whatever was said to be saved is there after a reload (seed ${seed})`, async () => {
    onTestFailed(() => console.log(`SEED=${seed} npx vitest run tests/unit/storage/saved-stays.test.ts`));
    await live(seed);
  });
}
