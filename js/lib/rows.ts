/** The rows of a table, one a key. What a row begins is in a scope of its own, which ends when it goes. Knows no panel. */
import { h, setChildren } from "./dom.ts";
import { Scope } from "./scope.ts";

export interface RowOf<T> {
  readonly element: Element;
  /** Whether it can show `item` too; where it cannot, a new one takes its place. Without this it always can. */
  fits?(item: T): boolean;
  paint(item: T): void;
}

interface Kept<T> {
  row: RowOf<T>;
  scope: Scope;
}

export class Rows<T> {
  readonly body = h("tbody");
  readonly #parent: Scope;
  readonly #keyOf: (item: T) => string;
  readonly #make: (scope: Scope, item: T) => RowOf<T>;
  readonly #kept = new Map<string, Kept<T>>();

  constructor(parent: Scope, keyOf: (item: T) => string, make: (scope: Scope, item: T) => RowOf<T>) {
    this.#parent = parent;
    this.#keyOf = keyOf;
    this.#make = make;
  }

  paint(items: readonly T[]): void {
    const there = new Set(items.map(this.#keyOf));
    for (const key of [...this.#kept.keys()]) if (!there.has(key)) this.#drop(key);
    const elements = items.map((item) => {
      const row = this.#rowOf(item);
      row.paint(item);
      return row.element;
    });
    setChildren(this.body, elements);
  }

  #rowOf(item: T): RowOf<T> {
    const key = this.#keyOf(item);
    const known = this.#kept.get(key)?.row;
    if (known && (known.fits?.(item) ?? true)) return known;
    this.#drop(key);
    const scope = new Scope(this.#parent);
    const row = this.#make(scope, item);
    this.#kept.set(key, { row, scope });
    return row;
  }

  #drop(key: string): void {
    this.#kept.get(key)?.scope.end();
    this.#kept.delete(key);
  }
}
