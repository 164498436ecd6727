// Builds every panel, and STOP ALL for the top bar, into the Python package.
import { copyFileSync, mkdirSync, rmSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { build } from "esbuild";
import { folders, panels, shared } from "./bundle.js";
import { buildTopbar } from "./topbar.js";

rmSync(folders.static, { recursive: true, force: true });
mkdirSync(folders.static, { recursive: true });

await build({
  ...shared,
  entryPoints: panels.flatMap((panel) => [`panels/${panel}.ts`, `panels/${panel}.css`]),
  outdir: folders.static,
  outbase: "panels",
  minify: true,
  legalComments: "none",
});
copyFileSync(resolve(folders.js, "node_modules/uplot/LICENSE"), resolve(folders.static, "LICENSE.uplot.txt"));

for (const panel of panels) {
  const size = (suffix) =>
    `${(statSync(resolve(folders.static, `${panel}.${suffix}`)).size / 1000).toFixed(1)} kB ${suffix}`;
  console.log(`${panel}: ${size("js")}, ${size("css")}`);
}

console.log(`topbar: ${((await buildTopbar()) / 1000).toFixed(1)} kB js`);
