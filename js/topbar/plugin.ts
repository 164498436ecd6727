/** The plugin for JupyterLab and Notebook: the bar appears with the first daemon that this Jupyter server hears of. */
import { h, setAttribute } from "../lib/dom.ts";
import { Scope } from "../lib/scope.ts";
import { Bar } from "./bar.ts";
import { watchDaemons } from "./daemons.ts";
import { StopAll } from "./stop-all.ts";

/** As much of the application as both JupyterLab and Notebook have. */
export interface Application {
  shell: { add: (widget: unknown, area: string, options: { rank: number }) => void };
}

export interface WidgetClass {
  new (options: { node: HTMLElement }): { id: string };
}

/** Behind the menus, before whatever others put at the end of the bar. */
const RANK = 1000;

/** Puts the bar into an application; it lives as long as the page. */
export function activate(app: Application, Widget: WidgetClass): Scope {
  const scope = new Scope();
  const bar = new Bar();
  const stopAll = new StopAll(scope, bar.room);
  const widget = new Widget({ node: h("div", { class: "rdj-topbar-place" }, bar.root) });
  widget.id = "rust-daq-topbar";
  app.shell.add(widget, "top", { rank: RANK });
  let wasThere = false;
  watchDaemons(scope, (daemons) => {
    if (!daemons && !wasThere) return; // a server without the extension: nothing was ever connected here
    const isThere = daemons === null || daemons.length > 0;
    wasThere = isThere;
    setAttribute(bar.root, "hidden", !isThere);
    if (isThere) bar.show(daemons);
    stopAll.isShown = isThere;
  });
  return scope;
}
