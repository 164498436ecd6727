// How the panels are bundled: one self-contained module and one style sheet a panel. Shared chunks cannot load in a notebook.
import { readdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const js = resolve(dirname(fileURLToPath(import.meta.url)), "..");

export const panels = readdirSync(resolve(js, "panels"))
  .filter((name) => name.endsWith(".ts"))
  .map((name) => name.replace(/\.ts$/, ""));

export const folders = {
  js,
  static: resolve(js, "../rust_daq_jupyter/panels/static"),
  /** What JupyterLab finds as a prebuilt extension. */
  topbar: resolve(js, "../rust_daq_jupyter/server/static/labextension"),
  screenshots: resolve(js, "../docs/screenshots"),
};

export const shared = {
  bundle: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  logLevel: "warning",
  absWorkingDir: js,
};
