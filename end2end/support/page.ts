import { AxeBuilder } from "@axe-core/playwright";
import { expect, test, type ConsoleMessage, type Page } from "@playwright/test";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Waits until WebAssembly has taken the page over; before that a click may be lost. */
export async function hydrated(page: Page): Promise<void> {
  await page.locator("html[data-hydrated]").waitFor({ state: "attached" });
}

/** Fails on any breach of WCAG A and AA, or of axe's best practices. */
export async function expectAccessible(page: Page, except: string[] = []): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).disableRules(except).analyze();
  const told = violations.map(
    (violation) =>
      `${violation.id}: ${violation.help}\n` +
      violation.nodes.map((node) => `    ${node.target.join(" ")}\n    ${node.failureSummary}`).join("\n"),
  );
  expect(told, `axe on ${page.url()}`).toEqual([]);
}

/** Fails when a page is wider than its window. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const window = page.viewportSize()?.width ?? 0;
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  // What reaches beyond the window, innermost last, names the culprit.
  const beyond = await page.evaluate((window) => {
    const reaches = (element: Element) => {
      const { left, right } = element.getBoundingClientRect();
      return right > window + 1 || left < -1;
    };
    const found = document.documentElement.scrollWidth > window ? [...document.querySelectorAll("body *")].filter(reaches) : [];
    return found.map((element) => element.outerHTML.slice(0, 100)).slice(-3);
  }, window);
  expect(width, `width of ${page.url()}: ${beyond.join("\n")}`).toBeLessThanOrEqual(window);
}

/** Keeps a picture of the whole page in end2end/screenshots/, one per project. */
export async function shoot(page: Page, name: string): Promise<void> {
  const project = test.info().project.name;
  await page.screenshot({ path: `screenshots/${name}-${project}.png`, fullPage: true });
}

/** What a page complained about: console errors and uncaught exceptions. */
export class Complaints {
  private readonly heard: string[] = [];
  private readonly expected: RegExp[] = [];

  /** Complaints that match belong to the story. */
  allow(pattern: RegExp): void {
    this.expected.push(pattern);
  }

  listenTo(page: Page): void {
    page.on("console", (message) => this.hear(message));
    page.on("pageerror", (error) => this.heard.push(`${page.url()}: ${error.stack ?? error.message}`));
  }

  unexpected(): string[] {
    return this.heard.filter((text) => !this.expected.some((pattern) => pattern.test(text)));
  }

  private hear(message: ConsoleMessage): void {
    if (message.type() === "error") this.heard.push(`${message.location().url}: ${message.text()}`);
  }
}
