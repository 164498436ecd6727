/** What is drawn over the picture, in pixels of the camera: the region, the line, and a crosshair under the pointer. */
import { setAttribute } from "../../lib/dom.ts";
import type { Line, Region } from "./frames.ts";
import type { Point } from "./view.ts";

const SVG = "http://www.w3.org/2000/svg";

function shape<K extends "svg" | "rect" | "line" | "path">(tag: K, name: string): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  element.setAttribute("class", name);
  return element;
}

export class Marks {
  readonly element = shape("svg", "rdj-marks");
  readonly #region = shape("rect", "rdj-region");
  readonly #line = shape("line", "rdj-line");
  readonly #cross = shape("path", "rdj-cross");

  constructor() {
    setAttribute(this.element, "preserveAspectRatio", "none");
    setAttribute(this.element, "aria-hidden", "true");
    this.element.append(this.#region, this.#line, this.#cross);
  }

  paint(view: Region, region: Region | null, line: Line | null, pointer: Point | null): void {
    setAttribute(this.element, "viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
    this.#show(this.#region, region && { ...region });
    this.#show(this.#line, line && { x1: line.x0 + 0.5, y1: line.y0 + 0.5, x2: line.x1 + 0.5, y2: line.y1 + 0.5 });
    const cross = pointer && `M${view.x} ${pointer.y + 0.5}h${view.width}M${pointer.x + 0.5} ${view.y}v${view.height}`;
    this.#show(this.#cross, cross === null ? null : { d: cross });
  }

  #show(element: SVGElement, attributes: Record<string, string | number> | null): void {
    setAttribute(element, "display", attributes === null ? "none" : undefined);
    for (const [name, value] of Object.entries(attributes ?? {})) setAttribute(element, name, value);
  }
}
