import { describe, expect, onTestFinished, test } from "vitest";
import { type CDPSession, cdp, page } from "vitest/browser";
import { Refusal } from "../../demo/fake-model.ts";
import { scanForm, scanKinds, scanState } from "../../demo/scan.ts";
import { act, enter, find, foot, painted } from "./mount.ts";
import { choose, field, open, openRun } from "./scan.ts";

describe("the form", () => {
  test("shows what Python says", async () => {
    const { root } = await open({
      form: { ...scanForm, start: -1.5, num: 11, name: "align", detectors: ["reference"] },
    });
    expect(field(root, "start").value).toBe("−1.5");
    expect(field(root, "num").value).toBe("11");
    expect(field(root, "name").value).toBe("align");
    const boxes = [...root.querySelectorAll<HTMLInputElement>("[name=detectors]")];
    expect(boxes.map(({ value, checked }) => [value, checked])).toEqual([
      ["mock_power_meter", false],
      ["reference", true],
    ]);
  });

  test("is checked as it is typed, once the typing pauses", async () => {
    const { model, root } = await open();
    await expect.poll(() => foot(root)).toBe("line, 41 points, about 6.5 s");
    enter(root, "[name=num]", "1");
    enter(root, "[name=num]", "11");
    await expect.poll(() => model.asked("check")).toHaveLength(2);
    expect(model.asked("check")[1]).toMatchObject({ form: { kind: "line", start: 0, num: 11 } });
  });

  test("is checked again when a run lets go of what it held", async () => {
    const { model, root } = await open({ held: { mock_stage: "scan (7f3a)" } });
    const { script } = model;
    model.script = (ask) => {
      if (ask.name === "check") throw new Refusal("mock_stage: run scan (7f3a) holds it.", "Wait for it, or abort it.");
      return script(ask);
    };
    await expect.poll(() => foot(root)).toContain("holds it");
    model.script = script;
    model.put({ held: {} });
    await expect.poll(() => foot(root)).toBe("line, 41 points, about 6.5 s");
    expect(model.asked("check")).toHaveLength(2);
  });

  test("a field that is wrong is marked, said and not sent", async () => {
    const { model, root } = await open();
    enter(root, "[name=stop]", "250");
    await painted();
    expect(foot(root)).toBe("Stop: 250 mm is outside −100 to 100 mm.");
    expect(field(root, "stop").getAttribute("aria-invalid")).toBe("true");
    expect(act(root, "start").disabled).toBe(true);
    expect(model.asked("start")).toEqual([]);
    enter(root, "[name=stop]", "20");
    await painted();
    expect(field(root, "stop").hasAttribute("aria-invalid")).toBe(false);
    expect(act(root, "start").disabled).toBe(false);
  });

  test.each(["line", "rel_grid", "adaptive"])(
    "from where to where stays side by side in cells of any width: %s",
    async (kind) => {
      await page.viewport(1500, 900);
      onTestFinished(() => page.viewport(900, 900));
      const { root } = await open({ form: { ...scanForm, kind } });
      const host = root.parentElement as HTMLElement;
      const topOf = (name: string) => root.querySelector(`[data-field=${name}]`)?.getBoundingClientRect().top;
      for (let width = 320; width <= 1400; width += 40) {
        host.style.width = `${width}px`;
        for (const end of ["", "_2"]) {
          const [start, stop, num] = ["start", "stop", "num"].map((name) => topOf(name + end));
          expect(stop, `stop${end} at ${width} px`).toBe(start);
          if (width >= 480) expect(num ?? start, `num${end} at ${width} px`).toBe(start);
        }
      }
    },
  );

  test("a motor's fields are a group of its name", async () => {
    const { root } = await open({ form: { ...scanForm, kind: "grid" } });
    const groups = [...root.querySelectorAll(".rdj-span")].map((group) => [
      group.getAttribute("aria-label"),
      ...[...group.querySelectorAll("input")].map(({ name }) => name),
    ]);
    expect(groups).toEqual([
      ["Fast motor", "start", "stop", "num"],
      ["Slow motor", "start_2", "stop_2", "num_2"],
    ]);
  });

  test("another kind of scan keeps the focus in a field that both have", async () => {
    const { root, model } = await open();
    field(root, "stop").focus();
    model.put({ form: { ...scanForm, kind: "grid" } });
    await painted();
    expect(document.activeElement).toBe(field(root, "stop"));
    expect(root.querySelectorAll("[data-field=stop_2]").length).toBe(1);
  });

  /** What is said of a field, which must be what describes it. */
  function said(root: HTMLElement, name: string): string {
    const control = find(root, `[data-field=${name}] :is(input, select, .rdj-choices)`);
    if (control.getAttribute("aria-invalid") !== "true") return "";
    const described = document.getElementById(control.getAttribute("aria-describedby") ?? "");
    return described?.checkVisibility() ? (described.textContent ?? "") : "";
  }

  test("every field that is wrong says so below, the foot says the first", async () => {
    const { root } = await open();
    choose(root, "kind", "grid");
    await painted();
    enter(root, "[name=stop]", "250");
    enter(root, "[name=start_2]", "abc");
    find<HTMLInputElement>(root, "[name=detectors]:checked").click();
    await painted();
    const names = ["detectors", "start", "stop", "start_2", "stop_2"];
    expect(names.map((name) => said(root, name))).toEqual([
      "choose at least one to measure.",
      "",
      "250 mm is outside −100 to 100 mm.",
      "“abc” is not a number.",
      "",
    ]);
    expect(foot(root)).toBe("Detectors: choose at least one to measure.");
    expect(field(root, "stop").labels?.[0]?.textContent).toBe("Stopmm");
    enter(root, "[name=stop]", "5");
    await painted();
    expect(said(root, "stop")).toBe("");
    expect(field(root, "stop").hasAttribute("aria-describedby")).toBe(false);
  });

  test("what Python finds wrong stands at its field, with the remedy in the foot", async () => {
    const { model, root } = await open();
    const stop = { type: "LimitError", message: "100.5 mm is outside -100 to 100 mm.", hint: "Nothing was sent." };
    const name = { type: "BadValue", message: "print is already something in the kernel.", hint: "Choose another." };
    model.script = () => ({ wrong: { stop, name } });
    choose(root, "kind", "rel_line");
    enter(root, "[name=name]", "print");
    await expect.poll(() => foot(root)).toBe("Stop: 100.5 mm is outside -100 to 100 mm. Nothing was sent.");
    expect(said(root, "stop")).toBe("100.5 mm is outside -100 to 100 mm.");
    expect(said(root, "name")).toBe("print is already something in the kernel.");
    model.script = () => ({ text: "rel_line, 41 points", points: 41, estimate_s: null, wrong: {} });
    enter(root, "[name=name]", "mine");
    await expect.poll(() => foot(root)).toBe("rel_line, 41 points");
    expect([said(root, "stop"), said(root, "name")]).toEqual(["", ""]);
  });

  test("what is wrong with no field is said in the foot alone", async () => {
    const { model, root } = await open();
    model.script = () => {
      throw new Refusal("run scan_3 holds mock_stage.", "Wait for it.");
    };
    enter(root, "[name=num]", "12");
    await expect.poll(() => foot(root)).toBe("run scan_3 holds mock_stage. Wait for it.");
    expect(find(root, "[data-role=foot]").dataset.level).toBe("error");
    expect(root.querySelector("[aria-invalid=true]")).toBeNull();
  });

  test("a start that is refused is checked anew, so that its field is marked", async () => {
    const { model, root } = await open();
    await expect.poll(() => foot(root)).toContain("41 points");
    const fault = { type: "LimitError", message: "10 mm is outside 0 to 5 mm.", hint: "Nothing was sent." };
    model.script = ({ name }) => {
      if (name === "start") throw new Refusal(fault.message, fault.hint, fault.type);
      return { wrong: { stop: fault } };
    };
    act(root, "start").click();
    await expect.poll(() => foot(root)).toBe("10 mm is outside 0 to 5 mm. Nothing was sent.");
    await expect.poll(() => said(root, "stop")).toBe("10 mm is outside 0 to 5 mm.");
  });

  test("limits that change are looked at again", async () => {
    const { model, root } = await open();
    const [stage, ...others] = scanState.axes;
    if (!stage) throw new Error("no axis");
    model.put({ axes: [{ ...stage, limits: [0, 5] }, ...others] });
    await painted();
    await painted();
    expect(said(root, "stop")).toBe("10 mm is outside 0 to 5 mm.");
    model.put({ axes: [{ ...stage, limits: [0, 50] }, ...others] });
    await painted();
    await painted();
    expect(said(root, "stop")).toBe("");
  });

  test("Start and Enter send the form", async () => {
    const { model, root } = await open();
    enter(root, "[name=start]", "2");
    await painted();
    act(root, "start").click();
    const line = { kind: "line", name: "", detectors: ["mock_power_meter"], motor: "mock_stage" };
    expect(model.asked("start")).toEqual([{ form: { ...line, start: 2, stop: 10, num: 41, dwell_s: 0.1 } }]);
    find<HTMLFormElement>(root, "form").requestSubmit();
    expect(model.asked("start")).toHaveLength(2);
  });

  test.each(scanKinds.map((kind) => [kind.name, kind] as const))("%s has its own fields", async (name, kind) => {
    const { root } = await open();
    choose(root, "kind", name);
    await painted();
    const rows = [...root.querySelectorAll<HTMLElement>(".rdj-field[data-field]")];
    expect(rows.every((row) => row.checkVisibility())).toBe(true);
    const names = kind.fields.map((field) => field.name);
    expect(rows.map((row) => row.dataset.field)).toEqual(["kind", ...names, "name"]);
    const labels = kind.fields.map(({ label }) => label);
    expect(rows.slice(1, -1).map((row) => row.querySelector(".rdj-field-label")?.textContent)).toEqual(labels);
  });

  test("a number that nobody can guess is asked for; then it is sent", async () => {
    const { model, root } = await open();
    choose(root, "kind", "adaptive");
    await painted();
    expect(foot(root)).toBe("Target delta: a number is missing.");
    enter(root, "[name=target_delta]", "0.5 W");
    choose(root, "signal", "mock_power_meter");
    await painted();
    act(root, "start").click();
    const form = { kind: "adaptive", target_delta: 0.5, signal: "mock_power_meter", min_step: 0.01, backstep: true };
    expect(model.asked("start")).toMatchObject([{ form }]);
  });

  test("a plan that this page never heard of is filled in all the same", async () => {
    const field = { name: "turns", role: "whole", label: "Turns", units: "", of: "", help: "how often" } as const;
    const spiral = { name: "spiral", label: "Spiral", help: "", is_relative: false, fields: [field] };
    const { model, root } = await open({ kinds: [spiral], form: { kind: "spiral", name: "", turns: 3 } });
    expect(find(root, "[data-field=turns]").title).toBe("how often");
    enter(root, "[name=turns]", "4");
    await painted();
    act(root, "start").click();
    expect(model.asked("start")).toEqual([{ form: { kind: "spiral", name: "", turns: 4 } }]);
  });

  test("what was typed for one kind of scan is there when one comes back to it", async () => {
    const { model, root } = await open();
    enter(root, "[name=stop]", "7");
    choose(root, "kind", "count");
    await painted();
    model.put({ form: { ...scanForm, kind: "count", count_num: 3 } });
    await painted();
    choose(root, "kind", "line");
    await painted();
    expect(field(root, "stop").value).toBe("7");
  });

  test("the name goes to the run that was started, not to the next one", async () => {
    const { model, root } = await open();
    enter(root, "[name=name]", "alignment");
    await painted();
    act(root, "start").click();
    await expect.poll(() => field(root, "name").value).toBe("");
    expect(model.asked("start")).toMatchObject([{ form: { name: "alignment" } }]);
    expect(field(root, "stop").value).toBe("10");
  });

  test("units follow the motor", async () => {
    const { root } = await open();
    choose(root, "motor", "mock_rotator");
    await painted();
    expect(field(root, "start").parentElement?.textContent).toContain("deg");
  });

  test("what is typed survives another list of devices", async () => {
    const { model, root } = await open();
    enter(root, "[name=stop]", "7");
    model.put({ detectors: [...scanState.detectors, { id: "third", units: "V" }] });
    await painted();
    expect(field(root, "stop").value).toBe("7");
    expect(root.querySelectorAll("[name=detectors]")).toHaveLength(3);
    expect(root.querySelectorAll("[name=detectors]:checked")).toHaveLength(1);
  });
});

