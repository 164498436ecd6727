import { describe, expect, test, vi } from "vitest";
import { laserData, laserModel } from "../../demo/laser.ts";
import type { LaserData, LaserState } from "../../panels/laser/reading.ts";
import laser from "../../panels/laser.ts";
import "../../panels/laser.css";
import { act, enter, find, foot, mount, painted, press } from "./mount.ts";

async function open(state: Partial<LaserState> = {}, data: Partial<LaserData> = {}) {
  const model = laserModel(state, data);
  model.script = ({ args }) => args;
  const mounted = mount(laser, model);
  await painted();
  await painted();
  const asked = () => model.sent.filter(({ kind }) => kind === "ask");
  return { model, asked, ...mounted };
}

describe("what is shown", () => {
  test("wavelength, shutter, emission, power", async () => {
    const { root } = await open();
    expect(root.matches('.rdj[data-panel="laser"][data-state="live"][data-light]')).toBe(true);
    expect(find(root, "[data-role=wavelength]").textContent?.trim()).toBe("800.0 nm");
    expect(find(root, "[data-role=shutter] b").textContent).toBe("open");
    expect(find(root, "[data-role=emission] b").textContent).toBe("emitting");
    expect(find(root, "[data-role=power]").textContent).toBe("power 2.731 W");
    expect(foot(root)).toBe("Light comes out.");
    expect(root.querySelector("[data-act=stop]:not([hidden])")).toBeNull();
  });

  test("what a device lacks is not there", async () => {
    const { root } = await open({ has: { wavelength: false, shutter: true, emission: false, power: false } });
    expect(find(root, "[data-role=emission]").hidden).toBe(true);
    expect(find(root, "[data-role=wavelength]").parentElement?.hidden).toBe(true);
    expect(find(root, "[data-role=power]").hidden).toBe(true);
  });

  test("names from devices are text", async () => {
    const bad = '<img src=x onerror="window.hacked = 1">';
    const { root } = await open({ title: bad, context: bad, units: bad });
    expect(root.querySelector("img")).toBeNull();
  });
});

describe("letting light out", () => {
  test("is asked twice, shutting it off once", async () => {
    const { root, asked, model } = await open({}, { emitting: false });
    act(root, "emission").click();
    await painted();
    expect(asked()).toEqual([]);
    expect(act(root, "emission").textContent).toBe("Start emission?");
    expect(foot(root)).toBe("Light may come out. Press once more to go on.");
    act(root, "emission").click();
    await painted();
    expect(asked()).toMatchObject([{ name: "set_emission", args: { on: true } }]);
    model.push({ ...laserData, time_s: Date.now() / 1000, emitting: true });
    await painted();
    act(root, "emission").click();
    await painted();
    expect(asked()[1]).toMatchObject({ name: "set_emission", args: { on: false } });
  });

  test("is forgotten after a while", async () => {
    const { root, asked } = await open({}, { shutter: false });
    vi.useFakeTimers();
    act(root, "shutter").click();
    vi.advanceTimersByTime(7000);
    vi.useRealTimers();
    await painted();
    expect(act(root, "shutter").textContent).toBe("Open shutter");
    act(root, "shutter").click();
    await painted();
    expect(asked()).toEqual([]);
  });

  test("is off where nothing may be done", async () => {
    const { root } = await open({ read_only: true });
    expect(act(root, "shutter").disabled).toBe(true);
    expect(act(root, "emission").disabled).toBe(true);
    expect(act(root, "tune").disabled).toBe(true);
  });
});

describe("tuning", () => {
  test("sends what is typed and stays inside the limits", async () => {
    const { root, asked } = await open();
    enter(root, "[data-role=target]", "1500");
    press(find(root, "[data-role=target]"), "Enter");
    await painted();
    expect(foot(root)).toBe("1500 nm is outside 690 to 1040 nm. Nothing was sent.");
    expect(asked()).toEqual([]);
    enter(root, "[data-role=target]", "810 nm");
    press(find(root, "[data-role=target]"), "Enter");
    await painted();
    expect(asked()).toMatchObject([{ name: "set_wavelength", args: { wavelength_nm: 810 } }]);
  });
});
