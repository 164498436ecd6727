/** The overview: every device in one table, with STOP ALL; its own panel is opened from its line. */
import { h, key, setAttribute, setText } from "../lib/dom.ts";
import type { Frame } from "../lib/frame.ts";
import { definePanel, type Paint } from "../lib/panel.ts";
import { type RowOf, Rows } from "../lib/rows.ts";
import type { Scope } from "../lib/scope.ts";
import { count } from "../lib/units.ts";
import type { Sentence } from "../lib/voice.ts";
import {
  type DeviceLine,
  Devices,
  type OverviewData,
  type OverviewSession,
  type OverviewState,
} from "./overview/devices.ts";

class Line implements RowOf<DeviceLine> {
  readonly #open = key("show", "Open");
  readonly #id = h("th", { scope: "row" });
  readonly #kind = h("td", { class: "rdj-dim" });
  readonly #value = h("td", { class: "rdj-numbers" });
  readonly #note = h("td", { class: "rdj-dim" });
  readonly element = h("tr", {}, this.#id, this.#kind, this.#value, this.#note, h("td", {}, this.#open));
  readonly #session: OverviewSession;
  #device: DeviceLine;

  constructor(scope: Scope, session: OverviewSession, frame: Frame, device: DeviceLine) {
    this.#session = session;
    this.#device = device;
    frame.gate(scope, "ask", this.#open);
    scope.listen(this.#open, "click", () => {
      void session.ask("show", { device: this.#device.id, shown: !this.#isOpen });
    });
  }

  get #isOpen(): boolean {
    return this.#session.traits.get("shown").includes(this.#device.id);
  }

  paint(device: DeviceLine): void {
    const { store } = this.#session;
    this.#device = device;
    setAttribute(this.element, "data-device", device.id);
    setText(this.#id, device.id);
    setAttribute(this.#id, "title", device.name);
    setText(this.#kind, device.kind);
    setText(this.#value, store.valueOf(device));
    setText(this.#note, this.#words(device));
    setAttribute(this.element, "data-away", !store.isThere(device.id));
    this.#open.hidden = !device.panel;
    setText(this.#open, this.#isOpen ? "Close" : "Open");
    setAttribute(this.#open, "aria-label", `${this.#isOpen ? "Close" : "Open"} the panel of ${device.id}`);
  }

  /** Whether it answers, who holds it, and how old its value is where that is not the newest one. */
  #words({ id, held }: DeviceLine): string {
    const { store, standing } = this.#session;
    const isThere = store.isThere(id);
    const age = isThere && !standing.isStale ? "" : store.ageOf(id, Date.now() / 1000);
    return [isThere ? "" : "does not answer", held && `held by ${held}`, age].filter(Boolean).join(", ");
  }
}

/** Fewer are found faster by the eye. */
const SEARCHED_FROM = 13;

/** Which lines to show of many: those whose id, name or kind have every word that was typed. */
class Search {
  readonly element = h("input", {
    ...{ class: "rdj-text rdj-find", type: "search", name: "find", placeholder: "find a device" },
    ...{ autocomplete: "off", spellcheck: "false", "aria-label": "Find a device" },
  });

  constructor(scope: Scope, session: OverviewSession) {
    scope.listen(this.element, "input", () => session.changed.ring());
  }

  among(devices: readonly DeviceLine[]): readonly DeviceLine[] {
    this.element.hidden = devices.length < SEARCHED_FROM;
    const words = this.element.hidden ? [] : this.element.value.toLowerCase().split(/\s+/).filter(Boolean);
    const textOf = ({ id, name, kind }: DeviceLine) => `${id} ${name} ${kind}`.toLowerCase();
    return devices.filter((device) => words.every((word) => textOf(device).includes(word)));
  }
}

/** How the daemon is. */
function status({ store, traits }: OverviewSession): Sentence {
  const devices = traits.get("devices");
  const away = devices.filter(({ id }) => !store.isThere(id)).length;
  const number = `${count(devices.length)} ${devices.length === 1 ? "device" : "devices"}`;
  const health = store.health ? `, the daemon is ${store.health}` : "";
  const silent = `${count(away)} ${away === 1 ? "does" : "do"} not answer`;
  if (away > 0) return { level: "warning", text: `${number}, ${silent}${health}.` };
  return { level: ["", "healthy"].includes(store.health) ? "info" : "warning", text: `${number}${health}.` };
}

function view(session: OverviewSession, frame: Frame, scope: Scope): Paint {
  const make = (own: Scope, device: DeviceLine) => new Line(own, session, frame, device);
  const lines = new Rows<DeviceLine>(scope, ({ id }) => id, make);
  const head = ["device", "kind", "value", "", ""].map((name) => h("th", { scope: "col" }, name));
  const search = new Search(scope, session);
  frame.body.append(
    search.element,
    h("table", { class: "rdj-overview" }, h("thead", {}, h("tr", {}, ...head)), lines.body),
  );
  return () => {
    if (!session.standing.isStale) session.store.trueS = Date.now() / 1000;
    lines.paint(search.among(session.traits.get("devices")));
    return status(session);
  };
}

export default definePanel<OverviewState, OverviewData, Devices>({
  name: "overview",
  traits: ["devices", "shown"],
  store: () => new Devices(),
  view,
});
