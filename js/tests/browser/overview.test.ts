import { describe, expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { overviewData, overviewModel, overviewState } from "../../demo/overview.ts";
import type { DeviceLine, OverviewState } from "../../panels/overview/devices.ts";
import overview from "../../panels/overview.ts";
import "../../panels/overview.css";
import { act, enter, find, foot, mount, painted } from "./mount.ts";

async function open(state: Partial<OverviewState> = {}, away: string[] = []) {
  const model = overviewModel(state, away);
  model.script = ({ args }) => args;
  const mounted = mount(overview, model);
  await painted();
  await painted();
  return { model, ...mounted };
}

const row = (root: HTMLElement, id: string) => find(root, `[data-device="${id}"]`);

describe("the table", () => {
  test("every device with its value, and STOP ALL", async () => {
    const { root } = await open();
    expect(row(root, "mock_stage").textContent).toContain("3.217 mm");
    expect(row(root, "mock_power_meter").textContent).toContain("12.300 mW");
    expect(row(root, "mock_camera").textContent).toContain("—");
    expect(row(root, "mock_stage_y").textContent).toContain("0.000 mm");
    expect(foot(root)).toBe("5 devices, the daemon is healthy.");
    expect(act(root, "stop").hidden).toBe(false);
    expect(act(root, "stop").textContent).toBe("STOP ALL");
  });

  test("who does not answer is said, and who holds a device", async () => {
    const [first] = overviewState.devices as [DeviceLine];
    const { root, model } = await open({}, ["mock_stage_y"]);
    expect(row(root, "mock_stage_y").textContent).toContain("does not answer");
    expect(foot(root)).toBe("5 devices, 1 does not answer, the daemon is degraded.");
    model.put({ devices: [{ ...first, held: "scan (7f3a)" }] });
    await painted();
    expect(row(root, first.id).textContent).toContain("held by scan (7f3a)");
    expect(root.querySelectorAll("tbody tr").length).toBe(1);
  });

  test("a value that rests is live while the stream is; then all show their age", async () => {
    const { root, model } = await open();
    for (const { id } of overviewState.devices) expect(row(root, id).textContent).not.toContain("old");
    const connection = { ...overviewState.connection, state: "reconnecting" as const };
    model.put({ connection });
    await painted();
    expect(row(root, "mock_stage").textContent).toContain(" s old");
    expect(row(root, "mock_stage_y").textContent).not.toContain("40 s old");
    expect(row(root, "mock_camera").textContent).not.toContain("old");
  });

  test("who does not answer says how old its value is", async () => {
    const { root, model } = await open();
    const data = overviewData();
    model.push({ ...data, values: { ...data.values, mock_stage_y: [1, Date.now() / 1000 - 60, false] } });
    await painted();
    expect(row(root, "mock_stage_y").textContent).toMatch(/does not answer, 1 min/);
  });

  test("a panel is opened and closed from its line", async () => {
    const { root, model } = await open();
    const button = find<HTMLButtonElement>(row(root, "mock_stage"), "[data-act=show]");
    button.click();
    await painted();
    expect(model.asked("show")).toEqual([{ device: "mock_stage", shown: true }]);
    model.put({ shown: ["mock_stage"] });
    await painted();
    expect(button.textContent).toBe("Close");
    button.click();
    await painted();
    expect(model.asked("show")[1]).toEqual({ device: "mock_stage", shown: false });
  });

  test("two hundred devices are two hundred lines, made once", async () => {
    const [first] = overviewState.devices as [DeviceLine];
    const devices = Array.from({ length: 200 }, (_, index) => ({ ...first, id: `stage_${index}` }));
    const { root, model } = await open({ devices });
    const lines = [...root.querySelectorAll("tbody tr")];
    expect(lines.length).toBe(200);
    model.push(overviewData());
    await painted();
    expect([...root.querySelectorAll("tbody tr")]).toEqual(lines);
  });

  test("a line that goes leaves nothing behind: its button is no longer turned on and off", async () => {
    const { root, model } = await open();
    const [gone, ...others] = overviewState.devices as [DeviceLine, ...DeviceLine[]];
    const [button, staying] = [gone, others[0] as DeviceLine].map(({ id }) => act(row(root, id), "show"));
    model.put({ devices: others });
    await painted();
    model.isDead = true;
    act(root, "stop").click();
    await painted();
    expect([button?.disabled, staying?.disabled]).toEqual([false, true]);
  });

  test("of many, some are found by words", async () => {
    const [first] = overviewState.devices as [DeviceLine];
    const devices = Array.from({ length: 200 }, (_, index) => ({
      ...first,
      id: `stage_${index}`,
      name: `Axis ${index}`,
    }));
    const { root } = await open({ devices });
    enter(root, "[name=find]", "STAGE_19 axis");
    await painted();
    expect([...root.querySelectorAll("tbody th")].map(({ textContent }) => textContent)).toEqual([
      "stage_19",
      ...Array.from({ length: 10 }, (_, index) => `stage_19${index}`),
    ]);
    expect(foot(root)).toContain("200 devices");
  });

  test("few need no search", async () => {
    const { root } = await open();
    expect(find(root, "[name=find]").hidden).toBe(true);
  });

  test("names from devices are text", async () => {
    const bad = '<img src=x onerror="window.hacked = 1">';
    const [first] = overviewState.devices as [DeviceLine];
    const { root } = await open({ devices: [{ ...first, id: bad, name: bad, kind: bad, units: bad, held: bad }] });
    expect(root.querySelector("img")).toBeNull();
  });
});

describe("Esc reaches STOP when what had the focus goes away", () => {
  const [first, ...others] = overviewState.devices as [DeviceLine, ...DeviceLine[]];

  test.each([
    ["its device", others],
    ["the panel of its device", [{ ...first, panel: false }, ...others]],
  ])("%s", async (_, devices) => {
    const { root, model } = await open();
    act(row(root, first.id), "show").focus();
    model.put({ devices });
    await painted();
    expect(document.activeElement).toBe(root);
    await userEvent.keyboard("{Escape}");
    expect(model.sentOf("stop").length).toBe(1);
  });

  test("and the focus stays while others go", async () => {
    const { root, model } = await open();
    const button = act(row(root, others[1]?.id ?? ""), "show");
    button.focus();
    model.put({ devices: others });
    await painted();
    expect(document.activeElement).toBe(button);
  });
});
