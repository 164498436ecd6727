import { describe, expect, test } from "vitest";
import { cameraData, spot } from "../../demo/camera.ts";
import { open, pixelAt, point } from "./camera.ts";
import { act, enter, find, foot, painted, press } from "./mount.ts";

/** A grey picture as a kernel sends a heavy one. */
async function jpegOf(grey: number, width: number, height: number): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  if (context) context.fillStyle = `rgb(${grey} ${grey} ${grey})`;
  context?.fillRect(0, 0, width, height);
  return new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 })).arrayBuffer());
}

describe("what is shown", () => {
  test("the newest picture, every byte of it", async () => {
    const { root, model } = await open();
    const canvas = find<HTMLCanvasElement>(root, "canvas");
    expect([canvas.width, canvas.height]).toEqual([320, 240]);
    const first = spot(0.58, 0.43)[103 * 320 + 186] ?? 0;
    expect(pixelAt(root, 186, 103)).toEqual([first, first, first, 255]);
    model.pushPicture(cameraData({ number: 1205, width: 4, height: 2 }), Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 255));
    await painted();
    expect([canvas.width, canvas.height]).toEqual([4, 2]);
    expect(pixelAt(root, 3, 1)).toEqual([255, 255, 255, 255]);
    expect(foot(root)).toBe("Live, 640 × 480, 29.8 frames a second, frame 1205, 4 not shown");
  });

  test("pictures that come together are drawn one after the other, the newest at last", async () => {
    const { root, model } = await open();
    const canvas = find<HTMLCanvasElement>(root, "canvas");
    const drawn: number[] = [];
    const watching = new MutationObserver(() => drawn.push(canvas.width));
    watching.observe(canvas, { attributeFilter: ["width"] });
    for (const width of [4, 5, 6]) {
      model.pushPicture(cameraData({ width, height: 2 }), new Uint8Array(2 * width));
    }
    await expect.poll(() => drawn).toEqual([4, 6]);
    watching.disconnect();
  });

  test("what was measured, and what the camera counted under the pointer", async () => {
    const { root, model } = await open();
    expect(find(root, "[data-role=mean]").textContent).toBe("mean 412.3");
    expect(find(root, "[data-role=centroid]").textContent).toBe("centroid 371.2, 204.9");
    expect(find(root, "[data-role=pixel]").hidden).toBe(true);
    const page = model.sent[0]?.page ?? "";
    model.script = () => ({ counts: 3987 });
    point(root, "pointermove", 0.5801, 0.4301);
    const pixel = () => find(root, "[data-role=pixel]").textContent;
    await expect.poll(pixel).toBe("pixel 371, 206: 3,987");
    expect(model.asked("point")).toEqual([{ page, at: { x: 371, y: 206 } }]);
    model.pushPicture(cameraData({ pointed: { [page]: [371, 206, 12], other: [1, 1, 99] } }), spot(0.5, 0.5));
    await expect.poll(pixel).toBe("pixel 371, 206: 12");
    model.script = () => undefined; // the kernel is busy
    point(root, "pointermove", 0.5, 0.5);
    await painted();
    expect(pixel()).toBe("pixel 320, 240");
    point(root, "pointerleave", 0.5, 0.5);
    await painted();
    expect(find(root, "[data-role=pixel]").hidden).toBe(true);
  });

  test("a picture that does not fit its size is not drawn", async () => {
    const { root, model } = await open();
    model.pushPicture(cameraData({ width: 9, height: 9 }), new Uint8Array(7));
    await painted();
    expect(find<HTMLCanvasElement>(root, "canvas").width).toBe(320);
  });

  test("a heavy picture comes as a JPEG, in any colours; of many the newest", async () => {
    const { root, model } = await open();
    const jpegs = await Promise.all([40, 80, 120, 160].map((grey) => jpegOf(grey, 64, 48)));
    for (const [number, jpeg] of jpegs.entries())
      model.pushPicture(cameraData({ number, width: 64, height: 48 }), jpeg, {}, "jpeg");
    const grey = () => pixelAt(root, 30, 20)[0] ?? 0;
    await expect.poll(() => Math.abs(grey() - 160)).toBeLessThan(3);
    expect(foot(root)).toContain("frame 3,");
    expect(model.sentOf("ack")).toHaveLength(5);
    model.put({ colours: "hot" });
    await painted();
    const [red = 0, green = 0, blue = 1] = pixelAt(root, 30, 20);
    expect([red, blue]).toEqual([255, 0]);
    expect(green).toBeGreaterThan(150);
    model.pushPicture(cameraData({ number: 9 }), new Uint8Array(20), {}, "jpeg"); // no picture at all
    model.pushPicture(cameraData({ number: 10, width: 2, height: 1 }), Uint8Array.of(0, 255));
    await painted();
    expect(pixelAt(root, 1, 0)).toEqual([255, 255, 255, 255]);
  });

  test("as wide as the screen shows it, in the screen's own pixels, and told when that changes", async () => {
    const { root, model } = await open();
    const page = model.sent[0]?.page;
    const picture = find<HTMLCanvasElement>(root, ".rdj-picture");
    await expect.poll(() => model.asked("set_width")).toEqual([{ page, width: 640 * devicePixelRatio }]);
    model.script = () => undefined; // the kernel is busy
    root.style.width = "333px";
    const narrow = () => Math.round(picture.clientWidth * devicePixelRatio);
    await expect.poll(() => model.asked("set_width")).toHaveLength(2);
    expect(model.asked("set_width")[1]).toEqual({ page, width: narrow() });
    expect(narrow()).toBeLessThan(333 * devicePixelRatio);
  });

  test("in the colours that were asked for, on every view", async () => {
    const { root, model, asked } = await open();
    const colours = find<HTMLSelectElement>(root, "[name=colours]");
    colours.value = "hot";
    colours.dispatchEvent(new Event("change"));
    expect(asked()).toEqual([{ name: "set_colours", args: { colours: "hot" } }]);
    model.put({ colours: "viridis" });
    model.pushPicture(cameraData({ width: 2, height: 1 }), Uint8Array.of(0, 255));
    await painted();
    expect(colours.value).toBe("viridis");
    expect([pixelAt(root, 0, 0), pixelAt(root, 1, 0)]).toEqual([
      [68, 1, 84, 255],
      [253, 231, 37, 255],
    ]);
  });

  test("names from devices are text", async () => {
    const bad = '<img src=x onerror="window.hacked = 1">';
    const { root } = await open({ title: bad, context: bad });
    expect(root.querySelector("img")).toBeNull();
  });
});

