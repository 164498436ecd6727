// Takes the pictures of docs/screenshots: every panel in every state, light and dark.
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { chromium as playwright } from "playwright";
import { folders, panels } from "./bundle.js";
import { chromium } from "./chromium.js";
import { serve } from "./serve.js";

// The slowest state to show itself is a STOP that nobody answers: three seconds.
const SETTLED_MS = 4000;
const WIDTH_PX = 1600;
/** Tall enough for every scene to be in sight: a panel that nobody sees is paused. */
const TALL_PX = 6000;

const { address, end } = await serve();
const browser = await playwright.launch(chromium);
mkdirSync(folders.screenshots, { recursive: true });
try {
  const page = await browser.newPage({ viewport: { width: WIDTH_PX, height: TALL_PX } });
  page.on("pageerror", (error) => console.error(error));
  for (const panel of process.argv.slice(2).length ? process.argv.slice(2) : panels) {
    for (const theme of ["light", "dark"]) {
      await page.goto(`${address}?panel=${panel}&${theme}`);
      await page.waitForTimeout(SETTLED_MS);
      const height = await page.evaluate(() => Math.ceil(document.body.getBoundingClientRect().bottom) + 24);
      const clip = { x: 0, y: 0, width: WIDTH_PX, height };
      await page.screenshot({ path: resolve(folders.screenshots, `${panel}-${theme}.png`), clip });
    }
  }
} finally {
  await browser.close();
  await end();
}
