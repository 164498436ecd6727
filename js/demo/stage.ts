/** Puts a panel on a fake model into the page, under a caption, and keeps it awake. */
import type { PanelModule } from "../lib/panel.ts";
import type { FakeModel } from "./fake-model.ts";

export interface Scene {
  caption: string;
  // biome-ignore lint/suspicious/noExplicitAny: a scene may show a model of any panel
  model: FakeModel<any>;
  /** The kernel is silent, as while a cell runs. */
  isSilent?: boolean;
  /** CSS width of the panel. */
  width?: string;
  /** What a person has done to the panel. */
  act?: (root: HTMLElement) => void;
}

const HEARTBEAT_MS = 800;

export function play(host: Element, define: () => PanelModule, { caption, model, isSilent, width, act }: Scene): void {
  const figure = document.createElement("figure");
  const figcaption = document.createElement("figcaption");
  const el = document.createElement("div");
  figcaption.textContent = caption;
  if (width) figure.style.width = width;
  figure.append(figcaption, el);
  host.append(figure);

  const panel = define();
  panel.initialize({ model: model.proxy });
  panel.render({ model: model.proxy, el });
  if (!isSilent) setInterval(() => model.push(), HEARTBEAT_MS);
  act?.(el.firstElementChild as HTMLElement);
}
