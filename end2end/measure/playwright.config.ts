import { defineConfig } from "@playwright/test";
import type { Settings } from "../support/test.ts";

/** Measurements of pages in a browser; `make bench BENCH=pages`. They print and judge nothing. */
export default defineConfig<Settings>({
  testDir: ".",
  outputDir: "../test-results/measure",
  workers: 1,
  timeout: 30 * 60_000,
  reporter: "line",
  use: { browserName: "chromium", launchOptions: { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium" } },
});
