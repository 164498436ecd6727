/** A small curve or a row of bars with its ends in words: the histogram, and the counts along the line. */
import { h, setText } from "../../lib/dom.ts";
import { Ink } from "../../lib/ink.ts";
import { count } from "../../lib/units.ts";

const HEIGHT_PX = 56;

export interface Sketched {
  values: Float64Array;
  /** What stands under its left and its right end. */
  ends: readonly [string, string];
  /** Parts of its width that are marked. */
  marks?: readonly number[];
  isBars?: boolean;
}

export class Sketch {
  readonly #canvas: HTMLCanvasElement;
  readonly #left = h("span");
  readonly #middle = h("span");
  readonly #right = h("span");
  readonly element: HTMLElement;
  #ink: Ink | null = null;

  constructor(role: string, label: string) {
    this.#canvas = h("canvas", { height: HEIGHT_PX, role: "img", "aria-label": label });
    const words = h("div", { class: "rdj-sketch-ends" }, this.#left, this.#middle, this.#right);
    this.element = h("div", { class: "rdj-sketch", "data-role": role, hidden: true }, this.#canvas, words);
  }

  /** `null` takes it away. */
  paint(sketched: Sketched | null): void {
    this.element.hidden = sketched === null || sketched.values.length === 0;
    if (!sketched || this.element.hidden) return;
    const finite = sketched.values.filter(Number.isFinite);
    const [low, high] = [sketched.isBars ? 0 : Math.min(...finite), Math.max(...finite)];
    setText(this.#left, sketched.ends[0]);
    setText(this.#right, sketched.ends[1]);
    setText(this.#middle, sketched.isBars || !finite.length ? "" : `${count(low)} to ${count(high)} counts`);
    this.#draw(sketched, low, Math.max(high, low + 1));
  }

  #draw({ values, marks = [], isBars = false }: Sketched, low: number, high: number): void {
    this.#ink ??= new Ink(this.element);
    const scale = window.devicePixelRatio || 1;
    const [width, height] = [Math.max(1, this.#canvas.clientWidth), HEIGHT_PX].map((px) => Math.round(px * scale));
    const context = this.#canvas.getContext("2d");
    if (!context || !width || !height) return;
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    context.clearRect(0, 0, width, height);
    context.strokeStyle = context.fillStyle = this.#ink.series(0);
    context.lineWidth = scale;
    const x = (index: number) => (index / Math.max(1, values.length - 1)) * (width - scale) + scale / 2;
    const y = (value: number) => height - scale - ((value - low) / (high - low)) * (height - 2 * scale);
    context.beginPath();
    values.forEach((value, index) => {
      if (isBars) context.rect((index / values.length) * width, y(value), width / values.length, height - y(value));
      else if (Number.isFinite(value)) context.lineTo(x(index), y(value));
    });
    if (isBars) context.fill();
    else context.stroke();
    context.fillStyle = this.#ink.foreground;
    for (const mark of marks) context.fillRect(mark * (width - scale), 0, scale, height);
  }
}
