import { defineConfig } from "@playwright/test";
import type { Settings } from "./support/test.ts";

/** Debian's Chromium; without these flags it looks for the outside world at every start. */
const launchOptions = {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

const desktop = { viewport: { width: 1440, height: 900 } };
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const WAYS_IN = [
  "first-device",
  "import",
  "invitation-walk",
  "invitations",
  "mail-server",
  "terms",
  "text-messages",
];
const journeys = { testIgnore: "**/page-weight.spec.ts" };
// The keyboard's way is the same in all colours, and phones have none.
const touched = { testIgnore: ["**/page-weight.spec.ts", "**/keyboard.spec.ts"] };

export default defineConfig<Settings>({
  testDir: "tests",
  outputDir: "test-results",
  forbidOnly: Boolean(process.env.CI),
  // A test that passes at the second try has found something.
  retries: 0,
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/report.json" }]],
  use: {
    browserName: "chromium",
    launchOptions,
    locale: "en-GB",
    timezoneId: "UTC",
    reducedMotion: "reduce",
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    trace: "retain-on-failure",
  },
  projects: [
    { name: "light", ...journeys, use: { ...desktop, colorScheme: "light" } },
    { name: "dark", ...touched, use: { ...desktop, colorScheme: "dark" } },
    { name: "phone", ...touched, use: { ...phone, colorScheme: "light" } },
    // The ways in, and what decides about them, once more on the other engine.
    {
      name: "postgres",
      testMatch: WAYS_IN.map((name) => `**/${name}.spec.ts`),
      use: { ...desktop, colorScheme: "light", engine: "postgres" },
    },
    { name: "contract", testDir: "contract", use: {} },
    { name: "weight", testMatch: "**/page-weight.spec.ts", use: desktop },
  ],
});
