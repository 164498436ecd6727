/** What the keyboard does on the picture: arrows move the crosshair or the picture, Enter begins and ends a mark. */
import { h, setText } from "../../lib/dom.ts";
import type { Scope } from "../../lib/scope.ts";
import { count } from "../../lib/units.ts";
import type { CameraSession } from "./frames.ts";
import type { Screen, Tool } from "./screen.ts";
import { inside, middle, type Point, panned } from "./view.ts";

const ZOOM_STEP = 2;
/** An arrow key moves the view by this part of it. */
const ARROW_PART = 0.1;
/** Pixels of the camera that an arrow with Shift moves the crosshair by. */
const FAR_PX = 10;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export function hintOf(tool: Tool): string {
  const arrows =
    tool === "move"
      ? "Arrows move the picture."
      : `Arrows move the crosshair, with Shift by ten pixels, Enter begins and ends a ${tool}.`;
  return `Live image. ${arrows} Plus and minus zoom, 0 shows all.`;
}

export class Keys {
  readonly #session: CameraSession;
  readonly #screen: Screen;
  /** The crosshair for who does not see it: once for each place that the keyboard moved it to. */
  readonly heard = h("span", { class: "rdj-heard", "aria-live": "polite" });
  #toldOf: Point | null = null;

  constructor(scope: Scope, session: CameraSession, screen: Screen) {
    this.#session = session;
    this.#screen = screen;
    scope.listen<KeyboardEvent>(screen.element, "keydown", (event) => this.#key(event));
    scope.listen(screen.element, "blur", () => this.#leave());
  }

  paint(): void {
    const { at, counts } = this.#screen.probe;
    if (!this.#toldOf || !at || counts === null) return;
    setText(this.heard, `${at.x}, ${at.y}: ${count(counts)}`);
    this.#toldOf = null;
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return; // the browser's own zoom, and JupyterLab's keys
    if (!this.#session.store.hasPicture || !this.#isOurs(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  #isOurs({ key, shiftKey, repeat }: KeyboardEvent): boolean {
    const screen = this.#screen;
    const arrow = ARROWS[key];
    if (arrow) this.#arrow(arrow, shiftKey);
    else if (key === "+" || key === "=") screen.zoom(ZOOM_STEP);
    else if (key === "-") screen.zoom(1 / ZOOM_STEP);
    else if (key === "0") screen.show(null);
    else if (key === "Enter" && screen.tool !== "move") this.#enter(repeat);
    else if (key === "Escape" && screen.isDragging) screen.finish(false);
    else return false;
    return true;
  }

  #arrow([dx, dy]: readonly [number, number], isFar: boolean): void {
    const { view, whole } = this.#session.store;
    const pan = () =>
      this.#screen.show(panned(view, whole, dx * ARROW_PART * view.width, dy * ARROW_PART * view.height));
    if (this.#screen.tool === "move") {
      pan();
      return;
    }
    const step = isFar ? FAR_PX : 1;
    const from = this.#from();
    const to = inside({ x: from.x + dx * step, y: from.y + dy * step }, whole);
    this.#toldOf = to;
    this.#screen.stretch(to);
    const seen = inside(to, view);
    if (seen.x !== to.x || seen.y !== to.y) pan();
  }

  #enter(repeat: boolean): void {
    if (repeat) return;
    if (this.#screen.isDragging) this.#screen.finish(true);
    else {
      const from = this.#from();
      this.#screen.begin(from);
      this.#screen.stretch(from);
    }
  }

  /** Where the crosshair is; the middle of what is shown where it is nowhere. */
  #from(): Point {
    return this.#screen.probe.at ?? inside(middle(this.#session.store.view), this.#session.store.view);
  }

  #leave(): void {
    if (this.#screen.isDragging) this.#screen.finish(false);
    this.#screen.probe.move(null);
  }
}
