/** The picture: drawn when it is new, and what a pointer or a key does on it. */
import { h, setAttribute } from "../../lib/dom.ts";
import type { Scope } from "../../lib/scope.ts";
import { Fit } from "./fit.ts";
import type { CameraSession, Line, Region } from "./frames.ts";
import { hintOf, Keys } from "./keys.ts";
import { Marks } from "./marks.ts";
import { Painter } from "./painter.ts";
import { Probe } from "./probe.ts";
import { middle, type Point, panned, spanned, zoomed } from "./view.ts";

/** What dragging over the picture does. */
export type Tool = "region" | "line" | "move";

/** Drags smaller than this, in pixels of the page, are clicks. */
const LEAST_DRAG_PX = 5;
const WHEEL_STEP = 1.25;

interface Drag {
  from: Point;
  to: Point;
  view: Region;
  /** Where it began and has come to, in pixels of the page. */
  began: Point;
  now: Point;
}

export class Screen {
  readonly canvas = h("canvas", { class: "rdj-picture", width: 4, height: 3 });
  readonly #marks = new Marks();
  readonly element = h(
    "div",
    { class: "rdj-screen", tabindex: 0, role: "application" },
    this.canvas,
    this.#marks.element,
  );
  readonly #session: CameraSession;
  readonly #fit: Fit;
  readonly #keys: Keys;
  readonly #painter = new Painter(this.canvas);
  #drawn = -1;
  #drag: Drag | null = null;
  tool: Tool = "region";
  isWide = false;
  readonly probe: Probe;

  constructor(scope: Scope, session: CameraSession) {
    this.#session = session;
    this.probe = new Probe(scope, session);
    this.#fit = new Fit(scope, session, this.canvas);
    scope.listen<PointerEvent>(this.element, "pointermove", (event) => this.#move(event));
    scope.listen<PointerEvent>(this.element, "pointerdown", (event) => this.#down(event));
    scope.listen<PointerEvent>(this.element, "pointerup", (event) => this.#up(event));
    scope.listen(this.element, "pointercancel", () => this.#end());
    scope.listen(this.element, "pointerleave", () => this.#leave());
    scope.listen(this.element, "dblclick", () => this.show(null));
    scope.listen<WheelEvent>(this.element, "wheel", (event) => this.#wheel(event));
    this.#keys = new Keys(scope, session, this);
    this.element.append(this.#keys.heard);
  }

  paint(): void {
    const { store, traits } = this.#session;
    const isOther = this.#painter.choose(traits.get("colours"));
    const { width = 1, height = 1 } = store.last;
    if (store.picture && (isOther || this.#drawn !== store.serial)) this.#painter.draw(store.picture, width, height);
    this.#drawn = store.serial;
    void this.#fit.tell();
    this.element.dataset.tool = this.tool;
    setAttribute(this.element, "data-wide", this.isWide);
    setAttribute(this.element, "aria-label", hintOf(this.tool));
    this.#keys.paint();
    this.#marks.paint(
      store.view,
      this.#region ?? traits.get("region"),
      this.#line ?? traits.get("line"),
      this.probe.at,
    );
  }

  /** Zooms about the middle: 2 is twice as close, ½ twice as far. */
  zoom(factor: number, about: Point = middle(this.#session.store.view)): void {
    const { view, whole } = this.#session.store;
    this.show(zoomed(view, whole, factor, about));
  }

  /** Shows a part of the picture, null all of it. */
  show(view: Region | null): void {
    if (this.#session.store.hasPicture) void this.#session.ask("set_view", { view });
  }

  get #region(): Region | null {
    return this.#drag && this.tool === "region" ? spanned(this.#drag.from, this.#drag.to) : null;
  }

  get #line(): Line | null {
    if (!this.#drag || this.tool !== "line") return null;
    const { from, to } = this.#drag;
    return { x0: from.x, y0: from.y, x1: to.x, y1: to.y };
  }

  /** Where the pointer is, in pixels of the camera. */
  #at({ clientX, clientY }: MouseEvent): Point {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    const { view } = this.#session.store;
    const part = (value: number) => Math.min(1 - 1e-9, Math.max(0, value));
    return {
      x: view.x + Math.floor(part((clientX - left) / width) * view.width),
      y: view.y + Math.floor(part((clientY - top) / height) * view.height),
    };
  }

  #move(event: PointerEvent): void {
    const at = this.#at(event);
    if (this.#session.store.hasPicture) this.probe.move(at);
    if (this.#drag) Object.assign(this.#drag, { to: at, now: { x: event.clientX, y: event.clientY } });
    this.#session.changed.ring();
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0 || !this.#session.store.hasPicture) return;
    this.element.setPointerCapture(event.pointerId);
    const [at, now] = [this.#at(event), { x: event.clientX, y: event.clientY }];
    this.#drag = { from: at, to: at, view: this.#session.store.view, began: now, now };
  }

  #up(event: PointerEvent): void {
    const [drag, region, line] = [this.#drag, this.#region, this.#line];
    if (this.element.hasPointerCapture(event.pointerId)) this.element.releasePointerCapture(event.pointerId);
    this.#end();
    if (!drag || Math.hypot(drag.now.x - drag.began.x, drag.now.y - drag.began.y) < LEAST_DRAG_PX) return;
    if (region ?? line) this.#mark(region, line);
    else this.#pull(drag);
  }

  /** The picture follows the pointer. */
  #pull({ view, began, now }: Drag): void {
    const { width, height } = this.canvas.getBoundingClientRect();
    const dx = ((began.x - now.x) / width) * view.width;
    const dy = ((began.y - now.y) / height) * view.height;
    this.show(panned(view, this.#session.store.whole, dx, dy));
  }

  #end(): void {
    this.#drag = null;
    this.#session.changed.ring();
  }

  /** With Ctrl or Cmd, as a pinch on a touchpad arrives too: the wheel alone scrolls the notebook. */
  #wheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.zoom(event.deltaY < 0 ? WHEEL_STEP : 1 / WHEEL_STEP, this.#at(event));
  }

  /** By the keyboard, as if dragged: from here … */
  begin(at: Point): void {
    const nowhere = { x: 0, y: 0 };
    this.#drag = { from: at, to: at, view: this.#session.store.view, began: nowhere, now: nowhere };
  }

  /** … to here … */
  stretch(to: Point): void {
    if (this.#drag) this.#drag.to = to;
    this.probe.move(to);
  }

  /** … and done, or called off. */
  finish(isDone: boolean): void {
    const [region, line] = [this.#region, this.#line];
    this.#end();
    if (isDone) this.#mark(region, line);
  }

  get isDragging(): boolean {
    return this.#drag !== null;
  }

  #mark(region: Region | null, line: Line | null): void {
    if (region) void this.#session.ask("set_region", { region });
    else if (line) void this.#session.ask("set_line", { line });
  }

  #leave(): void {
    this.probe.move(null);
  }
}
