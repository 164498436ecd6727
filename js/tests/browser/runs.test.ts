import { describe, expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { runsModel, runsState } from "../../demo/runs.ts";
import type { RunRow, RunsState } from "../../panels/runs/rows.ts";
import runs from "../../panels/runs.ts";
import "../../panels/runs.css";
import { act, enter, find, foot, mount, painted, press } from "./mount.ts";

async function open(state: Partial<RunsState> = {}) {
  const model = runsModel(state);
  model.script = ({ args }) => args;
  const mounted = mount(runs, model);
  await painted();
  await painted();
  return { model, ...mounted };
}

const line = (root: HTMLElement, number: number) => find(root, `[data-uid="7f3a21c${number}-0"]`);

async function click(root: HTMLElement, number: number, ctrlKey = false): Promise<void> {
  line(root, number).dispatchEvent(new MouseEvent("click", { bubbles: true, ctrlKey }));
  await painted();
}

describe("looking through", () => {
  test("a line a run, the newest first", async () => {
    const { root } = await open();
    const names = [...root.querySelectorAll("tbody tr")].map((row) => row.firstElementChild?.textContent);
    expect(names).toEqual(["alignment", "alignment", "map", "spectrum", "long night"]);
    expect(line(root, 5).textContent).toContain("2,310");
    expect(foot(root)).toBe("5 runs.");
    expect(act(root, "plot").disabled).toBe(true);
  });

  test("a search is asked for when the typing rests", async () => {
    const { root, model } = await open();
    enter(root, "[name=search]", "ali");
    enter(root, "[name=search]", "align");
    await expect.poll(() => model.asked("search")).toEqual([{ text: "align" }]);
  });

  test("what failed says why when it is chosen", async () => {
    const { root, model } = await open();
    await click(root, 4);
    expect(foot(root)).toBe("fail: mock_laser: the shutter is stuck");
    model.put({ rows: runsState.rows.slice(0, 2), total: 2 });
    await painted();
    expect(foot(root)).toBe("2 runs.");
  });

  test("names are text", async () => {
    const bad = '<img src=x onerror="window.hacked = 1">';
    const [first] = runsState.rows as [RunRow];
    const { root } = await open({ rows: [{ ...first, name: bad, plan: bad, tags: [bad], notes: bad, reason: bad }] });
    await click(root, 1);
    expect(root.querySelector("img")).toBeNull();
  });
});

describe("what can be done", () => {
  test("several are drawn over each other, one is loaded, exported, tagged", async () => {
    const { root, model } = await open();
    await click(root, 2);
    await click(root, 3, true);
    act(root, "plot").click();
    expect(act(root, "load").disabled).toBe(true);
    await click(root, 3, true);
    expect(find<HTMLInputElement>(root, "[name=tags]").value).toBe("good");
    act(root, "load").click();
    await userEvent.selectOptions(find(root, "[name=ending]"), ".h5");
    act(root, "export").click();
    enter(root, "[name=tags]", " good, bright ,,");
    press(find(root, "[name=tags]"), "Enter");
    enter(root, "[name=notes]", "the best");
    press(find(root, "[name=notes]"), "Enter");
    await painted();
    const uid = "7f3a21c2-0";
    expect(model.asked("plot")).toEqual([{ uids: [uid, "7f3a21c3-0"] }]);
    expect(model.asked("load")).toEqual([{ uid }]);
    expect(model.asked("export")).toEqual([{ uid, ending: ".h5" }]);
    expect(model.asked("set_tags")).toEqual([{ uid, tags: ["good", "bright"] }]);
    expect(model.asked("set_notes")).toEqual([{ uid, notes: "the best" }]);
  });

  test("only what was cut short can go on, and only where acts are allowed", async () => {
    const { root, model } = await open();
    await click(root, 2);
    expect(act(root, "resume").disabled).toBe(true);
    await click(root, 5);
    act(root, "resume").click();
    await painted();
    expect(model.asked("resume")).toEqual([{ uid: "7f3a21c5-0" }]);
    model.put({ read_only: true });
    await painted();
    expect(act(root, "resume").disabled).toBe(true);
    expect(act(root, "plot").disabled).toBe(false);
  });

  test("the keyboard chooses, too", async () => {
    const { root } = await open();
    press(line(root, 3), "Enter");
    await painted();
    expect(line(root, 3).getAttribute("aria-selected")).toBe("true");
  });
});

describe("the focus", () => {
  const [first, second, third, fourth, fifth] = runsState.rows as [RunRow, RunRow, RunRow, RunRow, RunRow];

  test.each([
    ["a new run arrives", [{ ...first, uid: "7f3a21c9-0" }, ...runsState.rows]],
    ["the order is another", [fifth, third, fourth, first, second]],
    ["only what was searched for is left", [third]],
    ["the run goes on", [first, second, { ...third, points: 78 }, fourth, fifth]],
  ])("stays on its line when %s", async (_, rows) => {
    const { root, model } = await open();
    const focused = line(root, 3);
    focused.focus();
    model.put({ rows });
    await painted();
    expect([...root.querySelectorAll<HTMLElement>("tbody tr")].map(({ dataset }) => dataset.uid)).toEqual(
      rows.map(({ uid }) => uid),
    );
    expect(document.activeElement).toBe(focused);
    expect(line(root, 3)).toBe(focused);
  });

  test("stays in the search while lines come and go", async () => {
    const { root, model } = await open();
    const search = find(root, "[name=search]");
    search.focus();
    model.put({ rows: [second], total: 1 });
    await painted();
    expect(document.activeElement).toBe(search);
  });
});
