/** Typed, read-only access to a panel's traits. There is no way to write one: the page asks (ask.ts). */
import type { AnyModel } from "@anywidget/types";
import type { Scope } from "./scope.ts";

export class Traits<S extends object> {
  readonly #model: AnyModel<S>;

  constructor(model: AnyModel<S>) {
    this.#model = model;
  }

  get<K extends keyof S & string>(name: K): S[K] {
    return this.#model.get(name);
  }

  watch(scope: Scope, names: readonly (keyof S & string)[], act: () => void): void {
    const model = this.#model as AnyModel;
    for (const name of names) {
      model.on(`change:${name}`, act);
      scope.defer(() => model.off(`change:${name}`, act));
    }
  }
}
