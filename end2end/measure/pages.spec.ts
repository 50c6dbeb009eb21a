import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import lighthouse from "lighthouse";
import { Agent } from "../support/agent.ts";
import { Api } from "../support/api.ts";
import { furnish, PAGES } from "../support/pages.ts";
import { ADA, signIn } from "../support/people.ts";
import { freePort } from "../support/process.ts";
import { test } from "../support/test.ts";

test.use({ house: "measure" });

const CATEGORIES = ["performance", "accessibility", "best-practices"];
/** On the start page, beside the one device that every page is shown with. */
const DEVICES = 49;

interface Row {
  page: string;
  scores: number[];
  lcp: number;
  blocking: number;
  shift: number;
  kilobytes: number;
}

/** Registers devices of a person that come once. */
async function register(api: Api, userId: string, count: number): Promise<void> {
  await api.setRegistration({ standard_device_limit: null });
  for (let index = 0; index < count; index += 1) {
    const agent = await Agent.create();
    const { mirp_url } = await api.register(userId, "linux");
    await agent.command(["register", mirp_url]);
    await agent.stop();
  }
}

test("every page by Lighthouse, as on a telephone", async ({ gatehouse, agent, browser, baseURL }) => {
  const samples = await furnish(gatehouse, agent, browser);
  const api = await Api.as(gatehouse, ADA.username);
  const { items } = await api.get<{ items: { id: string }[] }>(`/users?q=${ADA.username}`);
  const profile = await mkdtemp(join(tmpdir(), "gatehouse-lighthouse-"));
  const port = await freePort();
  // Lighthouse opens tabs of its own in the browser's own context, where the session is.
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", `--remote-debugging-port=${port}`],
    baseURL: baseURL ?? "",
    // A page of the portal on a phone; the worker of the portal would answer from its own store.
    serviceWorkers: "block",
  });
  // Storage is not reset, as the session would go with it; each page is loaded as if it were the first.
  const forget = async (): Promise<void> => {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Network.clearBrowserCache");
    await page.close();
  };
  const measure = async (name: string, path: string): Promise<Row> => {
    await forget();
    const options = { port, output: "json" as const, onlyCategories: CATEGORIES, disableStorageReset: true };
    const result = await lighthouse(new URL(path, baseURL).href, { ...options, logLevel: "error" as const });
    if (!result) throw new Error(`nothing measured for ${path}`);
    const { audits, categories } = result.lhr;
    const value = (audit: string) => audits[audit]?.numericValue ?? Number.NaN;
    for (const category of CATEGORIES) {
      const lost = categories[category]?.auditRefs.filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 0.9);
      for (const { id } of lost ?? []) console.log(`  ${name}: ${category}: ${audits[id]?.title} ${audits[id]?.displayValue ?? ""}`);
    }
    return {
      page: name,
      scores: CATEGORIES.map((category) => Math.round((categories[category]?.score ?? 0) * 100)),
      lcp: value("largest-contentful-paint"),
      blocking: value("total-blocking-time"),
      shift: value("cumulative-layout-shift"),
      kilobytes: value("total-byte-weight") / 1000,
    };
  };
  try {
    const rows: Row[] = [];
    const pages = PAGES.filter(({ face }) => face !== "console").toSorted((one, other) => other.face.localeCompare(one.face));
    for (const { face, pattern, path } of pages) {
      if (face === "portal" && pattern === "/") {
        const page = await context.newPage();
        await signIn(page, "portal");
        await page.close();
      }
      rows.push(await measure(pattern, path(samples)));
    }
    await register(api, items[0]?.id ?? "", DEVICES);
    rows.push(await measure(`/ with ${DEVICES + 1} devices`, "/"));
    console.log(table(rows));
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
});

/** The first row, a page without WebAssembly, is what the others are compared with. */
function table(rows: Row[]): string {
  const base = rows[0]?.lcp ?? 1;
  const head = ["page", "perf", "a11y", "best", "LCP ms", "ratio", "blocked ms", "CLS", "kB"];
  const lines = rows.map((row) => [
    row.page,
    ...row.scores.map(String),
    row.lcp.toFixed(0),
    (row.lcp / base).toFixed(2),
    row.blocking.toFixed(0),
    row.shift.toFixed(3),
    row.kilobytes.toFixed(0),
  ]);
  const wide = Math.max(...rows.map((row) => row.page.length));
  return [head, ...lines]
    .map(([name = "", ...cells]) => name.padEnd(wide) + cells.map((cell) => cell.padStart(11)).join(""))
    .join("\n");
}
