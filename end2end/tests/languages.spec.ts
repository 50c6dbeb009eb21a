import { Api } from "../support/api.ts";
import { expectAccessible, expectNoSidewaysScroll, hydrated, shoot } from "../support/page.ts";
import { furnish, PAGES, type Samples } from "../support/pages.ts";
import { ADA, signIn } from "../support/people.ts";
import { englishOnly, LANGUAGES, said } from "../support/texts.ts";
import { expect, test } from "../support/test.ts";

test.use({ house: "languages" });

/** The smallest phone and 400 % of 1,280, a tablet, a large desk. */
const WIDTHS = [320, 768, 2560];
const pages = PAGES.filter((page) => page.face !== "console");

let samples: Samples | undefined;

test("messages and pages are written in the same languages", () => {
  expect(LANGUAGES).toEqual(["ar", "de", "en", "es", "fr", "ja"]);
});

for (const language of LANGUAGES) {
  test.describe(language, () => {
    // What a browser asks for while nobody has signed in.
    test.use({ locale: language });

    test("every page is in its language, accessible, and fits windows of all widths", async ({
      page,
      gatehouse,
      agent,
      browser,
    }) => {
      // The longest words and the other direction in all colours and on phones; each window is every width.
      test.skip(test.info().project.name !== "light" && !["ar", "de"].includes(language), "the same in other colours");
      test.setTimeout(300_000);
      samples ??= await furnish(gatehouse, agent, browser);
      const there = samples;
      const api = await Api.as(gatehouse, ADA.username);
      await api.setLanguage(ADA.username, language);
      const foreign = englishOnly(language);
      const window = page.viewportSize() ?? { width: 1440, height: 900 };
      for (const { face, pattern, path } of pages.toSorted((one, other) => other.face.localeCompare(one.face))) {
        await test.step(`${face} ${pattern}`, async () => {
          if (face === "portal" && pattern === "/") await signIn(page, "portal");
          await page.goto(path(there));
          if (face === "portal") await hydrated(page);
          await expect(page.locator("html")).toHaveAttribute("lang", language);
          await expect(page.locator("html")).toHaveAttribute("dir", language === "ar" ? "rtl" : "ltr");
          await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
          expect((await said(page)).filter((text) => foreign.has(text)), `English on ${pattern}`).toEqual([]);
          await expectAccessible(page);
          await shoot(page, `${language}-${face}${pattern.replaceAll(/[^a-z-]+/g, "-")}`.replace(/-$/, ""));
          for (const width of WIDTHS) {
            await page.setViewportSize({ width, height: window.height });
            await expectNoSidewaysScroll(page);
          }
          await page.setViewportSize(window);
        });
      }
    });
  });
}

test("whoever chooses a language reads it from the next page on", async ({ page, gatehouse, agent, browser }) => {
  samples ??= await furnish(gatehouse, agent, browser);
  const api = await Api.as(gatehouse, ADA.username);
  await api.setLanguage(ADA.username, "en");
  await signIn(page, "portal");
  await page.goto("/account");
  await hydrated(page);
  await page.getByLabel("Language").selectOption("fr");
  await page.getByLabel("Language").press("Enter");
  await page.locator("form:has([name=language]) button").last().click();
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  await expect(page.getByRole("link", { name: "Appareils" }).first()).toBeVisible();
});
