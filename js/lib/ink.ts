/** What is drawn on a chart beside its lines: colours of the theme, marks, a chosen range, and names at the lines' ends. */
import type uPlot from "uplot";

/** Okabe and Ito's colours, as theme.css gives them for light and dark. */
const SERIES_COLOURS = 6;

/** A style that is read after anything changed has the whole page styled first: it is read this often at most. */
const KEPT_MS = 1000;

export class Ink {
  readonly #style: CSSStyleDeclaration;
  readonly #kept = new Map<string, string>();
  #readAtMs = 0;

  constructor(host: Element) {
    this.#style = getComputedStyle(host);
  }

  get foreground(): string {
    return this.#variable("--rdj-fg");
  }

  get background(): string {
    return this.#variable("--rdj-bg");
  }

  get dim(): string {
    return this.#variable("--rdj-dim");
  }

  get line(): string {
    return this.#variable("--rdj-line");
  }

  get accent(): string {
    return this.#variable("--rdj-accent");
  }

  series(index: number): string {
    return this.#variable(`--rdj-series-${(index % SERIES_COLOURS) + 1}`);
  }

  /** The same font as everything else, in canvas pixels. */
  font(sizePx: number): string {
    return `${sizePx}px ${this.#look("font-family", "sans-serif")}`;
  }

  /** The theme has changed: the next drawing reads everything again. */
  forget(): void {
    this.#kept.clear();
  }

  #variable(name: string): string {
    return this.#look(name, "#808080");
  }

  #look(name: string, otherwise: string): string {
    const nowMs = performance.now();
    if (nowMs - this.#readAtMs > KEPT_MS) {
      this.#kept.clear();
      this.#readAtMs = nowMs;
    }
    const known = this.#kept.get(name) ?? (this.#style.getPropertyValue(name).trim() || otherwise);
    this.#kept.set(name, known);
    return known;
  }
}

/** What a chart marks, in the numbers of its x axis. */
export interface Marks {
  peak?: number | null;
  picked?: number | null;
  range?: readonly [number, number] | null;
}

function ratio(): number {
  return window.devicePixelRatio || 1;
}

function verticalLine({ ctx, bbox }: uPlot, x: number, colour: string, dash: number[]): void {
  const scale = ratio();
  const crisp = Math.round(x - scale / 2) + scale / 2;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = scale;
  ctx.setLineDash(dash.map((length) => length * scale));
  ctx.beginPath();
  ctx.moveTo(crisp, bbox.top);
  ctx.lineTo(crisp, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}

function isInside({ bbox }: uPlot, x: number): boolean {
  return x >= bbox.left - 1 && x <= bbox.left + bbox.width + 1;
}

/** The chosen range, under the lines. */
export function drawRange(plot: uPlot, { range }: Marks, ink: Ink): void {
  if (!range) return;
  const { ctx, bbox } = plot;
  const ends = range.map((value) =>
    Math.min(bbox.left + bbox.width, Math.max(bbox.left, plot.valToPos(value, "x", true))),
  );
  const [from, to] = [Math.min(...ends), Math.max(...ends)];
  ctx.save();
  ctx.globalAlpha = 0.12;
  ctx.fillStyle = ink.accent;
  ctx.fillRect(from, bbox.top, to - from, bbox.height);
  ctx.restore();
}

/** The peak, dashed, and the picked place. */
export function drawMarks(plot: uPlot, { peak, picked }: Marks, ink: Ink): void {
  const draw = (value: number | null | undefined, colour: string, dash: number[]) => {
    if (value === null || value === undefined || !Number.isFinite(value)) return;
    const x = plot.valToPos(value, "x", true);
    if (isInside(plot, x)) verticalLine(plot, x, colour, dash);
  };
  draw(peak, ink.dim, [3, 3]);
  draw(picked, ink.accent, []);
}

interface Name {
  text: string;
  colour: string;
  y: number;
}

const NAME_PX = 11;
const NAME_LINE_PX = 14;
const MARK_PX = 7;

/** The last point of each line, where its name belongs. */
function lineEnds(plot: uPlot, labels: readonly string[], ink: Ink): Name[] {
  return labels.flatMap((text, line) => {
    const values = plot.data[line + 1] as ArrayLike<number | null | undefined>;
    let last = values.length - 1;
    while (last >= 0 && typeof values[last] !== "number") last--;
    const scale = plot.series[line + 1]?.scale;
    if (last < 0 || !scale) return [];
    return [{ text, colour: ink.series(line), y: plot.valToPos(values[last] as number, scale, true) }];
  });
}

/** Moves names apart that would lie on each other, and keeps all of them inside. */
function spread(names: Name[], { top, height }: uPlot.BBox, step: number): Name[] {
  const sorted = names.toSorted((a, b) => a.y - b.y);
  let floor = top + step / 2;
  for (const name of sorted) {
    name.y = Math.max(name.y - step / 2, floor);
    floor = name.y + step;
  }
  let ceiling = top + height - step / 2;
  for (const name of sorted.toReversed()) {
    name.y = Math.min(name.y, ceiling);
    ceiling = name.y - step;
  }
  return sorted;
}

/**
 * Direct labels: each line's name at its newest end, on a plate of the background. A colour that suits a line is too
 * pale for small letters: it stands beside them.
 */
export function drawNames(plot: uPlot, labels: readonly string[], ink: Ink): void {
  const { ctx, bbox } = plot;
  const scale = ratio();
  const line = NAME_LINE_PX * scale;
  const right = bbox.left + bbox.width - 2 * scale;
  ctx.save();
  ctx.font = ink.font(NAME_PX * scale);
  ctx.textAlign = "right";
  ctx.textBaseline = "middle";
  for (const { text, colour, y } of spread(lineEnds(plot, labels, ink), bbox, line)) {
    const width = ctx.measureText(text).width + (MARK_PX + 8) * scale;
    ctx.globalAlpha = 0.85;
    ctx.fillStyle = ink.background;
    ctx.fillRect(right - width, y - line / 2, width, line);
    ctx.globalAlpha = 1;
    ctx.fillStyle = ink.foreground;
    ctx.fillText(text, right - 2 * scale, y);
    ctx.fillStyle = colour;
    ctx.fillRect(right - width + 2 * scale, y - (MARK_PX * scale) / 2, MARK_PX * scale, MARK_PX * scale);
  }
  ctx.restore();
}
