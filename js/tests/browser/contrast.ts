/** The contrast of text with what lies under it, as WCAG 2 counts it. */

/** Red, green, blue and how much they cover, each from 0 to 1. */
type Colour = readonly [red: number, green: number, blue: number, cover: number];

const NORMAL_TEXT = 4.5;
const LARGE_TEXT = 3;
const LARGE_PX = 24;
const LARGE_BOLD_PX = 18.66;
const BOLD = 700;

const known = new Map<string, Colour>();
const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", {
  willReadFrequently: true,
});

/** What a computed colour looks like, however it is written. */
function colourOf(css: string): Colour {
  const seen = known.get(css);
  if (seen) return seen;
  if (!pen) throw new Error("no canvas");
  pen.clearRect(0, 0, 1, 1);
  pen.fillStyle = css;
  pen.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, cover = 0] = pen.getImageData(0, 0, 1, 1).data;
  const colour: Colour = [red / 255, green / 255, blue / 255, cover / 255];
  known.set(css, colour);
  return colour;
}

/** What is seen of ink on an element, and beside the ink. */
function seen(ink: Colour, element: Element): { ink: Colour; ground: Colour } {
  let [text, ground]: [Colour, Colour] = [ink, [0, 0, 0, 0]];
  for (let at: Element | null = element; at; at = at.parentElement) {
    const { backgroundColor, opacity } = getComputedStyle(at);
    const own = colourOf(backgroundColor);
    [text, ground] = [under(text, own), under(ground, own)];
    [text, ground] = [faded(text, Number(opacity)), faded(ground, Number(opacity))];
  }
  const page = pageColour();
  return { ink: under(text, page), ground: under(ground, page) };
}

/** A layer with another one under it. */
function under(upper: Colour, lower: Colour): Colour {
  const cover = upper[3] + lower[3] * (1 - upper[3]);
  if (cover === 0) return [0, 0, 0, 0];
  const mix = (a: number, b: number) => (a * upper[3] + b * lower[3] * (1 - upper[3])) / cover;
  return [mix(upper[0], lower[0]), mix(upper[1], lower[1]), mix(upper[2], lower[2]), cover];
}

function faded([red, green, blue, cover]: Colour, opacity: number): Colour {
  return [red, green, blue, cover * opacity];
}

/** What the browser paints where no element paints anything. */
function pageColour(): Colour {
  const probe = document.createElement("i");
  probe.style.color = "Canvas";
  document.documentElement.append(probe);
  const colour = colourOf(getComputedStyle(probe).color);
  probe.remove();
  return colour;
}

function luminance([red, green, blue]: Colour): number {
  const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function contrast(a: Colour, b: Colour): number {
  const [dark = 0, bright = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (bright + 0.05) / (dark + 0.05);
}

/** How a text of this colour in `element`, or a shape of it, stands out. */
export function contrastIn(element: Element, css: string, opacity = 1): number {
  const { ink, ground } = seen(faded(colourOf(css), opacity), element);
  return contrast(ink, ground);
}

/** What is off needs no contrast, and what is shown under the mouse only has none. */
const EXEMPT = ":disabled, :disabled *, .rdj-ghost";

function isSeen(element: Element): boolean {
  return element.checkVisibility({ visibilityProperty: true }) && !element.matches(EXEMPT);
}

interface Text {
  element: Element;
  text: string;
  colour: string;
}

/** All that can be read in `root`: texts, and what stands in fields. */
function* textsIn(root: Element): Generator<Text> {
  for (const element of root.querySelectorAll("*")) {
    if (!isSeen(element)) continue;
    const text = [...element.childNodes]
      .map((node) => (node instanceof Text ? node.data : ""))
      .join("")
      .trim();
    const { color } = getComputedStyle(element);
    if (text) yield { element, text, colour: color };
    if (!(element instanceof HTMLInputElement)) continue;
    if (element.value) yield { element, text: element.value, colour: color };
    else if (element.placeholder)
      yield { element, text: element.placeholder, colour: getComputedStyle(element, "::placeholder").color };
  }
}

/** One line for each text that is hard to read. */
export function pale(root: Element): string[] {
  return [...textsIn(root)].flatMap(({ element, text, colour }) => {
    const { fontSize, fontWeight } = getComputedStyle(element);
    const size = Number.parseFloat(fontSize);
    const isLarge = size >= LARGE_PX || (size >= LARGE_BOLD_PX && Number(fontWeight) >= BOLD);
    const ratio = contrastIn(element, colour);
    const panel = element.closest("[data-panel]")?.getAttribute("data-panel") ?? "";
    return ratio < (isLarge ? LARGE_TEXT : NORMAL_TEXT)
      ? [`${panel} ${element.tagName} ${element.className}: ${text.slice(0, 40)} ${ratio.toFixed(2)}`]
      : [];
  });
}

const SHAPE = 3;

/** Whether a filled or bordered shape can be told from what is around it. */
function stands(element: Element): boolean {
  const style = getComputedStyle(element);
  const border = Number.parseFloat(style.borderTopWidth) > 0 ? [style.borderTopColor] : [];
  const inks = [style.backgroundColor, getComputedStyle(element, "::before").backgroundColor, ...border];
  const around = element.parentElement ?? element;
  return inks.some((ink) => contrastIn(around, ink, Number(style.opacity)) >= SHAPE);
}

/** One line for each shape of these that cannot be seen. */
export function faint(root: Element, selector: string): string[] {
  const shapes = [...root.querySelectorAll(selector)].filter(
    (shape) => isSeen(shape) && shape.getBoundingClientRect().width > 0,
  );
  return shapes.filter((shape) => !stands(shape)).map(({ outerHTML }) => outerHTML.slice(0, 120));
}

/** The best contrast of anything that was drawn on a canvas with the ground it lies on. */
export function contrastOnCanvas(canvas: HTMLCanvasElement): number {
  const pen = canvas.getContext("2d");
  if (!pen || canvas.width === 0) throw new Error("no canvas");
  const { ground } = seen([0, 0, 0, 0], canvas);
  const bytes = pen.getImageData(0, 0, canvas.width, canvas.height).data;
  const inks = new Map<number, Colour>();
  for (let at = 0; at < bytes.length; at += 4) {
    const [red = 0, green = 0, blue = 0, cover = 0] = bytes.subarray(at, at + 4);
    if (cover) inks.set((red << 16) | (green << 8) | blue, [red / 255, green / 255, blue / 255, cover / 255]);
  }
  return Math.max(1, ...[...inks.values()].map((ink) => contrast(under(ink, ground), ground)));
}
