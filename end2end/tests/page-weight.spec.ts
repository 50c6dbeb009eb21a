import type { Page } from "@playwright/test";
import { hydrated } from "../support/page.ts";
import { furnish, PAGES, type Face } from "../support/pages.ts";
import { signIn } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test.use({ house: "weights" });

/** What the product asks for: bytes as they travel (brotli) at the first visit. */
const GOAL: Record<Face, number> = { public: 60_000, portal: 250_000, console: 450_000 };

/** What fails: the goal where it is reached, else today's weight, so that no page grows (docs/decisions/0008). */
const BUDGET: Record<Face, number> = { public: 60_000, portal: 250_000, console: 430_000 };

interface Load {
  total: number;
  wasm: number;
  /** Larger texts that came without compression. */
  uncompressed: string[];
}

/** What a browser with an empty cache has loaded for the page that it shows now. */
async function load(page: Page): Promise<Load> {
  return page.evaluate(async () => {
    // A window without a tab strip does not ask for the icon.
    const icon = document.querySelector<HTMLLinkElement>("link[rel=icon]");
    if (icon) await fetch(icon.href);
    const entries = performance.getEntries().filter((entry) => entry instanceof PerformanceResourceTiming);
    const sum = (some: PerformanceResourceTiming[]) => some.reduce((all, entry) => all + entry.encodedBodySize, 0);
    const raw = entries.filter((entry) => entry.decodedBodySize > 4096 && entry.encodedBodySize === entry.decodedBodySize);
    return {
      total: sum(entries),
      wasm: sum(entries.filter((entry) => entry.name.includes(".wasm"))),
      uncompressed: raw.map((entry) => entry.name),
    };
  });
}

test("every page stays within its budget", async ({ browser, gatehouse, agent, baseURL }) => {
  test.setTimeout(240_000);
  const samples = await furnish(gatehouse, agent, browser);
  const rows: { face: Face; page: string; bytes: number }[] = [];
  for (const { face, pattern, path } of PAGES) {
    // A context of its own has an empty cache; signing in would fill it, so that only the cookies are kept.
    const context = await browser.newContext({ baseURL: baseURL ?? "" });
    if (face !== "public") {
      const entrance = await browser.newContext({ baseURL: baseURL ?? "" });
      await signIn(await entrance.newPage(), face);
      await context.addCookies(await entrance.cookies());
      await entrance.close();
    }
    const page = await context.newPage();
    await page.goto(path(samples), { waitUntil: "load" });
    if (face !== "public") await hydrated(page);
    const { total, wasm, uncompressed } = await load(page);
    expect.soft(uncompressed, `${pattern}: texts without compression`).toEqual([]);
    if (face === "public") expect.soft(wasm, `${pattern}: WebAssembly`).toBe(0);
    else expect.soft(wasm, `${pattern}: WebAssembly`).toBeGreaterThan(0);
    expect.soft(total, `${pattern}: bytes`).toBeLessThanOrEqual(BUDGET[face]);
    rows.push({ face, page: pattern, bytes: total });
    await context.close();
  }
  console.log(table(rows));
});

function table(rows: { face: Face; page: string; bytes: number }[]): string {
  const lines = rows.map(({ face, page, bytes }) =>
    [
      face.padEnd(8),
      page.padEnd(32),
      kB(bytes).padStart(9),
      kB(GOAL[face]).padStart(9),
      kB(BUDGET[face]).padStart(9),
      bytes > BUDGET[face] ? " OVER" : bytes > GOAL[face] ? " above the goal" : "",
    ].join(" "),
  );
  return ["", "face     page                              brotli      goal     limit", ...lines].join("\n");
}

function kB(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
