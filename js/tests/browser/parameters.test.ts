import { describe, expect, test } from "vitest";
import { parametersData, parametersModel, parametersState } from "../../demo/parameters.ts";
import type { Parameter, ParametersState } from "../../panels/parameters/values.ts";
import parameters from "../../panels/parameters.ts";
import "../../panels/parameters.css";
import { enter, find, foot, mount, painted, press } from "./mount.ts";

async function open(state: Partial<ParametersState> = {}) {
  const model = parametersModel(state);
  model.script = ({ args }) => args;
  const mounted = mount(parameters, model);
  await painted();
  await painted();
  const asked = () => model.sent.filter(({ kind }) => kind === "ask");
  return { model, asked, ...mounted };
}

const input = (root: HTMLElement, name: string) => find<HTMLInputElement>(root, `[name="${name}"]`);

describe("what is shown", () => {
  test("an editor for every kind, and text for what is only read", async () => {
    const { root } = await open();
    expect(input(root, "armed").checked).toBe(false);
    expect(input(root, "exposure_s").value).toBe("0.033");
    expect(input(root, "readout").value).toBe("fast");
    expect(input(root, "label").value).toBe("front");
    expect(find(root, '[data-name="roi"]').textContent).toContain("[0,0,640,480]");
    expect(find(root, '[data-name="temperature"]').textContent).toContain("−19.8");
    expect(root.querySelector('[name="temperature"]')).toBeNull();
    expect(find(root, '[data-name="exposure_s"]').textContent).toContain("user");
  });

  test("what changes is seen, but not under the hand of who types", async () => {
    const { root, model } = await open();
    const values = { ...parametersData.values, exposure_s: 0.05, binning: 4 };
    input(root, "exposure_s").focus();
    enter(root, '[name="exposure_s"]', "0.0");
    model.push({ values, sources: { binning: "hardware" } });
    await painted();
    expect(input(root, "exposure_s").value).toBe("0.0");
    expect(input(root, "binning").value).toBe("4");
    input(root, "exposure_s").blur();
    await painted();
    await painted();
    expect(input(root, "exposure_s").value).toBe("0.05");
  });

  test("a parameter that vanishes leaves nothing behind, and comes back as a new one", async () => {
    const { root, model } = await open();
    const { parameters } = parametersState;
    const gone = input(root, "exposure_s");
    model.put({ parameters: parameters.filter(({ name }) => name !== "exposure_s") });
    await painted();
    expect(root.querySelector('[name="exposure_s"]')).toBeNull();
    model.put({ parameters, read_only: true });
    await painted();
    expect(input(root, "exposure_s")).not.toBe(gone);
    expect([input(root, "exposure_s").disabled, gone.disabled]).toEqual([true, false]);
  });

  test("a parameter that is described anew has a new editor, and the old one is let go", async () => {
    const { root, model } = await open();
    const old = input(root, "exposure_s");
    const describe = (parameter: Parameter) => ({ ...parameter, limits: [0.01, 10] as [number, number] });
    model.put({ parameters: parametersState.parameters.map(describe), read_only: true });
    await painted();
    expect(input(root, "exposure_s")).not.toBe(old);
    expect([input(root, "exposure_s").disabled, old.disabled]).toEqual([true, false]);
  });

  test("names from devices are text", async () => {
    const bad = '<img src=x onerror="window.hacked = 1">';
    const first = parametersState.parameters[0] as Parameter;
    const { root } = await open({
      parameters: [{ ...first, name: bad, description: bad, units: bad, choices: [bad] }],
    });
    expect(root.querySelector("img")).toBeNull();
    expect(find(root, "th").textContent).toBe(bad);
  });
});

describe("writing", () => {
  test("Enter sends a number, a click sends a flag, a choice sends itself", async () => {
    const { root, asked } = await open();
    enter(root, '[name="exposure_s"]', "0.1 s");
    press(input(root, "exposure_s"), "Enter");
    input(root, "armed").click();
    const readout = input(root, "readout");
    readout.value = "slow";
    readout.dispatchEvent(new Event("change", { bubbles: true }));
    await painted();
    expect(asked().map((ask) => "args" in ask && ask.args)).toEqual([
      { parameter: "exposure_s", value: 0.1 },
      { parameter: "armed", value: true },
      { parameter: "readout", value: "slow" },
    ]);
  });

  test("what cannot be is said and not sent", async () => {
    const { root, asked } = await open();
    for (const [name, text, words] of [
      ["exposure_s", "20", "20 s is outside 0.001 to 10 s. Nothing was sent."],
      ["exposure_s", "long", "“long” is not a number. Nothing was sent."],
      ["binning", "1.5", "binning takes whole numbers. Nothing was sent."],
    ] as const) {
      enter(root, `[name="${name}"]`, text);
      press(input(root, name), "Enter");
      await painted();
      expect(foot(root)).toBe(words);
    }
    expect(asked()).toEqual([]);
  });

  test("nothing can be written where nothing may be done", async () => {
    const { root } = await open({ read_only: true });
    for (const editor of root.querySelectorAll<HTMLInputElement>("input, select")) expect(editor.disabled).toBe(true);
  });
});
