import { describe, expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { Refusal } from "../../demo/fake-model.ts";
import { open, push } from "./motor.ts";
import { act, enter, find, foot, painted, press } from "./mount.ts";

describe("moving", () => {
  test("Enter in the field moves there", async () => {
    const { root, model } = await open();
    await userEvent.fill(find(root, "[data-role=target]"), "4.5 mm");
    await userEvent.keyboard("{Enter}");
    expect(model.asked("move")).toEqual([{ target: 4.5 }]);
  });

  test.each([
    ["250", "250 mm is outside −100 to 100 mm. Nothing was sent."],
    ["abc", "“abc” is not a number. Nothing was sent."],
    ["1,5", "“1,5” is not a number. Nothing was sent."],
    ["", "There is no target. Nothing was sent."],
  ])("%s is refused in the page", async (typed, sentence) => {
    const { root, model } = await open();
    enter(root, "[data-role=target]", typed);
    act(root, "move").click();
    await painted();
    expect(foot(root)).toBe(sentence);
    expect(find(root, "[data-role=target]").getAttribute("aria-invalid")).toBe("true");
    expect(model.sentOf("ask")).toEqual([]);
    enter(root, "[data-role=target]", "5");
    await painted();
    expect(foot(root)).toBe("at rest");
    expect(find(root, "[data-role=target]").hasAttribute("aria-invalid")).toBe(false);
  });

  test("Python's refusal is shown at the field, and what was typed stays", async () => {
    const { root, model } = await open();
    model.script = () => {
      throw new Refusal("scan_4 holds mock_stage.", "Wait for it or abort it.");
    };
    enter(root, "[data-role=target]", "5");
    act(root, "move").click();
    await expect.poll(() => foot(root)).toBe("scan_4 holds mock_stage. Wait for it or abort it.");
    expect(find<HTMLInputElement>(root, "[data-role=target]").value).toBe("5");
    expect(find(root, "[data-role=target]").getAttribute("aria-invalid")).toBe("true");
  });

  test("a far move is asked for once more", async () => {
    const { root, model } = await open();
    enter(root, "[data-role=target]", "-90");
    act(root, "move").click();
    await painted();
    expect(act(root, "move").textContent).toBe("Move 93.2 mm?");
    expect(model.sentOf("ask")).toEqual([]);
    act(root, "move").click();
    await painted();
    expect(model.asked("move")).toEqual([{ target: -90 }]);
    expect(act(root, "move").textContent).toBe("Move");
  });

  test("a move from nobody knows where is asked for once more", async () => {
    const { root, model } = await open({}, { position: null });
    enter(root, "[data-role=target]", "5");
    act(root, "move").click();
    await painted();
    expect(act(root, "move").textContent).toBe("Move to 5 mm?");
    expect(foot(root)).toBe("Where it is now is not known. Move there?");
    expect(model.sentOf("ask")).toEqual([]);
    act(root, "move").click();
    expect(model.asked("move")).toEqual([{ target: 5 }]);
  });

  test("neither a double click nor a held Enter answers the question", async () => {
    const { root, model } = await open();
    enter(root, "[data-role=target]", "-90");
    await userEvent.dblClick(act(root, "move"));
    await painted();
    expect(act(root, "move").textContent).toBe("Move 93.2 mm?");
    press(find(root, "[data-role=target]"), "Enter", { repeat: true });
    expect(press(act(root, "move"), "Enter", { repeat: true }).defaultPrevented).toBe(true);
    expect(model.sentOf("ask")).toEqual([]);
  });

  test.each([
    ["No", (root: HTMLElement) => act(root, "cancel").click()],
    ["another target", (root: HTMLElement) => enter(root, "[data-role=target]", "-80")],
  ])("%s calls a far move off", async (_, refuse) => {
    const { root, model } = await open();
    enter(root, "[data-role=target]", "-90");
    act(root, "move").click();
    await painted();
    refuse(root);
    await painted();
    expect(act(root, "move").textContent).toBe("Move");
    expect(model.sentOf("ask")).toEqual([]);
  });

  test("STOP calls a waiting far move off", async () => {
    const { root, model } = await open();
    enter(root, "[data-role=target]", "-90");
    act(root, "move").click();
    await painted();
    press(root, "Escape");
    await painted();
    expect(act(root, "move").textContent).toBe("Move");
    expect(model.sentOf("ask")).toEqual([]);
  });

  test("the field follows the motor until somebody types", async () => {
    const { root, model } = await open();
    const field = find<HTMLInputElement>(root, "[data-role=target]");
    await push(model, { position: 4, moving: true, target: 6 });
    expect(field.value).toBe("6.000");
    enter(root, "[data-role=target]", "7");
    await push(model, { position: 6 });
    expect(field.value).toBe("7");
  });
});
