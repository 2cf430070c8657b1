import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { useFaults } from "./faults.ts";
import { openTab, reload } from "./rooms.ts";

const faults = useFaults();

describe("[ST4] tabs", () => {
  test("[ST4] a tab that does not write loads, writes nothing, and on promotion stores everything", async () => {
    const leader = await openTab();
    leader.write("a");
    await leader.store.whenSaved();
    const follower = await openTab({ writer: false });
    expect(follower.texts()).toEqual({ a: "a" });
    await leader.store.close();
    follower.write("b");
    expect(follower.store.state).toBe("saving");
    await follower.store.flush();
    expect(await reload()).toEqual({ a: "a" });
    await follower.store.becomeWriter();
    expect(follower.store.state).toBe("saved");
    expect(await reload()).toEqual({ a: "a", b: "b" });
    follower.write("c");
    await follower.store.whenSaved();
    expect(await reload()).toEqual({ a: "a", b: "b", c: "c" });
  });

  test("[ST4] what the writer stored after the follower loaded survives the promotion", async () => {
    const leader = await openTab();
    const follower = await openTab({ writer: false });
    leader.write("a");
    await leader.store.compact();
    await leader.store.close();
    await follower.store.becomeWriter();
    expect(follower.texts()).toEqual({ a: "a" });
    expect(await reload()).toEqual({ a: "a" });
  });

  test("[ST4] a follower says 'saved' when the writing tab has stored what it holds, and not before", async () => {
    const leader = await openTab();
    const follower = await openTab({ writer: false });
    follower.write("a");
    expect(follower.store.state).toBe("saving");
    faults.writes = { left: 2, how: "AbortError" };
    Y.applyUpdate(leader.doc, Y.encodeStateAsUpdate(follower.doc), "tabs");
    await follower.store.whenSaved();
    expect(leader.store.state).toBe("saved");
    expect(faults.writes.left).toBe(0);
    expect(await reload()).toEqual({ a: "a" });
  });

  test("[ST4] a follower that is behind the writing tab learns that what came from there is stored", async () => {
    const leader = await openTab();
    const follower = await openTab({ writer: false });
    leader.write("a");
    await leader.store.whenSaved();
    Y.applyUpdate(follower.doc, Y.encodeStateAsUpdate(leader.doc), "tabs");
    expect(follower.store.state).toBe("saving");
    await follower.store.whenSaved();
  });

  test("[ST4] what has not come to the writing tab is not called saved", async () => {
    const leader = await openTab();
    const ahead = await openTab({ writer: false });
    const level = await openTab({ writer: false });
    ahead.write("only here");
    leader.write("a");
    Y.applyUpdate(level.doc, Y.encodeStateAsUpdate(leader.doc), "tabs");
    await level.store.whenSaved(); // the writer's word has gone to both
    await ahead.store.get("anything");
    expect(ahead.store.state).toBe("saving");
    Y.applyUpdate(leader.doc, Y.encodeStateAsUpdate(ahead.doc), "tabs");
    await ahead.store.whenSaved();
    expect(await reload()).toEqual({ a: "a", "only here": "only here" });
  });

  test("[ST4] two writing tabs (no Web Locks on plain http) lose nothing", async () => {
    const [one, two] = await Promise.all([openTab(), openTab()]);
    for (let i = 0; i < 20; i++) {
      one.write(`one${i}`);
      two.write(`two${i}`);
      if (i % 7 === 0) await Promise.all([one.store.compact(), two.store.compact()]);
    }
    await Promise.all([one.store.whenSaved(), two.store.whenSaved()]);
    expect(Object.keys(await reload())).toHaveLength(40);
  });
});
