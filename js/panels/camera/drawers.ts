/** What is not needed at every moment, one drawer open at a time: how the picture looks, and what is measured in it. */
import { h, key, setAttribute } from "../../lib/dom.ts";
import type { Scope } from "../../lib/scope.ts";

export interface Drawer {
  name: string;
  title: string;
  content: HTMLElement;
}

export class Drawers {
  readonly keys: readonly HTMLButtonElement[];
  readonly element = h("div", {});
  #open = "";

  constructor(scope: Scope, drawers: readonly Drawer[]) {
    this.keys = drawers.map(({ name, title }) => key(name, title));
    const bodies = drawers.map(({ title, content }) => h("div", { role: "group", "aria-label": title }, content));
    this.element.append(...bodies);
    const show = () => {
      for (const [index, { name }] of drawers.entries()) {
        const [opener, body] = [this.keys[index], bodies[index]];
        if (opener) setAttribute(opener, "aria-expanded", String(name === this.#open));
        if (body) body.hidden = name !== this.#open;
      }
    };
    for (const [index, { name }] of drawers.entries())
      scope.listen(this.keys[index] ?? this.element, "click", () => {
        this.#open = name === this.#open ? "" : name;
        show();
      });
    show();
  }
}
