/**
 * The module-federation container that JupyterLab loads a prebuilt extension from, written by hand: `init` is given the
 * packages that the application shares, `get` makes the plugin.
 */
import coloursCss from "../lib/colours.css";
import { h } from "../lib/dom.ts";
import { type Application, activate, type WidgetClass } from "./plugin.ts";
import topbarCss from "./topbar.css";

interface Shared {
  loaded?: boolean | number;
  get: () => Promise<() => unknown>;
}

/** Package, version, provider. */
type ShareScope = Record<string, Record<string, Shared>>;

/** Also the name of the folder and of the package: JupyterLab finds the container by it. */
const NAME = "rust-daq-jupyter";

let scope: ShareScope = {};

/** The copy that the application itself runs on, else any. */
async function shared<T>(name: string): Promise<T> {
  const versions = Object.values(scope[name] ?? {});
  const chosen = versions.find(({ loaded }) => loaded) ?? versions[0];
  if (!chosen) throw new Error(`${NAME}: the application shares no ${name}`);
  return (await chosen.get())() as T;
}

async function plugin() {
  const { Widget } = await shared<{ Widget: WidgetClass }>("@lumino/widgets");
  return {
    id: `${NAME}:stop-all`,
    description: "STOP ALL in the top bar.",
    autoStart: true,
    activate: (app: Application) => {
      document.head.append(h("style", {}, coloursCss, topbarCss));
      activate(app, Widget);
    },
  };
}

const container = {
  init: (packages: ShareScope) => {
    scope = packages;
  },
  // Without the mark of a module the whole application does not start; frozen, neither.
  get: async () => {
    const made = { __esModule: true, default: await plugin() };
    return () => made;
  },
};

const page = globalThis as { _JUPYTERLAB?: Record<string, unknown> };
page._JUPYTERLAB = { ...page._JUPYTERLAB, [NAME]: container };
