/** Puts panels on fake models into the page for a test, and takes them away after it. */
import { afterEach } from "vitest";
import type { FakeModel } from "../../demo/fake-model.ts";
import type { PanelModule } from "../../lib/panel.ts";

const ends: (() => void)[] = [];

afterEach(() => {
  for (const end of ends.splice(0).reverse()) end();
  document.body.replaceChildren();
});

export interface View {
  root: HTMLElement;
  end: () => void;
}

export interface Mounted extends View {
  /** A further view of the same model. */
  again: () => View;
  /** The model is destroyed. */
  destroy: () => void;
}

export function mount(define: () => PanelModule, { proxy }: Pick<FakeModel<object>, "proxy">): Mounted {
  const panel = define();
  const destroy = panel.initialize({ model: proxy });
  const again = (): View => {
    const el = document.createElement("div");
    document.body.append(el);
    const end = panel.render({ model: proxy, el });
    ends.push(end);
    return { root: el.firstElementChild as HTMLElement, end };
  };
  ends.push(destroy);
  return { ...again(), again, destroy };
}

export function find<T extends HTMLElement = HTMLElement>(root: HTMLElement, selector: string): T {
  const element = root.querySelector<T>(selector);
  if (!element) throw new Error(`no ${selector}`);
  return element;
}

export function act(root: HTMLElement, name: string): HTMLButtonElement {
  return find<HTMLButtonElement>(root, `[data-act="${name}"]`);
}

export function foot(root: HTMLElement): string {
  return find(root, "[data-role=foot]").textContent ?? "";
}

export function press(target: Element, key: string, modifiers: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...modifiers });
  target.dispatchEvent(event);
  return event;
}

export function enter(root: HTMLElement, selector: string, text: string): void {
  const input = find<HTMLInputElement>(root, selector);
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Waits until what was changed is painted. */
export function painted(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

/** A page made by a Jupyter server; taken away after the test. */
export function serveByJupyter(config: object): void {
  const script = document.createElement("script");
  Object.assign(script, { id: "jupyter-config-data", type: "application/json", textContent: JSON.stringify(config) });
  document.head.append(script);
  ends.push(() => script.remove());
}
