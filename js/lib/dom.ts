/** Elements made from tags, attributes and text. Text is always text: nothing here reads HTML. */

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
type Child = Node | string;

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  element.append(...children);
  return element;
}

/** Sets, or with false and undefined removes, an attribute; touches the page only when something changes. */
export function setAttribute(element: Element, name: string, value: string | number | boolean | undefined): void {
  if (value === undefined || value === false) element.removeAttribute(name);
  else {
    const text = value === true ? "" : String(value);
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
}

/** Keeps the text's node where there is one: a new one would be styled and laid out from scratch. */
export function setText(element: Element, text: string): void {
  const { firstChild, childNodes } = element;
  if (firstChild instanceof Text && childNodes.length === 1) {
    if (firstChild.data !== text) firstChild.data = text;
  } else if (element.textContent !== text) element.textContent = text;
}

/** Replaces the children only when they differ in number or identity; one that stays keeps the focus it has. */
export function setChildren(element: Element, children: readonly Node[]): void {
  const same =
    children.length === element.childNodes.length && children.every((child, i) => child === element.childNodes[i]);
  if (same) return;
  const focused = element.querySelector(":scope > :focus-within");
  const place = focused ? children.indexOf(focused) : -1;
  if (!focused || place < 0) {
    element.replaceChildren(...children);
    return;
  }
  // What is moved loses the focus: the others are moved around it.
  for (const child of [...element.childNodes]) if (child !== focused) child.remove();
  focused.before(...children.slice(0, place));
  focused.after(...children.slice(place + 1));
}

/** A quiet button; `act` names it for tests and readers of the page. */
export function key(act: string, label: string, attributes: Attributes = {}): HTMLButtonElement {
  return h("button", { type: "button", class: "rdj-key", "data-act": act, ...attributes }, label);
}

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches("input, select, textarea, [contenteditable='true']");
}
