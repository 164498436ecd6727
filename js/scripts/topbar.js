// Builds the prebuilt extension of JupyterLab and Notebook: one file and the package.json that names it.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { build } from "esbuild";
import { folders, shared } from "./bundle.js";

const NAME = "rust-daq-jupyter";

/** Gives the size of the file in bytes. */
export async function buildTopbar() {
  const { outputFiles } = await build({
    ...shared,
    entryPoints: ["topbar/container.ts"],
    format: "iife",
    loader: { ".css": "text" },
    minify: true,
    write: false,
  });
  const text = outputFiles[0].text;
  // Browsers keep the files of extensions for a year: another text is another file.
  const file = `static/remoteEntry.${createHash("sha256").update(text).digest("hex").slice(0, 16)}.js`;
  rmSync(folders.topbar, { recursive: true, force: true });
  mkdirSync(resolve(folders.topbar, "static"), { recursive: true });
  writeFileSync(resolve(folders.topbar, file), text);
  const version = versionOf(readFileSync(resolve(folders.js, "../rust_daq_jupyter/__init__.py"), "utf8"));
  const jupyterlab = { extension: true, _build: { load: file, extension: "./extension" } };
  writeFileSync(resolve(folders.topbar, "package.json"), JSON.stringify({ name: NAME, version, jupyterlab }, null, 2));
  return text.length;
}

/** The Python package's own: there is no other. */
function versionOf(source) {
  const found = /^__version__ = "(.+)"$/m.exec(source);
  if (!found) {
    throw new Error("rust_daq_jupyter/__init__.py names no __version__");
  }
  return found[1];
}