describe("what can be done", () => {
  test("start and stop, exposure, contrast", async () => {
    const { root, model, asked } = await open();
    expect(act(root, "stream").textContent).toBe("Stop camera");
    act(root, "stream").click();
    enter(root, "[name=exposure]", "0");
    press(find(root, "[name=exposure]"), "Enter");
    await painted();
    expect(foot(root)).toBe("“0” is no exposure. Nothing was sent.");
    enter(root, "[name=exposure]", "50 ms");
    press(find(root, "[name=exposure]"), "Enter");
    await painted();
    expect(asked()).toEqual([
      { name: "stop_stream", args: {} },
      { name: "set_exposure", args: { exposure_ms: 50 } },
    ]);
    model.put({ streaming: false });
    await painted();
    expect(act(root, "stream").textContent).toBe("Start camera");
  });

  test("contrast follows percentiles, or is held as it is or as it was typed", async () => {
    const { root, model, asked } = await open();
    const how = find<HTMLSelectElement>(root, "[name=contrast]");
    const choose = (value: string) => {
      how.value = value;
      how.dispatchEvent(new Event("change"));
    };
    expect(how.value).toBe("1 to 99.8 %");
    expect(find<HTMLInputElement>(root, "[name=white]").value).toBe("4000");
    choose("5 to 95 %");
    choose("held");
    enter(root, "[name=black]", "many");
    press(find(root, "[name=black]"), "Enter");
    await painted();
    expect(foot(root)).toBe("Black and white are numbers of counts. Nothing was changed.");
    enter(root, "[name=black]", "200");
    press(find(root, "[name=black]"), "Enter");
    await painted();
    expect(asked()).toEqual([
      { name: "set_percentiles", args: { percentiles: [5, 95] } },
      { name: "set_levels", args: { levels: [100, 4000] } },
      { name: "set_levels", args: { levels: [200, 4000] } },
    ]);
    model.put({ levels: [200, 4000] });
    await painted();
    expect(how.value).toBe("held");
  });

  test("what is seldom needed is in drawers, one open at a time", async () => {
    const { root } = await open();
    const seen = () =>
      ["[name=contrast]", "[name=tool]", "[name=region-x]"].map((each) => find(root, each).checkVisibility());
    expect(seen()).toEqual([false, false, false]);
    act(root, "view").click();
    expect(seen()).toEqual([true, false, false]);
    act(root, "measure").click();
    expect(seen()).toEqual([false, true, true]);
    expect([act(root, "view"), act(root, "measure")].map((each) => each.ariaExpanded)).toEqual(["false", "true"]);
    act(root, "measure").click();
    expect(seen()).toEqual([false, false, false]);
  });

  test("a wide picture fills the panel, and arrives as fine", async () => {
    const { root, model } = await open();
    root.style.width = "900px";
    act(root, "wide").click();
    const picture = find<HTMLCanvasElement>(root, ".rdj-picture");
    await expect.poll(() => picture.clientWidth).toBeGreaterThan(800);
    const { page } = model.sent[0] ?? {};
    const width = Math.round(picture.clientWidth * devicePixelRatio);
    await expect.poll(() => model.asked("set_width").at(-1)).toEqual({ page, width });
    act(root, "wide").click();
    await expect.poll(() => picture.clientWidth).toBe(640);
  });

  test("the histogram is there for who wants it", async () => {
    const { root, asked, model } = await open();
    act(root, "histogram").click();
    expect(asked()).toEqual([{ name: "set_histogram", args: { on: true } }]);
    model.put({ histogram: true });
    const data = cameraData({ width: 4, height: 3, ends: [96, 3987] });
    model.pushPicture(data, new Uint8Array(12), { histogram: [4, 1, 0, 2] });
    await painted();
    expect(find(root, "[data-role=histogram]").textContent).toBe("963,987");
    expect(act(root, "histogram").getAttribute("aria-pressed")).toBe("true");
  });

  test("nothing acts where nothing may be done", async () => {
    const { root } = await open({ read_only: true });
    expect(act(root, "stream").disabled).toBe(true);
    expect(act(root, "trigger").disabled).toBe(true);
    expect(act(root, "snapshot").disabled).toBe(false);
  });
});
