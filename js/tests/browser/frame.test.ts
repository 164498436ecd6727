import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { motorModel } from "../../demo/motor.ts";
import motor from "../../panels/motor.ts";
import "../../panels/motor.css";
import { act, find, foot, mount, painted } from "./mount.ts";

const away = { state: "reconnecting" as const, address: "localhost:50051", since_s: 0, message: "" };
const live = { ...away, state: "live" as const };

async function open() {
  const model = motorModel();
  model.script = () => ({ target: 0 });
  const { root } = mount(motor, model);
  await painted();
  return { root, model, field: find<HTMLInputElement>(root, "[data-role=target]") };
}

describe("a field that is turned off while somebody types", () => {
  async function openOff(text: string) {
    const opened = await open();
    await userEvent.fill(opened.field, text);
    opened.field.focus();
    opened.model.put({ connection: away });
    await painted();
    expect(document.activeElement).toBe(opened.root);
    const turnOn = async () => {
      opened.model.put({ connection: live });
      await painted();
    };
    return { ...opened, turnOn };
  }

  test("has the focus back when it is on again", async () => {
    const { field, turnOn, model } = await openOff("12");
    await turnOn();
    expect(document.activeElement).toBe(field);
    await userEvent.keyboard("{Enter}");
    expect(model.asked("move")).toEqual([{ target: 12 }]);
  });

  test("Enter meanwhile is not swallowed without a word", async () => {
    const { root, field, turnOn, model } = await openOff("12");
    await userEvent.keyboard("{Enter}");
    await turnOn();
    expect(foot(root)).toBe("Nothing was sent: the panel could not act just then. Press Enter again.");
    expect(model.asked("move")).toEqual([]);
    await userEvent.keyboard("{Enter}");
    await painted();
    expect(model.asked("move")).toEqual([{ target: 12 }]);
    expect(foot(root)).toBe("at rest");
    expect(document.activeElement).toBe(field);
  });

  test("half a number is not sent", async () => {
    const { root, turnOn, model } = await openOff("1");
    await userEvent.keyboard("2");
    await turnOn();
    await userEvent.keyboard("{Enter}");
    expect(model.asked("move")).toEqual([]);
    expect(foot(root)).toBe("What was typed just now is lost: the panel could not act. Nothing was sent.");
  });

  test("leaves the focus where somebody has put it since", async () => {
    const { turnOn } = await openOff("12");
    const cell = document.createElement("textarea");
    document.body.append(cell);
    cell.focus();
    await turnOn();
    expect(document.activeElement).toBe(cell);
  });
});

test("a button that is turned off does not get the focus back", async () => {
  const { root, model } = await open();
  act(root, "plus").focus();
  model.put({ connection: away });
  await painted();
  model.put({ connection: live });
  await painted();
  expect(document.activeElement).toBe(root);
});

describe("a panel that was scrolled away", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["performance", "Date", "setInterval", "clearInterval"] });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  async function openAfter(unseenMs: number) {
    const opened = await open();
    const { root, model } = opened;
    const seen = (isSeen: boolean) => expect.poll(() => model.sentOf("visible").at(-1)?.visible).toBe(isSeen);
    await seen(true);
    root.style.display = "none";
    await seen(false);
    for (let passedMs = 0; passedMs < unseenMs; passedMs += 500) vi.advanceTimersByTime(500);
    root.style.display = "";
    await seen(true);
    return opened;
  }

  test("acts as soon as it is back: its value is old because nobody looked", async () => {
    const { root, model, field } = await openAfter(7000);
    field.focus();
    field.value = "12";
    vi.advanceTimersByTime(500);
    await painted();
    expect(document.activeElement).toBe(field);
    expect([root.dataset.state, root.dataset.stale]).toEqual(["live", ""]);
    expect(find(root, "[data-role=readback]").textContent).toMatch(/ [78] s old/);
    await userEvent.keyboard("{Enter}");
    expect(model.asked("move")).toEqual([{ target: 12 }]);
  });

  test("is stale when no new value comes", async () => {
    const { root, model } = await openAfter(7000);
    vi.advanceTimersByTime(2000);
    model.push();
    vi.advanceTimersByTime(1000);
    await painted();
    expect(root.dataset.state).toBe("stale");
  });
});
