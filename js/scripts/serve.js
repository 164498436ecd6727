// Serves the demo page from memory.
import { context } from "esbuild";
import { panels, shared } from "./bundle.js";

/** Gives the address of the demo page and the function that ends it. */
export async function serve(port = 0) {
  const demo = await context({
    ...shared,
    entryPoints: ["demo/main.ts", "demo/index.html", "demo/demo.css", ...panels.map((panel) => `panels/${panel}.css`)],
    loader: { ".html": "copy" },
    outdir: ".demo",
    outbase: ".",
    write: false,
  });
  const server = await demo.serve({ port, host: "127.0.0.1" });
  return { address: `http://127.0.0.1:${server.port}/demo/index.html`, end: () => demo.dispose() };
}