describe("the form of a grid", () => {
  test("offers two axes, and sends both", async () => {
    const { root, model } = await open();
    choose(root, "kind", "grid");
    await painted();
    expect(root.querySelector("[data-field=positions]")).toBeNull();
    enter(root, "[name=stop_2]", "9");
    await painted();
    expect(foot(root)).toBe("Stop: 9 mm is outside −5 to 5 mm.");
    expect(field(root, "stop_2").getAttribute("aria-invalid")).toBe("true");
    enter(root, "[name=stop_2]", "2");
    await painted();
    act(root, "start").click();
    expect(model.asked("start")).toMatchObject([
      { form: { kind: "grid", motor: "mock_stage", motor_2: "mock_stage_y", start_2: -1, stop_2: 2, snake: true } },
    ]);
  });

  test("listed positions", async () => {
    const { root, model } = await open();
    choose(root, "kind", "points");
    await painted();
    enter(root, "[name=positions]", "1 2.5, 4");
    await painted();
    act(root, "start").click();
    expect(model.asked("start")).toMatchObject([{ form: { kind: "points", positions: [1, 2.5, 4] } }]);
  });
});

describe("where the system forces its colours", () => {
  const force = (value: string) =>
    (cdp() as CDPSession).send("Emulation.setEmulatedMedia", { features: [{ name: "forced-colors", value }] });

  test("what is pressed, wrong or asked for is told by lines and fills", async () => {
    await force("active");
    try {
      const { model, root } = await openRun("paused", 5);
      const look = (element: Element) => {
        const { borderTopStyle, borderTopWidth, backgroundColor } = getComputedStyle(element);
        return [borderTopStyle, borderTopWidth, backgroundColor].join(" ");
      };
      expect(look(act(root, "pause"))).not.toBe(look(act(root, "abort")));
      model.put({ run: null });
      enter(root, "[name=stop]", "250");
      await painted();
      expect(look(field(root, "stop"))).not.toBe(look(field(root, "start")));
      const calm = look(act(root, "start"));
      act(root, "start").dataset.asks = "";
      expect(look(act(root, "start"))).not.toBe(calm);
    } finally {
      await force("none");
    }
  });
});
