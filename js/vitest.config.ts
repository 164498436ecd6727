import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { chromium } from "./scripts/chromium.js";

export default defineConfig({
  test: {
    projects: [
      { test: { name: "units", include: ["tests/units/**/*.test.ts"], environment: "node" } },
      {
        optimizeDeps: { include: ["uplot"] },
        test: {
          name: "chromium",
          include: ["tests/browser/**/*.test.ts"],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromium }),
            instances: [{ browser: "chromium", viewport: { width: 900, height: 900 } }],
          },
        },
      },
    ],
  },
});
