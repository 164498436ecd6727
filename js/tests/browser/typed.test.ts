import { beforeEach, describe, expect, test, vi } from "vitest";
import { Bell } from "../../lib/bell.ts";
import { h } from "../../lib/dom.ts";
import { Scope } from "../../lib/scope.ts";
import { Typed } from "../../lib/typed.ts";
import { Voice } from "../../lib/voice.ts";
import { enter, press } from "./mount.ts";

/** Two fields with their reading, and what they sent. */
function set({ stays = false, isDone = true } = {}) {
  const changed = new Bell();
  const voice = new Voice(changed);
  const scope = new Scope();
  const fields = [h("input", { name: "first" }), h("input", { name: "second" })] as const;
  document.body.append(...fields);
  const send = vi.fn(async () => isDone);
  const typed = new Typed(scope, { voice, changed }, fields, send, { stays });
  typed.paint(["1", "2"]);
  return { scope, voice, typed, fields, send, texts: () => fields.map(({ value }) => value) };
}

const type = (name: string, text: string) => {
  document.querySelector<HTMLInputElement>(`[name=${name}]`)?.focus();
  enter(document.body, `[name=${name}]`, text);
};

beforeEach(() => document.body.replaceChildren());

describe("a reading", () => {
  test("is shown where nobody is", () => {
    const { typed, texts } = set();
    expect(typed.paint(["3", "4"])).toBe(true);
    expect(texts()).toEqual(["3", "4"]);
  });

  test("waits while somebody types, and while somebody only looks", () => {
    const { typed, texts, fields } = set();
    fields[0].focus();
    expect(typed.paint(["3", "4"])).toBe(false);
    type("first", "5");
    expect(typed.paint(["3", "4"])).toBe(false);
    fields[1].focus();
    expect(typed.paint(["3", "4"])).toBe(false);
    expect(texts()).toEqual(["5", "2"]);
  });

  test("is back when the fields are left", () => {
    const { typed, texts, fields } = set();
    type("first", "5");
    fields[0].blur();
    expect(typed.paint(["3", "4"])).toBe(true);
    expect(texts()).toEqual(["3", "4"]);
  });

  test("is not, where what was typed stays until it is sent", async () => {
    const { typed, texts, fields } = set({ stays: true });
    type("first", "5");
    fields[0].blur();
    expect(typed.paint(["3", "4"])).toBe(false);
    expect(texts()).toEqual(["5", "2"]);
    await typed.send();
    expect(typed.paint(["3", "4"])).toBe(true);
  });
});

describe("Enter", () => {
  test("sends once, however long it is held", () => {
    const { send, fields } = set();
    type("first", "5");
    expect(press(fields[0], "Enter").defaultPrevented).toBe(true);
    expect(press(fields[0], "Enter", { repeat: true }).defaultPrevented).toBe(true);
    expect(send).toHaveBeenCalledOnce();
  });

  test("is theirs alone; Escape is not", () => {
    const { fields } = set();
    const heard: string[] = [];
    const hear = (event: KeyboardEvent) => heard.push(event.key);
    document.body.addEventListener("keydown", hear);
    press(fields[0], "Enter");
    expect(press(fields[0], "Escape").defaultPrevented).toBe(false);
    document.body.removeEventListener("keydown", hear);
    expect(heard).toEqual(["Escape"]);
  });

  test("keeps what was typed when it was not done", async () => {
    const { typed, texts, fields } = set({ stays: true, isDone: false });
    type("first", "5");
    fields[0].blur();
    await typed.send();
    expect(typed.paint(["3", "4"])).toBe(false);
    expect(texts()).toEqual(["5", "2"]);
  });
});

test("typing is an act: what was said before is over", () => {
  const { voice } = set();
  voice.say("error", "That was no number.");
  type("first", "5");
  expect(voice.said).toBeNull();
});

test("nothing is heard after their scope", () => {
  const { scope, send, fields } = set();
  scope.end();
  press(fields[0], "Enter");
  expect(send).not.toHaveBeenCalled();
});
